"""Fixes of vehicles: which moments were reported, and what each report said. Any window is computed, none is stored."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from data_sources.simulator.city import Point
from data_sources.simulator.dayplan import Planner, Segment, drive
from data_sources.simulator.fleet import Vehicle
from data_sources.simulator.graph import beside
from data_sources.simulator.noise import unit

TICK = 12
"""Seconds between two fixes of a moving vehicle."""
EPOCH = 1_451_606_400
"""2016-01-01Z: fix numbers count from here, so that ids grow with time."""
KNOTS = 1 / 0.514444
HOUR = 3600.0
_LIVE = {"drive": 1, "stop": 5, "parked": 25}
_HOURS_AGO = {"drive": 5, "stop": 25, "parked": 150}
_DAYS_AGO = {"drive": 20, "stop": 100, "parked": 300}
_SHORT_S = 600


@dataclass(slots=True)
class Fix:
    """One reported position. Times are seconds since 1970; speed in knots, as Traccar has it; `metres` = odometer."""

    id: int
    vehicle: Vehicle
    at: float
    heard: float
    lat: float
    lon: float
    speed: float
    course: float
    metres: float
    ignition: bool
    moving: bool
    hours_ms: int


@dataclass(slots=True)
class _Day:
    rows: list[Segment]
    starts: list[float]
    metres: list[float]


@dataclass
class Tracks:
    """Tracks of the whole fleet. `starts` = when the simulation began: before it, fixes are kept at a reduced rate."""

    planner: Planner
    starts: float
    days: int = 7
    stride: int = 128
    _plans: dict[tuple[int, date], _Day] = field(default_factory=dict)
    _base: dict[tuple[int, date], float] = field(default_factory=dict)

    @property
    def first(self) -> float:
        """No fix is older than this: local midnight `days` before the start."""
        day = datetime.fromtimestamp(self.starts, self.planner.zone).date() - timedelta(days=self.days)
        return datetime.combine(day, time(), self.planner.zone).timestamp()

    def plan(self, vehicle: Vehicle, day: date) -> _Day:
        key = (vehicle.id, day)
        if key not in self._plans:
            self.replace(vehicle, day, self.planner.day(vehicle, day))
        return self._plans[key]

    def replace(self, vehicle: Vehicle, day: date, rows: list[Segment]) -> None:
        """Put other segments in place of the drawn day (scenario and errands); later odometers are counted anew."""
        if (vehicle.id, day) in self._plans:
            self._base = {key: mark for key, mark in self._base.items() if key[0] != vehicle.id or key[1] <= day}
        gone, marks = 0.0, []
        for row in rows:
            marks.append(gone)
            gone += row.length
        self._plans[vehicle.id, day] = _Day(rows, [row.start for row in rows], [*marks, gone])

    def segments(self, vehicle: Vehicle, start: float, end: float) -> Iterator[tuple[Segment, float]]:
        """Segments that touch [start, end], oldest first, each with the odometer at its beginning."""
        day, last = self._date(max(start, self.first)), self._date(end)
        while day <= last:
            plan, base = self.plan(vehicle, day), self._odometer(vehicle, day)
            for row, mark in zip(plan.rows, plan.metres, strict=False):
                if row.end > start and row.start <= end:
                    yield row, base + mark
            day += timedelta(days=1)

    def segment(self, vehicle: Vehicle, t: float) -> tuple[Segment, float]:
        """What the vehicle does at `t`."""
        day = self._date(t)
        plan = self.plan(vehicle, day)
        n = max(0, bisect_right(plan.starts, t) - 1)
        return plan.rows[n], self._odometer(vehicle, day) + plan.metres[n]

    def between(self, vehicle: Vehicle, start: float, end: float, now: float) -> Iterator[Fix]:
        """Fixes in [start, end], both included, that the server has heard by `now`; oldest first."""
        start, end = max(start, self.first), min(end, now, self._silence(vehicle))
        for row, mark in self.segments(vehicle, start, end):
            for k in self._numbers(vehicle, row, start, end):
                fix = self._fix(vehicle, row, mark, k)
                if fix.heard <= now:
                    yield fix

    def latest(self, vehicle: Vehicle, now: float) -> Fix | None:
        """The newest fix heard by `now`."""
        end = min(now, self._silence(vehicle))
        if end < self.first:
            return None
        t = end
        for _ in range(6):
            row, mark = self.segment(vehicle, t)
            for k in reversed([*self._numbers(vehicle, row, max(row.start, end - 8 * HOUR), end)]):
                fix = self._fix(vehicle, row, mark, k)
                if fix.heard <= now:
                    return fix
            t = row.start - 0.001
            if t < self.first:
                return None
        return None

    def moment(self, ident: int) -> float:
        """When the fix with this id was taken."""
        return float(ident // self.stride * TICK + EPOCH + ident % self.stride * 7 % TICK)

    def point(self, vehicle: Vehicle, t: float) -> Point:
        return self.segment(vehicle, t)[0].at(t)[0]

    def errand(self, vehicle: Vehicle, depart: float, line: list[Point], stand_s: float, kmh: float) -> float:
        """Send a vehicle along `line` from `depart` on, let it stand there, then bring it home; returns the arrival."""
        day = self._date(depart)
        rows = [row for row in self.plan(vehicle, day).rows if row.start < depart]
        midnight = datetime.combine(day + timedelta(days=1), time(), self.planner.zone).timestamp()
        rows[-1] = _cut(rows[-1], depart)
        there = drive(depart, line, kmh)
        stand = Segment(there.end, there.end + stand_s, "stop", [line[-1]])
        back = drive(stand.end, [line[-1], *self._home_way(vehicle, line[-1])], kmh)
        rows += [there, stand, back, Segment(back.end, midnight, "parked", [back.line[-1]])]
        self.replace(vehicle, day, [row for row in rows if row.end > row.start])
        return there.end

    def _home_way(self, vehicle: Vehicle, point: Point) -> list[Point]:
        graph = self.planner.graph
        return graph.way(graph.nearest(point)[0], vehicle.home)

    def _date(self, t: float) -> date:
        return datetime.fromtimestamp(t, self.planner.zone).date()

    def _odometer(self, vehicle: Vehicle, day: date) -> float:
        """Metres on the clock at the beginning of a day: a used vehicle plus every day since history begins."""
        key = (vehicle.id, day)
        if key not in self._base:
            if day <= self._date(self.first):
                self._base[key] = 12_000_000.0 + unit(vehicle.id, 5) * 90_000_000
            else:
                yesterday = day - timedelta(days=1)
                self._base[key] = self._odometer(vehicle, yesterday) + self.plan(vehicle, yesterday).metres[-1]
        return self._base[key]

    def _silence(self, vehicle: Vehicle) -> float:
        """When a dead box was last heard; never for one that was never switched on."""
        if vehicle.silent == "never":
            return self.first - 1
        return self.starts - 31 * HOUR if vehicle.silent == "lost" else float("inf")

    def _numbers(self, vehicle: Vehicle, row: Segment, start: float, end: float) -> Iterator[int]:
        """Numbers of the fixes reported in a segment: its first tick, then every n-th."""
        phase = EPOCH + vehicle.id * 7 % TICK
        opening = -int(-(row.start - phase) // TICK)
        last = int((min(end, row.end - 0.001) - phase) // TICK)
        kept = row.end - row.start >= _SHORT_S or self.starts - row.start < 24 * HOUR
        if kept and opening <= last and opening * TICK + phase >= start:
            yield opening
        k = max(opening + 1, -int(-(start - phase) // TICK))
        while k <= last:
            every = self._every(row, k * TICK + phase)
            if k % every == 0:
                yield k
                k += every
            else:
                k += every - k % every

    def _every(self, row: Segment, at: float) -> int:
        age = self.starts - at
        table = _LIVE if age < 2 * HOUR else _HOURS_AGO if age < 24 * HOUR else _DAYS_AGO
        return table[row.kind]

    def _fix(self, vehicle: Vehicle, row: Segment, mark: float, k: int) -> Fix:
        at = float(k * TICK + EPOCH + vehicle.id * 7 % TICK)
        point, speed, heading, gone = row.at(at)
        wobble = 4.0 if row.moving else 1.5
        point = beside(point, wobble * (unit(vehicle.id, k) - 0.5), wobble * (unit(vehicle.id, k, 1) - 0.5))
        hours = int((mark + gone) / 6.5) * 1000
        return Fix(
            k * self.stride + vehicle.id, vehicle, at, at + 0.6 + 1.8 * unit(vehicle.id, k, 2), round(point[0], 6),
            round(point[1], 6), round(speed * KNOTS, 2), round(heading, 1), round(mark + gone, 1),
            row.kind != "parked", row.moving, hours,
        )  # fmt: skip


def _cut(row: Segment, at: float) -> Segment:
    """A segment that ends early: a drive is shortened where the vehicle is at that moment."""
    if not row.moving:
        return Segment(row.start, at, row.kind, row.line)
    part = Segment(row.start, row.end, row.kind, row.line, row.marks)
    point, _, _, gone = part.at(at)
    n = bisect_right(row.marks, gone)
    return Segment(row.start, at, "drive", [*row.line[:n], point], [*row.marks[:n], max(gone, row.marks[n - 1])])
