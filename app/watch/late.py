"""Fixes that become known late: which of them can be judged, and the run of them that is being read.

A late fix is judged only in a hole, a span of at least four minutes of which no fix is known: in there the run of late
fixes is all there is to know. Among known fixes it can show that a vehicle was still there, and nothing else.
All times ms since 1970.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from app.watch.visits import AWAY_MS, LEAVE_M, STAY_MS, Stay, Visit, advance, is_free, join, leave

HOLE_MS = STAY_MS + AWAY_MS  # a visit and its end fit in
MOST_HOLES = 4  # of a vehicle, the longest: a box that reports every five minutes leaves holes all day


class Hole(NamedTuple):
    """The time between two fixes next to each other."""

    start: int
    end: int

    def has(self, at: int) -> bool:
        """Whether a fix lies in it."""
        return self.start < at < self.end


def longest(holes: Iterable[Hole]) -> list[Hole]:
    """The holes that are remembered, in time's order."""
    long = sorted(hole for hole in holes if hole.end - hole.start >= HOLE_MS)
    return sorted(sorted(long, key=lambda hole: hole.start - hole.end)[:MOST_HOLES])


@dataclass(slots=True)
class Run:
    """Late fixes of one vehicle in one hole, each later than the one before.

    `held` are visits that are long enough to be told, but before a stay that is told already: they are told when they
    are seen to end in this hole, for only then they are proven to be visits of their own.
    """

    hole: Hole
    begin: int
    end: int
    visits: dict[str, Visit] = field(default_factory=dict)  # by the place's key
    held: dict[str, Stay] = field(default_factory=dict)

    def rest(self) -> tuple[Hole, Hole]:
        """What of the hole it has not filled."""
        return Hole(self.hole.start, self.begin), Hole(self.end, self.hole.end)

    def take(self, key: str, stays: list[Stay], at: int, metres: float) -> list[Stay]:
        """The newest fix of the run, so far from a place with these stays: the stays that are to be told."""
        over = self._over(key, stays, at)
        is_there = metres <= LEAVE_M
        if is_there and join(stays, at):
            self.held.pop(key, None)
            self.visits.pop(key, None)
            return over
        is_proof = is_there or at + AWAY_MS <= self.hole.end  # else others may know of it back within two minutes
        if is_proof and not is_there:
            leave(stays, at)
        if key not in self.held:
            return over + self._visit(key, stays, at, metres)
        if is_proof:
            self.held[key] = self.held[key].back(at) if is_there else self.held[key].left(at)
        return over

    def still(self, key: str, at: int) -> None:
        """A fix within reach of a place, older than the newest of the run."""
        held = self.held.get(key)
        if held is not None and held.first <= at and not held.is_over(at):
            self.held[key] = held.back(at)

    def _over(self, key: str, stays: list[Stay], at: int) -> list[Stay]:
        """The held visit that a fix finds ended."""
        held = self.held.get(key)
        if held is None or not held.is_over(at):
            return []
        del self.held[key]
        return [held] if is_free(stays, held.first) else []

    def _visit(self, key: str, stays: list[Stay], at: int, metres: float) -> list[Stay]:
        """Let a visit go on that is not told: to be told, held, or neither. What begins a run was not seen coming."""
        visit = advance(self.visits.pop(key, None), at, metres)
        if visit is None:
            return []
        if not visit.is_due or visit.first == self.begin:
            self.visits[key] = visit
            return []
        if not stays or stays[-1].first <= at:
            return [Stay(*visit)]
        self.held[key] = Stay(*visit)
        return []
