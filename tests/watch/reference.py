"""The rule of a stay worked out the slow way: from all fixes known, sorted by time, with nothing remembered.

Independent of `app.watch.visits`, to judge it. Times are seconds into the scene, distances metres.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.geo.points import distance_m
from app.journal.encode import to_ms
from app.journal.watch_rows import PositionRow
from tests.watch.scenes import T0, metres_north


class Seen(NamedTuple):
    """Where a vehicle was."""

    at: float
    metres: float


class Stretch(NamedTuple):
    """From the first fix within reach to the last before the vehicle was gone; `arrival` if it stayed, else None."""

    begin: float
    end: float
    arrival: float | None

    def holds(self, at: float) -> bool:
        return self.begin <= at <= self.end


def seen(rows: Iterable[PositionRow]) -> list[Seen]:
    """What one vehicle's valid fixes say, in time's order. Of several of one instant the first recorded stands."""
    known: dict[int, PositionRow] = {}
    for row in sorted((row for row in rows if row.valid), key=lambda row: (row.commit, row.lat, row.lon)):
        known.setdefault(row.fix_at, row)
    return [_seen(row) for _, row in sorted(known.items())]


def _seen(row: PositionRow) -> Seen:
    return Seen((row.fix_at - to_ms(T0)) / 1000, float(distance_m(*metres_north(0), row.lat, row.lon)))


def stretches(fixes: Sequence[Seen]) -> list[Stretch]:
    """Where the vehicle was within 80 m, parted where it was seen beyond and not back within two minutes."""
    within = [fix for fix in fixes if fix.metres <= 80]
    parts: list[list[Seen]] = []
    for fix in within:
        away = (one.at for one in fixes if parts and parts[-1][-1].at < one.at < fix.at)
        if parts and fix.at - next(away, fix.at) < 120:
            parts[-1].append(fix)
        else:
            parts.append([fix])
    arrivals = (next((fix.at for fix in part if _stays(fix, fixes)), None) for part in parts)
    return [Stretch(part[0].at, part[-1].at, at) for part, at in zip(parts, arrivals, strict=True)]


def _stays(first: Seen, fixes: Sequence[Seen]) -> bool:
    """Whether every fix of two minutes from this one on is within 50 m, without a silence of more than ten."""
    last = first.at
    for fix in (fix for fix in fixes if fix.at >= first.at):
        if fix.metres > 50 or fix.at - last > 600:
            return False
        if fix.at - first.at >= 120:
            return True
        last = fix.at
    return False
