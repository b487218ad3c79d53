"""The nearest fit units for a case, and an honest word about all the others."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.freshness import Freshness, data_state
from app.domain.order import ENDED, Order
from app.domain.suggest import Fleetwide, Out, Rule, screened, soonest, wait_s, way_s
from app.geo.points import distance_m
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.settings.city import Fleet
from app.views.suggest_kinds import Fit, fitting_kinds, is_at_work
from app.views.vehicle import FIX_PERIOD

MOST = 6
"""Units shown: one digit each, and the button that sends stays in sight."""
ASKED = 25
"""Units whose way is asked of a road network: the nearest by the straight line."""


ANY_SPEED_KMH = Fleet(kind="any", name="any").speed_kmh
_BEHIND_S = 1e9
_NO_WAYS: Mapping[str, float | None] = {}


class Way(StrEnum):
    """Where a travel time comes from."""

    ROAD = "road"  # the router's answer
    LINE = "line"  # the straight line times the stated factor
    NONE = "none"  # the router found no way, or the case has no place


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that may be sent. Metres and seconds; `ready_s` = waiting for its open orders, then the way.

    `distance_m` is the straight line. None = the case has no place, or no way was found.
    """

    key: int
    id: str  # "source/id", as orders name it
    name: str
    kind: str
    kind_name: str
    kind_name_en: str
    agency: str
    lat: float
    lon: float
    distance_m: float | None
    way_s: float | None
    way: Way
    ready_s: float | None
    load: int
    fix_age_s: float
    state: Freshness


@dataclass(frozen=True, slots=True)
class LeftOut:
    """So many units are not suggested, for this reason."""

    why: Out
    count: int


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The units to choose from, soonest first, and the rest: `fit` may be sent, `left_out` may not, `total` is all.

    `kinds` are the kinds of vehicle looked for, `by` why these. `detour` is the factor behind ways of kind LINE.
    """

    units: tuple[Unit, ...]
    left_out: tuple[LeftOut, ...]
    total: int
    fit: int
    kinds: tuple[str, ...]
    by: Fit
    has_place: bool
    detour: float


def rule_of(city: CityFile) -> Rule:
    """The city's own choice as the rule takes it."""
    sending = city.sending
    fix_within, order = sending.fix_within.total_seconds(), sending.order_takes.total_seconds()
    return Rule(city.routing.detour_factor, fix_within, sending.most_orders, order)


def suggest_units(
    picture: Picture,
    frame: Frame,
    city: CityFile,
    key: int,
    case: str = "",
    orders: Sequence[Order] = (),
    ways: Mapping[str, float | None] = _NO_WAYS,
    most: int = MOST,
    *,
    any_kind: bool = False,
) -> Suggestions:
    """Units for the complaint with this dense key, `case` being its "source/id". `orders` are all that may be open.

    `ways`: seconds on the road by unit as a router told them, None where it found no way; others go by the line.
    `any_kind`: a person wants to choose among vehicles of every kind.
    """
    return _Search(picture, frame, city, key, case, orders, any_kind).answer(ways, most)


