"""Passwords and PINs: hashed with Argon2id, slow to guess, with a wait after too many wrong tries.

Works without the network. Times are real time: a simulated city's clock must not shorten a wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_PASSWORD = 8
LEAST_PIN = 4
TRIES = 5
_FIRST_WAIT_S = 30
_LONGEST_WAIT_S = 900
_hasher = PasswordHasher()  # Argon2id with the library's parameters, RFC 9106's second recommendation


def hashed(secret: str) -> str:
    """The hash to store."""
    return _hasher.hash(secret)


def matches(stored: str, secret: str) -> bool:
    """Whether a secret is the one that was hashed; an empty hash matches nothing."""
    try:
        return bool(stored) and _hasher.verify(stored, secret)
    except (VerificationError, InvalidHashError):
        return False


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong tries in a row, and until when no other is taken."""

    count: int = 0
    not_before: datetime | None = None

    def waits(self, now: datetime) -> float:
        """Seconds until the next try is taken; 0 when it may come now."""
        return 0.0 if self.not_before is None else max(0.0, (self.not_before - now).total_seconds())

    def failed(self, now: datetime) -> "Tries":
        """One more wrong try: from the fifth on each doubles the wait, up to a quarter of an hour."""
        count = self.count + 1
        if count < TRIES:
            return Tries(count)
        wait = min(_FIRST_WAIT_S * 2 ** (count - TRIES), _LONGEST_WAIT_S)
        return Tries(count, now + timedelta(seconds=wait))


def is_strong(secret: str, least: int = LEAST_PASSWORD) -> bool:
    """Long enough, and not one sign over and over."""
    return len(secret) >= least and len(set(secret)) > 1
