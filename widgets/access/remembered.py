"""Unlocking while the database is away: by the hashes of whoever locked, remembered since they signed in.

A desk without its database still shows the city as it was last known; nobody is to be shut out from that. The wait
after wrong tries counts here too, and the audit gets its row when the database is back.
"""

from datetime import datetime

from app.access import Tries, matches
from app.domain.person import Signed
from app.journal.people import Secrets, SignInRefused


class Remembered:
    """One person's hashes, in memory alone. Used in the thread of the errands."""

    def __init__(self, signed: Signed, secrets: Secrets) -> None:
        self.signed = signed
        self._secrets, self._tries = secrets, Tries()

    def let_in(self, who: str, secret: str, now: datetime, *, by_pin: bool) -> Signed:
        """The person, when it is they and the secret is right. Raises SignInRefused."""
        if wait := self._tries.waits(now):
            raise SignInRefused(who, f"too many wrong tries; {wait:.0f} s to wait.", "Wait, or ask the admin.")
        stored = self._secrets.pin if by_pin else self._secrets.password
        if who == self.signed.person.id and matches(stored, secret):
            self._tries = Tries()
            return self.signed
        self._tries = self._tries.failed(now)
        raise SignInRefused("sign-in", "the name or the secret is wrong.", "Try again, or ask the admin.")
