"""One indicator of one agency, period by period, out of the picture's columns."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

import numpy as np

from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import bearer
from app.views.figure import Array
from app.views.standing import GONE, day_number

TREND = 60  # periods of a trend
MOST_PARTS = 40  # labels of an indicator that are told apart; of more only the whole is told
RECENT = 10  # periods in which a label must have been seen to be missed


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Records of one indicator in the order of their keys; days since 1970-01-01, value NaN = none."""

    day_from: Array
    day_to: Array
    value: Array
    labels: Array
    valid: Array
    source: Array
    unit: Array
    key: Array

    def only(self, which: Array) -> "Series":
        """Some of the records."""
        return Series(*(getattr(self, field.name)[which] for field in fields(self)))


Places = dict[tuple[str, str], Array]


def all_places(picture: Picture, city: CityFile, today: date) -> Places:
    """The rows of every indicator by agency and name. An agency that was renamed is one, under who bears it `today`.

    Periods that begin after `today`, a day of the city, are plans, not news.
    """
    c = picture.indicators
    at = np.flatnonzero((c.commit > 0) & (c.flags & GONE == 0) & (c.day_from <= day_number(today)))
    found: Places = {}
    for name, mine in _by_code(c.name[at], at):
        for agency, few in _by_code(c.agency[mine], mine):
            key = bearer(picture.words.text(agency), today, city).id, picture.words.text(name)
            found[key] = np.sort(np.concatenate([found[key], few])) if key in found else few
    return found


def _by_code(codes: Array, at: Array) -> list[tuple[int, Array]]:
    """Rows by their code, in their order."""
    present = np.flatnonzero(np.bincount(codes)).tolist() if len(codes) else []
    if len(present) == 1:
        return [(present[0], at)]
    order = np.argsort(codes, kind="stable")
    ends = np.searchsorted(codes[order], present, "right")
    return list(zip(present, np.split(at[order], ends[:-1]), strict=True)) if present else []


def series_of(picture: Picture, at: Array) -> Series:
    """The records of some rows."""
    c = picture.indicators
    return Series(
        c.day_from[at], c.day_to[at], c.value[at], c.labels[at], c.valid[at], c.source[at], c.unit[at], at + 1
    )


def recent(picture: Picture, at: Array, days: float) -> Array:
    """Those of some rows whose period ends in the last days before the newest."""
    ends = picture.indicators.day_to[at]
    lately: Array = at[ends > ends.max() - days]
    return lately


@dataclass(frozen=True, slots=True, eq=False)
class Periods:
    """Values by period: `days` are the periods' last days, ascending; NaN = nobody told a value."""

    days: Array
    values: Array

    def at(self, day: int) -> float:
        """The value of the period that ends on `day`, NaN without one."""
        i = int(np.searchsorted(self.days, day))
        return float(self.values[i]) if i < len(self.days) and self.days[i] == day else float("nan")

    def spread(self, length: int, step: int) -> tuple[Array, Array]:
        """The last `length` periods, `step` days apart, and their last days; NaN where there is none."""
        if not len(self.days):
            return np.empty(0, "i4"), np.empty(0)
        back = (int(self.days[-1]) - self.days) // step
        values = np.full(int(min(length, back[0] + 1)), np.nan)
        inside = back < len(values)
        values[len(values) - 1 - back[inside]] = self.values[inside]
        days = self.days[-1] - step * np.arange(len(values) - 1, -1, -1)
        return days.astype("i4"), values


def periods(series: Series, aggregate: str) -> Periods:
    """The sum, the mean or the last of each period's known values."""
    days, which = np.unique(series.day_to, return_inverse=True)
    known = ~np.isnan(series.value)
    count = np.bincount(which[known], minlength=len(days))
    if aggregate == "last":
        order = np.flatnonzero(known)[np.argsort(series.valid[known], kind="stable")]
        values = np.full(len(days), np.nan)
        values[which[order]] = series.value[order]
    else:
        total = np.bincount(which[known], series.value[known], len(days))
        divisor = count if aggregate == "mean" else np.minimum(count, 1)
        values = np.divide(total, divisor, out=np.full(len(days), np.nan), where=count > 0)
    return Periods(days, values)


def share(of_these: Periods, of_those: Periods) -> Periods:
    """Each period's value in percent of the other's; NaN without both, or without anything to be a part of."""
    whole = np.array([of_those.at(int(day)) for day in of_these.days])
    values = np.divide(100 * of_these.values, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return Periods(of_these.days, values)


def labelled(series: Series, names: Mapping[int, str]) -> Iterator[tuple[str, Series]]:
    """The records of each label seen in the last ten periods, under its name; nothing without or with very many."""
    days = np.unique(series.day_to)
    lately = series.only(series.day_to >= days[max(0, len(days) - RECENT)]) if len(days) else series
    codes = [int(code) for code in np.unique(lately.labels) if names.get(int(code))]
    for code in sorted(codes, key=names.__getitem__) if len(codes) <= MOST_PARTS else ():
        yield names[code], lately.only(lately.labels == code)
