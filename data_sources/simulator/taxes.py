"""Local taxes of the simulated city, day by day: kinds, seasons, districts and what was posted so far today.

Magnitudes are those of a city of two and a half million people (taxes are about seven tenths of all own revenue); the
split by kind and district is invented. Every amount is a function of (seed, day, kind, district).
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data_sources.simulator.city import City
from data_sources.simulator.noise import chooser, unit

OPENS_H, CLOSES_H, STEP_S = 8.0, 15.5, 600
"""Counters are open from 08.00 to 15.30; the day's postings appear in steps of ten minutes."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TaxKind:
    """A kind of tax: its name under the law of 2009 and of 2022, its share, and how it comes in over the year."""

    name: str
    since_2024: str
    share: float
    season: str


KINDS = (
    TaxKind("PBB-P2", "PBB-P2", 0.24, "due"),
    TaxKind("BPHTB", "BPHTB", 0.27, "december"),
    TaxKind("Pajak Hotel", "PBJT Jasa Perhotelan", 0.02, "monthly"),
    TaxKind("Pajak Restoran", "PBJT Makanan dan/atau Minuman", 0.15, "monthly"),
    TaxKind("Pajak Hiburan", "PBJT Jasa Kesenian dan Hiburan", 0.035, "monthly"),
    TaxKind("Pajak Reklame", "Pajak Reklame", 0.05, "flat"),
    TaxKind("Pajak Penerangan Jalan", "PBJT Tenaga Listrik", 0.20, "bill"),
    TaxKind("Pajak Parkir", "PBJT Jasa Parkir", 0.03, "monthly"),
    TaxKind("Pajak Air Tanah", "Pajak Air Tanah", 0.005, "flat"),
)
_REALISED = {2013: 0.62e12, 2014: 0.86e12, 2015: 1.08e12, 2016: 1.16e12, 2017: 1.30e12}
_TARGETS = {2014: (0.80e12, 0.835e12), 2015: (0.96e12, 1.00e12), 2016: (1.14e12, 1.22e12), 2017: (1.45e12, 1.52e12)}
_REVISED = {2014: (10, 15), 2015: (10, 20), 2016: (11, 15)}
_GROWTH = 1.07


def realised(year: int) -> float:
    """Rupiah of taxes in a whole year."""
    if year in _REALISED:
        return _REALISED[year]
    return _REALISED[2017] * _GROWTH ** (year - 2017) if year > 2017 else _REALISED[2013] * _GROWTH ** (year - 2013)


def targets(year: int) -> tuple[tuple[str, date, float], ...]:
    """The year's targets: basis, the day it holds from, rupiah."""
    first, revised = _TARGETS.get(year, (realised(year) * 1.02, realised(year) * 1.06))
    month, day = _REVISED.get(year, (10, 20))
    return ("murni", date(year, 1, 1), first), ("perubahan", date(year, month, day), revised)


def kind_name(kind: TaxKind, year: int) -> str:
    """What the kind is called in the reports of a year."""
    return kind.since_2024 if year >= 2024 else kind.name