class _Search:
    """One question over the columns of all vehicles."""

    def __init__(
        self,
        picture: Picture,
        frame: Frame,
        city: CityFile,
        key: int,
        case: str,
        orders: Sequence[Order],
        any_kind: bool,
    ) -> None:
        self.picture, self.frame, self.city, self.rule = picture, frame, city, rule_of(city)
        self.kinds, self.by = fitting_kinds(picture, frame, city, key)
        self.by = Fit.ASKED if any_kind else self.by
        self.lat, self.lon = _place(picture, key)
        self.load, here = self._loads(orders, case)
        self.age = np.maximum(frame.seconds - picture.vehicles.fix_at, 0.0)
        wanted = None if self.by in (Fit.ANY, Fit.ASKED) else self.kinds
        fits = self._per_kind(lambda kind: wanted is None or kind in wanted)
        works = self._per_kind(lambda kind: is_at_work(city, kind, frame.at))
        self.out = screened(Fleetwide(fits > 0, works > 0, self.age, self.load, here), self.rule)

    def answer(self, ways: Mapping[str, float | None], most: int) -> Suggestions:
        """The soonest fit units, and how many others there are and why."""
        fit = np.flatnonzero(self.out == Out.FIT)
        v = self.picture.vehicles
        far = distance_m(self.lat, self.lon, v.lat[fit], v.lon[fit])
        speed = self._per_kind(lambda kind: city_speed(self.city, kind))[fit]
        on_way = way_s(far, speed, self.rule.detour)
        is_road = self._take(ways, fit, on_way)
        ready = on_way + wait_s(self.load[fit], self.rule)
        chosen = soonest(self._rank(ready, fit, is_road), most)
        units = tuple(self._unit(int(fit[n]), far[n], on_way[n], ready[n], bool(is_road[n])) for n in chosen)
        return Suggestions(
            units,
            tuple(LeftOut(Out(why), count) for why, count in self._counts()),
            len(self.out),
            len(fit),
            self.kinds,
            self.by,
            bool(np.isfinite(self.lat)),
            self.rule.detour,
        )

    def _rank(self, ready: NDArray[Any], fit: NDArray[Any], is_road: NDArray[np.bool_]) -> NDArray[Any]:
        """What is least comes first: how soon they are there; without a place how few orders they have.

        Once a router told some ways the others stand behind them, for a guess is no match for a told time.
        """
        if not np.isfinite(self.lat):
            return np.asarray(self.load[fit], np.float64)
        return np.where(is_road, ready, ready + _BEHIND_S) if is_road.any() else ready

    def _counts(self) -> list[tuple[int, int]]:
        counts = np.bincount(self.out, minlength=len(Out))
        return [(why, int(count)) for why, count in enumerate(counts) if why != Out.FIT and count]

    def _take(self, ways: Mapping[str, float | None], fit: NDArray[Any], on_way: NDArray[Any]) -> NDArray[np.bool_]:
        """Let the router's times stand where it told some; which those are."""
        is_road = np.zeros(len(fit), np.bool_)
        for unit, i in self._indices(set(ways)).items():
            at = int(np.searchsorted(fit, i))
            if at < len(fit) and fit[at] == i:
                told = ways[unit]
                on_way[at], is_road[at] = np.nan if told is None else told, True
        return is_road

    def _unit(self, i: int, far: float, on_way: float, ready: float, is_road: bool) -> Unit:
        v, text = self.picture.vehicles, self.picture.words.text
        kind, age = text(int(v.kind[i])), float(self.age[i])
        fleet, way = self.city.fleet_of(kind), _number(on_way)
        return Unit(
            i + 1,
            f"{text(int(v.source[i]))}/{self.picture.vehicle_ids[i]}",
            self.picture.vehicle_names[i],
            kind,
            fleet.name if fleet else kind,
            (fleet.name_en or fleet.name) if fleet else kind,
            fleet.agency if fleet else "",
            float(v.lat[i]),
            float(v.lon[i]),
            _number(far),
            way,
            Way.NONE if way is None else Way.ROAD if is_road else Way.LINE,
            _number(ready),
            int(self.load[i]),
            age,
            data_state(self.frame.at - timedelta(seconds=age), self.frame.at, FIX_PERIOD),
        )

    def _per_kind(self, ask: Callable[[str], float]) -> NDArray[np.float64]:
        """One answer a kind of vehicle, spread over the units."""
        kinds, text = self.picture.vehicles.kind, self.picture.words.text
        answers = np.zeros(int(kinds.max(initial=0)) + 1)
        for code in np.flatnonzero(np.bincount(kinds)).tolist():
            answers[code] = ask(text(code))
        return np.asarray(answers[kinds])

    def _loads(self, orders: Sequence[Order], case: str) -> tuple[NDArray[Any], NDArray[np.bool_]]:
        """Open orders of every unit, and whether one of them is for this case."""
        n = self.picture.vehicles.n
        load, here = np.zeros(n, np.int32), np.zeros(n, np.bool_)
        open_ = [order for order in orders if order.state not in ENDED]
        at = self._indices({order.unit for order in open_})
        for order in open_:
            if (i := at.get(order.unit)) is not None:
                load[i] += 1
                here[i] |= order.case == case
        return load, here

    def _indices(self, units: Set[str]) -> dict[str, int]:
        """Where units ("source/id") stand in the columns; those the picture does not hold are left out."""
        ids = {unit.partition("/")[2] for unit in units}
        source, text, all_ids = self.picture.vehicles.source, self.picture.words.text, self.picture.vehicle_ids
        places = [i for i, id_ in enumerate(all_ids) if id_ in ids] if ids else []
        named = {f"{text(int(source[i]))}/{all_ids[i]}": i for i in places}
        return {unit: i for unit, i in named.items() if unit in units}


def city_speed(city: CityFile, kind: str) -> float:
    """How fast a kind of vehicle gets on, km/h; that of any fleet where the city file does not know the kind."""
    fleet = city.fleet_of(kind)
    return fleet.speed_kmh if fleet else ANY_SPEED_KMH


def _place(picture: Picture, key: int) -> tuple[float, float]:
    c, i = picture.complaints, key - 1
    return (float(c.lat[i]), float(c.lon[i])) if 0 <= i < c.n else (float("nan"), float("nan"))


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
