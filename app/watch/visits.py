"""One vehicle at one place: when it has arrived and when it has gone. All times ms since 1970.

Arrived: every fix of two minutes within 50 m. Gone: seen beyond 80 m, and not back within two minutes, so that one
bad fix of a parked vehicle is no second arrival. Silence is not leaving: a box that sleeps while parked wakes up in
the same visit. But silence proves no stay either: before the arrival is told, a gap over ten minutes starts it anew.

Until its arrival is told a visit is a `Visit`, from then on a `Stay`. The stays of a vehicle at a place stand in a
list by their time. A stay holds every time from its first fix until the vehicle is known to have gone: nothing in it
may be told as another arrival.
"""

from collections.abc import Sequence
from typing import NamedTuple

NEAR_M = 50.0
LEAVE_M = 80.0
STAY_MS = 120_000
AWAY_MS = 120_000
GAP_MS = 600_000


class Visit(NamedTuple):
    """A visit that is not told yet: its first and last fix within 50 m."""

    first: int
    last: int

    @property
    def is_due(self) -> bool:
        """Long enough to be told."""
        return self.last - self.first >= STAY_MS


class Stay(NamedTuple):
    """A visit that is told: first and last known fix within reach, and the first one beyond after that (0 = none)."""

    first: int
    last: int
    gone: int = 0

    def is_over(self, at: int) -> bool:
        """Whether a fix at `at` finds it ended: seen away, and not back in time."""
        return bool(self.gone) and at - self.gone >= AWAY_MS

    def back(self, at: int) -> "Stay":
        """With a fix within reach, before it is over."""
        return Stay(self.first, max(self.last, at), self.gone if at < self.gone else 0)

    def left(self, at: int) -> "Stay":
        """With a fix beyond reach: later than the last one within it, it may be the first of the way out."""
        return self if at <= self.last or 0 < self.gone <= at else self._replace(gone=at)


def advance(visit: Visit | None, at: int, metres: float) -> Visit | None:
    """The visit after a later fix at `at`, `metres` from the place; None when there is none."""
    if metres > NEAR_M:
        return None
    return Visit(at, at) if visit is None or at - visit.last > GAP_MS else visit._replace(last=at)


def is_free(stays: Sequence[Stay], at: int) -> bool:
    """Whether a visit that began at `at` is another one than the stay before it."""
    i = _before(stays, at)
    return i < 0 or stays[i].is_over(at)


def join(stays: list[Stay], at: int) -> bool:
    """Whether a fix within reach belongs to a stay; that stay now has it."""
    if is_free(stays, at):
        return False
    i = _before(stays, at)
    stay = stays[i].back(at)
    until = stays[i + 1].first if i + 1 < len(stays) else 0  # that the next one is another visit was proven then
    stays[i] = stay if stay.gone else stay._replace(gone=until)
    return True


def leave(stays: list[Stay], at: int) -> None:
    """Let the stay before a fix beyond reach know of it, if nothing else can be known of the two minutes after it."""
    i = _before(stays, at)
    if i >= 0:
        stays[i] = stays[i].left(at)


def add(stays: list[Stay], stay: Stay) -> None:
    """Put a stay among the others."""
    stays.insert(_before(stays, stay.first) + 1, stay)


def _before(stays: Sequence[Stay], at: int) -> int:
    """The stay that began last, not after `at`; -1 for none."""
    return next((i for i in range(len(stays) - 1, -1, -1) if stays[i].first <= at), -1)
