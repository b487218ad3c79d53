"""Watch *arrival*: a vehicle has arrived at a place. Fact `arrived/<place>/<second>` of `vehicle/<key>`.

A place is a landmark of the city file (its pin good to 250 m), a geofence of the fleet's server, or an open complaint
with a place. `valid_at` is the first fix inside; for a vehicle first seen inside that is when it was seen, not when
it came. Fixes flagged `clock` or `speed` and fixes the box calls invalid prove nothing. The rule of a stay: `visits`.

Fixes are taken in the order this room learned of them, inside a commit by their time. A fix older than the vehicle's
newest is late: it never ends the present visit. Late fixes tell the arrivals in a hole (`late`) that were seen
beginning: a slice of history that begins inside a place tells nothing, the slice before it will. Before a stay that
is told already a late one is held back until it is seen to end.

One visit is told once: an arrival is told only where all that is known shows the vehicle gone since the stay before
and before the stay after. What that costs: when late fixes show that one told visit was really two, or when they came
among fixes that were known, the second is not told.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.kind import Kind
from app.domain.source import Derived
from app.journal.encode import from_ms
from app.journal.fixes import UNTRUSTED
from app.journal.watch_rows import PositionRow
from app.watch.arrival_state import closed, opened, stored_vehicles
from app.watch.late import HOLE_MS
from app.watch.places import Places
from app.watch.remembered import Near, Vehicle
from app.watch.visits import LEAVE_M, Stay
from app.watch.watch import State, Step, WatchInput


@dataclass(frozen=True, slots=True)
class Arrival:
    """The watch. An hour of the past is enough to know the visits that are going on.

    Its version stays 1 although it remembers more than it did: the rule of a stay is the same, and a new version
    begins without a memory, so that it would tell again of every vehicle that stands somewhere.
    """

    name: str = "arrival"
    version: int = 1
    depends_on: frozenset[Kind] = frozenset({Kind.POSITION, Kind.COMPLAINT, Kind.GEOFENCE})
    look_back: timedelta = timedelta(hours=1)

    def step(self, state: State, changes: WatchInput, now: datetime) -> Step:
        """Take the fixes of the piece; time alone changes nothing here."""
        work = _Work(self, state, changes.before.newest_fix)
        for places, fixes in _segments(changes):
            near = places.near([fix.lat for fix in fixes], [fix.lon for fix in fixes], LEAVE_M)
            for i, fix in enumerate(fixes):
                work.take(
                    fix, places, {place.key: metres for place, metres in near.get(i, ()) if place.since <= fix.fix_at}
                )
        return Step(work.state(), work.facts)


def _segments(changes: WatchInput) -> Iterator[tuple[Places, list[PositionRow]]]:
    """The unflagged fixes in the order we learned of them, each run with the places that stood at its commit."""
    rows, places = changes.rows, changes.before.places
    fixes = sorted((fix for fix in rows.positions if not fix.flags & UNTRUSTED), key=_order)
    turns = sorted({row.commit for row in rows.complaints} | {row.commit for row in rows.geofences})
    for turn in turns:
        yield places, [fix for fix in fixes if fix.commit < turn]
        fixes = [fix for fix in fixes if fix.commit >= turn]
        complaints = (row for row in rows.complaints if row.commit == turn)
        places = places.after(complaints, (row for row in rows.geofences if row.commit == turn))
    yield places, fixes


def _order(fix: PositionRow) -> tuple[int, int, float, float]:
    return fix.commit, fix.fix_at, fix.lat, fix.lon


class _Work:
    """One step: fixes taken one by one, the vehicles they concern opened up, facts collected."""

    def __init__(self, watch: Arrival, state: State, newest: Mapping[int, int]) -> None:
        self.watch, self.newest = watch, dict(newest)
        self.stored = stored_vehicles(state)
        self.open: dict[int, Vehicle] = {}
        self.facts: list[Derived] = []

    def state(self) -> dict[str, Any]:
        """The state to keep, as plain JSON."""
        now = {str(key): closed(vehicle) for key, vehicle in self.open.items()}
        vehicles = {key: stored for key, stored in (self.stored | now).items() if stored}
        return {"vehicles": vehicles} if vehicles else {}

    def take(self, fix: PositionRow, places: Places, near: Near) -> None:
        """Take the next fix."""
        newest = self.newest.get(fix.vehicle, 0)
        if fix.fix_at > newest:
            self.newest[fix.vehicle] = fix.fix_at
            if near or fix.fix_at - newest >= HOLE_MS or self._is_known(fix.vehicle):
                self._take_live(fix, newest, places, near)
        elif fix.valid and self._is_known(fix.vehicle):
            self._tell(fix, places, self._vehicle(fix.vehicle).take_late(fix.fix_at, near))

    def _take_live(self, fix: PositionRow, newest: int, places: Places, near: Near) -> None:
        vehicle = self._vehicle(fix.vehicle)
        vehicle.go_on(newest, fix.fix_at)
        if fix.valid:
            self._tell(fix, places, vehicle.take(fix.fix_at, near))

    def _is_known(self, key: int) -> bool:
        return key in self.open or str(key) in self.stored

    def _vehicle(self, key: int) -> Vehicle:
        if key not in self.open:
            self.open[key] = opened(self.stored.get(str(key), {}))
        return self.open[key]

    def _tell(self, fix: PositionRow, places: Places, stays: Iterable[tuple[str, Stay]]) -> None:
        """The facts; a place that was closed before a late visit was seen to end is none any more."""
        watch, entity = self.watch, f"vehicle/{fix.vehicle}"
        for place, stay in ((places.by_key[key], stay) for key, stay in stays if key in places.by_key):
            since = from_ms(stay.first)
            body = {**place.body, "since": since.isoformat(timespec="milliseconds")}
            what = f"arrived/{place.key}/{stay.first // 1000}"
            self.facts.append(Derived(watch.name, watch.version, entity, fix.commit, since, what, body))
