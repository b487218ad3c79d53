"""Watch *arrival*: a vehicle has arrived at a place. Fact `arrived/<place>/<second>` of `vehicle/<key>`.

A place is a landmark of the city file (its pin good to 250 m), a geofence of the fleet's server, or an open complaint
with a place. `valid_at` is the first fix inside; for a vehicle first seen inside that is when it was seen, not when
it came. Fixes flagged `clock` or `speed` and fixes the box calls invalid prove nothing. The rule of a stay: `visits`.

Fixes are taken in the order this room learned of them, inside a commit by their time. A fix older than the vehicle's
newest is late: it never ends the present visit. Late fixes form a track of their own and tell the arrivals in it that
were seen beginning (a slice of history that begins inside a place tells nothing: the slice before it will). A late
stay where the vehicle is reported anyway is held back and told only when it is seen to end.
Known limit: when late fixes show that one told visit was really two, the second is not told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.domain.kind import Kind
from app.domain.source import Derived
from app.journal.encode import from_ms
from app.journal.fixes import UNTRUSTED
from app.journal.watch_rows import PositionRow
from app.watch.places import Place, Places
from app.watch.visits import LEAVE_M, Told, Visit, advance
from app.watch.watch import State, Step, WatchInput

FAR = float("inf")
Visits = dict[str, Visit]  # by the place's key


@dataclass(slots=True)
class _Late:
    """A run of late fixes of one vehicle: its first and last time and the visits in it."""

    begin: int
    end: int
    visits: Visits = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The watch. An hour of the past is enough to know the visits that are going on."""

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
    """One step: the state opened up, fixes taken one by one, facts collected."""

    def __init__(self, watch: Arrival, state: State, newest: Mapping[int, int]) -> None:
        self.watch, self.newest = watch, dict(newest)
        self.live = {int(vehicle): _opened(visits) for vehicle, visits in state.get("live", {}).items()}
        self.late = {int(v): _Late(begin, end, _opened(at)) for v, (begin, end, at) in state.get("late", {}).items()}
        self.facts: list[Derived] = []

    def state(self) -> dict[str, Any]:
        """The state to keep, as plain JSON: only vehicles that are somewhere, and late tracks."""
        live = {str(vehicle): _closed(visits) for vehicle, visits in self.live.items() if visits}
        late = {str(vehicle): [track.begin, track.end, _closed(track.visits)] for vehicle, track in self.late.items()}
        return {name: part for name, part in (("live", live), ("late", late)) if part}

    def take(self, fix: PositionRow, places: Places, near: Mapping[str, float]) -> None:
        """Take the next fix; a second one of the same instant says nothing new."""
        newest = self.newest.get(fix.vehicle, 0)
        if fix.fix_at > newest:
            self.newest[fix.vehicle] = fix.fix_at
            if fix.valid and (near or fix.vehicle in self.live):
                self._take_live(fix, places, near)
        elif fix.fix_at < newest and fix.valid:
            self._take_late(fix, places, near)

    def _take_live(self, fix: PositionRow, places: Places, near: Mapping[str, float]) -> None:
        visits = self.live.setdefault(fix.vehicle, {})
        for key in _touched(visits, near):
            visit = advance(visits.pop(key, None), fix.fix_at, near.get(key, FAR))
            if visit is not None:
                visits[key] = self._told(fix, places.by_key[key], visit) if visit.is_due else visit
        if not visits:
            del self.live[fix.vehicle]

    def _take_late(self, fix: PositionRow, places: Places, near: Mapping[str, float]) -> None:
        track = self.late.get(fix.vehicle)
        if track is None or fix.fix_at < track.end:
            track = self.late[fix.vehicle] = _Late(fix.fix_at, fix.fix_at)
        elif fix.fix_at == track.end:
            return
        track.end = fix.fix_at
        for key in _touched(track.visits, near):
            self._advance_late(track, key, fix, places, near.get(key, FAR))

    def _advance_late(self, track: _Late, key: str, fix: PositionRow, places: Places, metres: float) -> None:
        before = track.visits.pop(key, None)
        if before is not None and before.told is Told.HELD and before.is_over(fix.fix_at) and key in places.by_key:
            self._told(fix, places.by_key[key], before)
        visit = advance(before, fix.fix_at, metres)
        if visit is None:
            return
        if visit.is_due and visit.first > track.begin:
            visit = self._told_late(fix, places.by_key[key], visit)
        track.visits[key] = visit

    def _told_late(self, fix: PositionRow, place: Place, visit: Visit) -> Visit:
        """A late stay: held where the room has been told of the present visit, joined where it has not yet been."""
        present = self.live.get(fix.vehicle, {}).get(place.key)
        if present is not None and present.told is Told.YES:
            return visit._replace(told=Told.HELD)
        if present is not None:
            self.live[fix.vehicle][place.key] = present._replace(told=Told.YES)
        return self._told(fix, place, visit)

    def _told(self, fix: PositionRow, place: Place, visit: Visit) -> Visit:
        since = from_ms(visit.first)
        body = {**place.body, "since": since.isoformat(timespec="milliseconds")}
        what = f"arrived/{place.key}/{visit.first // 1000}"
        self.facts.append(
            Derived(self.watch.name, self.watch.version, f"vehicle/{fix.vehicle}", fix.commit, since, what, body)
        )
        return visit._replace(told=Told.YES, out=0)


def _touched(visits: Visits, near: Mapping[str, float]) -> list[str]:
    return sorted(visits.keys() | near.keys())


def _opened(visits: Mapping[str, Any]) -> Visits:
    return {key: Visit(first, last, out, Told(told)) for key, (first, last, out, told) in visits.items()}


def _closed(visits: Visits) -> dict[str, list[int]]:
    return {key: [visit.first, visit.last, visit.out, int(visit.told)] for key, visit in visits.items()}
