"""When a source may be tried again.

Closed until three failures in a row; then open for a random time that grows with the failures (full jitter); then
half-open: one try. A server that asks to wait, or that refuses us, sets its own time. Real monotonic seconds.
Source of rule: safety 3.1.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from random import random as random_number
from typing import Any

from app.clock import monotonic as monotonic_now
from app.domain.source import LinkState
from app.errors import SourceAsksToWait, SourceError, SourceRefused

FAILURES_TO_OPEN = 3
LONGEST_OPEN_S = 300.0
FIRST_OPEN_S = 5.0
LONGEST_WAIT_S = 900.0
MISCONFIGURED_S = 600.0
_SHARE = 0.1  # jitter on top of a time that somebody else set


class Cause(StrEnum):
    """Why the source is not to be tried before its time."""

    NONE = "none"
    FAILED = "failed"
    ASKED = "asked"
    REFUSED = "refused"


class Breaker:
    """One source's breaker. `monotonic` and `random` are given, so that tests need not wait."""

    def __init__(
        self, monotonic: Callable[[], float] = monotonic_now, random: Callable[[], float] = random_number
    ) -> None:
        self._monotonic, self._random = monotonic, random
        self.failures = 0
        self.tried = False
        self._cause = Cause.NONE
        self._not_before = float("-inf")

    def wait_s(self) -> float:
        """Seconds until the next try may be made; 0 when it may be made now."""
        return max(0.0, self._not_before - self._monotonic())

    def may_try(self, *, by_hand: bool = False) -> bool:
        """Whether to try now. By hand only the server's own wish to wait holds."""
        return self.wait_s() == 0 or (by_hand and self._cause is not Cause.ASKED)

    def succeeded(self) -> None:
        """A whole valid answer came."""
        self.failures, self.tried, self._cause, self._not_before = 0, True, Cause.NONE, float("-inf")

    def failed(self, error: SourceError) -> None:
        """The try ended with `error`."""
        self.failures, self.tried = self.failures + 1, True
        if isinstance(error, SourceAsksToWait):
            self._wait(Cause.ASKED, self._and_a_bit(min(max(error.wait_s, 0.0), LONGEST_WAIT_S)))
        elif isinstance(error, SourceRefused):
            self._wait(Cause.REFUSED, self._and_a_bit(MISCONFIGURED_S))
        else:
            self._wait(Cause.FAILED, self._open_s())

    def link_state(self) -> LinkState:
        """The state for the connection panel."""
        if not self.tried:
            return LinkState.NEVER
        by_cause = {
            Cause.NONE: LinkState.OK,
            Cause.ASKED: LinkState.WAITING,
            Cause.REFUSED: LinkState.MISCONFIGURED,
            Cause.FAILED: LinkState.DOWN if self.failures >= FAILURES_TO_OPEN else LinkState.DEGRADED,
        }
        return by_cause[self._cause]

    def state(self) -> dict[str, Any]:
        """Plain JSON for the store; times as seconds still to wait."""
        return {
            "failures": self.failures,
            "tried": self.tried,
            "cause": self._cause.value,
            "wait_s": round(self.wait_s(), 3),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Take up a kept state. What was still to wait then is waited now: nobody counted the time in between."""
        self.failures, self.tried = int(state.get("failures", 0)), bool(state.get("tried", False))
        self._cause = Cause(state.get("cause", Cause.NONE.value))
        self._wait(self._cause, min(float(state.get("wait_s", 0.0)), LONGEST_WAIT_S * (1 + _SHARE)))

    def _open_s(self) -> float:
        opened = self.failures - FAILURES_TO_OPEN
        return 0.0 if opened < 0 else self._random() * min(LONGEST_OPEN_S, FIRST_OPEN_S * 2.0 ** min(opened, 16))

    def _and_a_bit(self, seconds: float) -> float:
        return seconds + self._random() * max(1.0, seconds * _SHARE)

    def _wait(self, cause: Cause, seconds: float) -> None:
        self._cause, self._not_before = cause, self._monotonic() + seconds
