"""A vehicle's day: parked, driving, standing, driving home. A function of (seed, vehicle, day): nothing is stored."""

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from data_sources.simulator.city import Point
from data_sources.simulator.fleet import Vehicle
from data_sources.simulator.graph import Graph, beside, course, marks_of
from data_sources.simulator.noise import chooser

KMH = 1 / 3.6
MOST_M = 140_000.0
"""No crew drives further in a day; the last call and the way home may add a little."""


ON_CALL = ("calls", "rare")


@dataclass(slots=True)
class Segment:
    """From `start` to `end` (seconds since 1970) a vehicle is parked, stands, or drives along `line`."""

    start: float
    end: float
    kind: str
    line: list[Point]
    marks: list[float] = field(default_factory=list)

    @property
    def length(self) -> float:
        return self.marks[-1] if self.marks else 0.0

    @property
    def moving(self) -> bool:
        return self.kind == "drive"

    def at(self, t: float) -> tuple[Point, float, float, float]:
        """Place, speed in m/s, course and metres driven at `t`. It slows and speeds up as in traffic."""
        if not self.moving:
            return self.line[-1], 0.0, 0.0, 0.0
        span = self.end - self.start
        part, waves = (t - self.start) / span, max(1, round(span / 80))
        turn = 2 * math.pi * waves
        gone = self.length * min(1.0, max(0.0, part - 0.6 * math.sin(turn * part) / turn))
        speed = self.length / span * (1 - 0.6 * math.cos(turn * part))
        n = min(max(bisect_right(self.marks, gone), 1), len(self.marks) - 1)
        a, b, step = self.line[n - 1], self.line[n], self.marks[n] - self.marks[n - 1]
        share = (gone - self.marks[n - 1]) / step if step else 0.0
        return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share), speed, course(a, b), gone


def drive(start: float, line: list[Point], kmh: float, marks: list[float] | None = None) -> Segment:
    """A drive along a line; at least 20 s, so that even a short hop is seen."""
    marks = marks or marks_of(line)
    return Segment(start, start + max(20.0, marks[-1] / (kmh * KMH)), "drive", line, marks)


@dataclass(slots=True)
class Planner:
    """Makes day plans for the vehicles of one city."""

    graph: Graph
    zone: ZoneInfo
    seed: int
    dump: int
    _rounds: dict[int, list[int]] = field(default_factory=dict)

    def day(self, vehicle: Vehicle, day: date) -> list[Segment]:
        """Segments without gaps from midnight to midnight, starting and ending at home."""
        rng = chooser(self.seed, "day", vehicle.id, day)
        midnight = datetime.combine(day, time(), self.zone).timestamp()
        next_midnight = datetime.combine(day + timedelta(days=1), time(), self.zone).timestamp()
        home = self.graph.points[vehicle.home]
        rows, clock = [Segment(midnight, midnight, "parked", [home])], midnight
        off_duty = rng.random() < (0.5 if day.weekday() == 6 else 0.06)
        for begin, end in () if off_duty else vehicle.habit.shifts:
            clock = max(clock, midnight + begin * 3600 + rng.uniform(-600, 900))
            rows[-1].end = clock
            clock = self._shift(rng, vehicle, rows, clock, midnight + end * 3600)
        rows[-1].end = next_midnight
        return [row for row in rows if row.end > row.start]

    def _shift(self, rng: Random, vehicle: Vehicle, rows: list[Segment], clock: float, until: float) -> float:
        node, habit, home = vehicle.home, vehicle.habit, vehicle.home
        driven = sum(row.length for row in rows)
        for turn in range(400):
            target = self._target(rng, vehicle, node, turn)
            leg = self._leg(rng, node, target, clock, habit.speed_kmh)
            back = self.graph.distance(home, target) / (habit.speed_kmh * KMH)
            way_home_m = self.graph.distance(home, target)
            if leg.end + habit.stop_s[0] + back > until or driven + leg.length + way_home_m > MOST_M:
                break
            driven += leg.length + (way_home_m if habit.reach in ON_CALL else 0.0)
            stand = rng.uniform(*habit.stop_s)
            rows += [leg, Segment(leg.end, leg.end + stand, "stop", [leg.line[-1]])]
            node, clock = target, leg.end + stand
            if habit.reach in ON_CALL:
                node, clock = self._wait_at_home(rng, vehicle, rows, node, clock, until)
            if clock > until:
                break
        return self._go_home(rows, node, home, clock, habit.speed_kmh)

    def _target(self, rng: Random, vehicle: Vehicle, node: int, turn: int) -> int:
        reach, graph = vehicle.habit.reach, self.graph
        if reach == "lanes":
            lanes = [n for n in graph.local[vehicle.home] if n != node]
            return rng.choice(lanes) if turn % 14 < 12 else vehicle.home
        if reach == "dump" and turn % 6 == 5:
            return self.dump
        places = self._round(vehicle.home) if reach == "dump" else [*graph.centres, *graph.landmarks.values()]
        choices = [n for n in rng.sample(places, min(3, len(places))) if n != node]
        if reach in ON_CALL:  # the crew that waits nearest is sent
            choices.sort(key=lambda n: graph.distance(node, n))
        lane = choices[0] if choices else vehicle.home
        return rng.choice(graph.local[lane]) if lane in graph.local and rng.random() < 0.6 else lane

    def _round(self, home: int) -> list[int]:
        """The villages a garbage truck of this home serves."""
        if home not in self._rounds:
            self._rounds[home] = self.graph.nearest(self.graph.points[home], self.graph.centres, 9)
        return self._rounds[home]

    def _leg(self, rng: Random, node: int, target: int, clock: float, kmh: float) -> Segment:
        line, marks = self.graph.route(node, target)
        if len(line) < 2:
            line = [line[0], beside(line[0], rng.uniform(40, 120), rng.uniform(40, 120)), line[0]]
            marks = marks_of(line)
        return drive(clock, line, kmh * rng.uniform(0.8, 1.15), marks)

    def _wait_at_home(
        self, rng: Random, vehicle: Vehicle, rows: list[Segment], node: int, clock: float, until: float
    ) -> tuple[int, float]:
        """Emergency crews return after each call and wait for the next."""
        clock = self._go_home(rows, node, vehicle.home, clock, vehicle.habit.speed_kmh)
        mean = 16_000 if vehicle.habit.reach == "rare" else 9_000
        clock = min(clock + 600 + rng.expovariate(1 / mean), until + 1)
        rows[-1].end = clock
        rows[-1].kind = "stop" if clock < until else "parked"
        return vehicle.home, clock

    def _go_home(self, rows: list[Segment], node: int, home: int, clock: float, kmh: float) -> float:
        if node != home:
            line, marks = self.graph.route(node, home)
            rows.append(drive(clock, line, kmh, marks))
            clock = rows[-1].end
        rows.append(Segment(clock, clock, "parked", [self.graph.points[home]]))
        return clock
