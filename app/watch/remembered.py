"""What the watch *arrival* remembers of one vehicle, and how a fix changes it. All times ms since 1970."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.watch.late import HOLE_MS, Hole, Run, longest
from app.watch.visits import LEAVE_M, Stay, Visit, add, advance, join, leave

HOLE_KEPT_MS = 6 * 3_600_000  # after its end: the tracks of a fleet are asked for one by one
STAY_KEPT_MS = 3_600_000  # after the vehicle went: as long as a new watch looks back
FAR = float("inf")
Near = Mapping[str, float]  # metres by the place's key, of the places within 80 m


@dataclass(slots=True)
class Vehicle:
    """Visits that may become arrivals, stays that are told, by the place's key; holes; and the late run."""

    coming: dict[str, Visit] = field(default_factory=dict)
    stays: dict[str, list[Stay]] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    run: Run | None = None

    def go_on(self, newest: int, at: int) -> None:
        """The newest fix comes: a silence before it is a hole, and what lies long behind is forgotten."""
        since = at - HOLE_KEPT_MS
        if at - newest >= HOLE_MS or (self.holes and self.holes[0].end < since):
            self.holes = longest([*(hole for hole in self.holes if hole.end >= since), Hole(newest, at)])
        if self.run is not None and self.run.hole.end < since:
            self.run = None
        if self.stays:
            self._forget(at - STAY_KEPT_MS)

    def _forget(self, since: int) -> None:
        """Stays that were over by then and before every hole: no fix that can still be judged has to do with them."""
        starts = [hole.start for hole in self.holes] + ([self.run.hole.start] if self.run else [])
        first = min(since, *starts) if starts else since
        self.stays = {key: kept for key, stays in self.stays.items() if (kept := _later(stays, first))}

    def take(self, at: int, near: Near) -> list[tuple[str, Stay]]:
        """A fix newer than all others: the stays that are to be told."""
        places = sorted(near.keys() | self.coming.keys() | self.stays.keys())
        found = ((key, self._come(key, at, near.get(key, FAR))) for key in places)
        return [(key, self._told(key, stay)) for key, stay in found if stay is not None]

    def take_late(self, at: int, near: Near) -> list[tuple[str, Stay]]:
        """A fix older than the newest: the stays that are to be told."""
        run = self._run_at(at)
        if run is None:
            self._still(at, near)
            return []
        run.end = at
        places = sorted(near.keys() | run.visits.keys() | run.held.keys() | self.stays.keys())
        found = [(key, run.take(key, self.stays.get(key, []), at, near.get(key, FAR))) for key in places]
        return [(key, self._told(key, stay)) for key, stays in found for stay in stays]

    def _come(self, key: str, at: int, metres: float) -> Stay | None:
        stays, visit = self.stays.get(key, []), self.coming.pop(key, None)
        if metres > LEAVE_M:
            leave(stays, at)
        elif join(stays, at):
            return None
        visit = advance(visit, at, metres)
        if visit is not None and not visit.is_due:
            self.coming[key] = visit
        return Stay(*visit) if visit is not None and visit.is_due else None

    def _told(self, key: str, stay: Stay) -> Stay:
        add(self.stays.setdefault(key, []), stay)
        return stay

    def _still(self, at: int, near: Near) -> None:
        """A fix among known ones: where it is within reach the vehicle was still there."""
        for key in near:
            join(self.stays.get(key, []), at)
            if self.run is not None:
                self.run.still(key, at)

    def _run_at(self, at: int) -> Run | None:
        """The run that a late fix continues or begins; None for a fix among known ones."""
        run = self.run
        if run is not None and run.begin <= at < run.hole.end:
            return run if at > run.end else None
        if not any(hole.has(at) for hole in self.holes):
            return None
        if run is not None and run.hole in self.holes:  # what a run has filled is a hole no more
            self.holes = longest([*(hole for hole in self.holes if hole != run.hole), *run.rest()])
        hole = next((hole for hole in self.holes if hole.has(at)), None)
        self.run = None if hole is None else Run(hole, at, at)
        return self.run


def _later(stays: list[Stay], since: int) -> list[Stay]:
    """Those not over at a time."""
    return [stay for stay in stays if not stay.is_over(since)]
