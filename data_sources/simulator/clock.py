"""The simulated city's own clock: starts where it is told and may run faster than the wall."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime


class SimClock:
    """Seconds since 1970 of the simulated moment. `starts` anchors history and scenario for good."""

    def __init__(self, starts: datetime, speed: float = 1.0, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.starts = starts.timestamp()
        self.speed = speed
        self._monotonic = monotonic
        self._base, self._since = self.starts, monotonic()

    def now(self) -> float:
        return self._base + (self._monotonic() - self._since) * self.speed

    def set(self, now: float | None = None, speed: float | None = None) -> None:
        """Jump to an instant and/or change the pace from here on."""
        self._base, self._since = (self.now() if now is None else now), self._monotonic()
        self.speed = self.speed if speed is None else speed

    def http_date(self, skew_s: float = 0.0) -> str:
        """The `Date` header of this moment."""
        return http_date(self.now() + skew_s)


def http_date(at: float) -> str:
    """An instant as HTTP writes it (RFC 9110), always GMT."""
    return format_datetime(datetime.fromtimestamp(int(at), UTC), usegmt=True)
