"""One vehicle at one place: when it has arrived and when it has gone.

Arrived: every fix of two minutes within 50 m. Gone: seen beyond 80 m, and not back within two minutes, so that one
bad fix of a parked vehicle is no second arrival. Silence is not leaving: a box that sleeps while parked wakes up in
the same visit. But silence proves no stay either: before the arrival is told, a gap over ten minutes starts it anew.
"""

from enum import IntEnum
from typing import NamedTuple

NEAR_M = 50.0
LEAVE_M = 80.0
STAY_MS = 120_000
AWAY_MS = 120_000
GAP_MS = 600_000


class Told(IntEnum):
    """Whether the room knows of the visit."""

    NO = 0
    YES = 1
    HELD = 2  # a late-known stay at a place where the vehicle is reported anyway: told only if it proves its own visit


class Visit(NamedTuple):
    """A stay: first and last fix within reach, the first fix beyond it (0 = none), all ms since 1970."""

    first: int
    last: int
    out: int = 0
    told: Told = Told.NO

    @property
    def is_due(self) -> bool:
        """Long enough to be told, and not told yet."""
        return self.told is Told.NO and self.last - self.first >= STAY_MS

    def is_over(self, at: int) -> bool:
        """Whether a fix at `at` finds the visit ended: seen away, and not back in time."""
        return bool(self.out) and at - self.out >= AWAY_MS


def advance(visit: Visit | None, at: int, metres: float) -> Visit | None:
    """The visit after a later fix at `at`, `metres` from the place; None when there is none."""
    if visit is None or visit.is_over(at):
        return Visit(at, at) if metres <= NEAR_M else None
    if visit.told is Told.NO:
        if metres > NEAR_M:
            return None
        return Visit(at, at) if at - visit.last > GAP_MS else visit._replace(last=at)
    if metres <= LEAVE_M:
        return visit._replace(out=0)
    return visit if visit.out else visit._replace(out=at)