class TaxBook:
    """Amounts by day. A day is drawn once and kept: 108 numbers for nine kinds and twelve districts."""

    def __init__(self, city: City, seed: int, starts: float) -> None:
        self._zone, self._seed = city.zone, seed
        named = dict.fromkeys(village.district for village in city.villages if village.district)
        self.districts: tuple[str, ...] = tuple(named) or (city.name,)
        self.first = date(datetime.fromtimestamp(starts, city.zone).year - 2, 1, 1)
        self._shares = _shares(seed, len(self.districts))
        self._years: dict[int, list[list[float]]] = {}
        self._days: dict[date, list[int]] = {}

    @property
    def per_day(self) -> int:
        """Amounts a day."""
        return len(KINDS) * len(self.districts)

    def days(self, now: float) -> int:
        """How many days have rows: today has them from the moment the counters open."""
        moment = datetime.fromtimestamp(now, self._zone)
        today = moment.date() - self.first
        return max(0, today.days + (moment.hour + moment.minute / 60 >= OPENS_H))

    def day(self, day: date) -> list[int]:
        """All amounts of a whole day in rupiah, kind by kind, district by district; 0 where nothing was paid."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._drawn(day)
        return found

    def so_far(self, day: date, now: float) -> list[int]:
        """A day's amounts as posted until now."""
        whole, done = self.day(day), self.posted(day, now)
        if done >= 1:
            return whole
        n = day.toordinal()
        return [int(amount * done ** (0.6 + 0.8 * unit(self._seed, n, i))) for i, amount in enumerate(whole)]

    def posted(self, day: date, now: float) -> float:
        """The part of a day that is posted, 0 to 1."""
        moment = datetime.fromtimestamp(now - now % STEP_S, self._zone)
        if moment.date() != day:
            return 1.0 if moment.date() > day else 0.0
        hour = moment.hour + moment.minute / 60
        return min(max((hour - OPENS_H) / (CLOSES_H - OPENS_H), 0.0), 1.0)

    def pending(self, now: float) -> int:
        """Days still to draw."""
        return max(0, self.days(now) - len(self._days))

    def draw_some(self, now: float, most: int) -> None:
        """Draw up to `most` days that are missing, the newest first."""
        for back in range(self.days(now)):
            day = self.first + _DAY * (self.days(now) - 1 - back)
            if day not in self._days:
                self._days[day] = self._drawn(day)
                most -= 1
            if most <= 0:
                return

    def _drawn(self, day: date) -> list[int]:
        weights, n = self._year(day.year), day.toordinal()
        out = []
        for k, kind in enumerate(KINDS):
            amount = realised(day.year) * kind.share * weights[k][day.timetuple().tm_yday - 1]
            for d, share in enumerate(self._shares):
                chance = unit(self._seed * 31 + k, n, d)
                out.append(0 if amount * share < 40_000 else round(amount * share * (0.5 + chance)))
        return out

    def _year(self, year: int) -> list[list[float]]:
        """By kind: the part of the year that comes in on each day; each sums to one."""
        if year not in self._years:
            days = [
                date(year, 1, 1) + _DAY * n
                for n in range(366 if date(year, 12, 31).timetuple().tm_yday == 366 else 365)
            ]
            raw = [
                [_weight(kind.season, day) * _lump(self._seed, k, kind.season, day) for day in days]
                for k, kind in enumerate(KINDS)
            ]
            self._years[year] = [[w / sum(row) for w in row] for row in raw]
        return self._years[year]


def _shares(seed: int, count: int) -> list[float]:
    rng = chooser(seed, "tax districts", count)
    raw = [rng.uniform(0.5, 1.8) for _ in range(count)]
    return [one / sum(raw) for one in raw]


def _weight(season: str, day: date) -> float:
    """How much of a kind comes in on a day, before chance."""
    week = 0.04 if day.weekday() >= 5 or (day.month, day.day) in ((1, 1), (5, 1), (8, 17), (12, 25)) else 1.0
    match season:
        case "due":
            left = (date(day.year, 9, 10) - day).days
            rush = 7 * math.exp(-left / 11) if left >= 0 else 0.9 * math.exp(left / 9) + 0.05
            return week * (rush + (0.25 if day.month >= 3 and left >= 0 else 0.02))
        case "december":
            return week * (2.6 if day.month == 12 else 0.75 + 0.04 * day.month)
        case "monthly":
            return week * (0.15 + 2.2 * math.exp(-(((day.day - 13.5) / 3.0) ** 2)))
        case "bill":
            return week * (0.02 + 6 * math.exp(-(((day.day - 20) / 1.6) ** 2)))
    return week


def _lump(seed: int, k: int, season: str, day: date) -> float:
    """Chance of a whole day: duty on property is lumpy, billboards now and then large."""
    sigma = {"december": 0.65, "flat": 0.5, "bill": 0.2}.get(season, 0.18)
    return math.exp(chooser(seed, "lump", k, day).gauss(0, sigma))
