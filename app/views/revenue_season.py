"""The year's money day by day beside former years: shares, what is expected, and where the year will end.

Arrays have a column for the end of every day of the year, from 0 (before New Year) to 365 or 366.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.domain.revenue import (
    LEAST_SHARE,
    MOST_YEARS,
    Season,
    aligned_day,
    blended_projection,
    projection,
    with_remaining_plan,
)
from app.views.figure import Array
from app.views.revenue_ledger import Rows

EDGE_DAYS = 15  # a year is whole when its records begin and end within so many days of its ends


MOST_DAYS = 367  # columns of a year that may be a leap year


def cumulative(rows: Rows, line: Array, lines: int, years: tuple[int, ...]) -> Array:
    """Money by year, line and day of the year, for years one after the other backwards, `years` being without a gap."""
    back = np.asarray(years[0] - rows.year, "i8")
    mine = (back >= 0) & (back < len(years)) & ~np.isnan(rows.value)
    at = (back[mine] * lines + line[mine]) * MOST_DAYS + rows.number[mine]
    flat = np.bincount(at, rows.value[mine], len(years) * lines * MOST_DAYS)
    by_day: Array = flat.reshape(len(years), lines, MOST_DAYS).cumsum(axis=2)
    return by_day


def whole_years(rows: Rows, year: int) -> tuple[int, ...]:
    """Up to three years before `year` whose records begin at New Year and go on to the end, newest first."""
    found = []
    for former in range(year - 1, year - 1 - MOST_YEARS, -1):
        numbers = rows.number[rows.year == former]
        if len(numbers) and numbers.min() <= EDGE_DAYS and numbers.max() > Season(former).length - EDGE_DAYS:
            found.append(former)
    return tuple(found)


@lru_cache
def _days_there(here: Season, there: Season) -> Array:
    """For each day of this year the day of another that stands at the same place of its season."""
    return np.array([aligned_day(number, here, there) for number in range(here.length + 1)])


def laid(money: Array, here: Season, there: Season) -> Array:
    """Another year's money on this year's days, by the PBB due days."""
    days = _days_there(here, there)
    before = np.minimum(days.astype("i8"), there.length - 1)
    return np.asarray(money[:, before] + (money[:, before + 1] - money[:, before]) * (days - before))


def shares_of(money: Array) -> Array:
    """The share of its year each line had by day; NaN for a line without money that year."""
    total = money[:, :, -1:]
    shares: Array = np.divide(money, total, out=np.full_like(money, np.nan), where=total > 0)
    return shares


def mean_shares(shares: Array) -> Array:
    """The mean over the years of what is known, by line and day; NaN for a line no year knows."""
    known = ~np.isnan(shares)
    count = known.sum(axis=0)
    total = np.where(known, shares, 0).sum(axis=0)
    mean: Array = np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)
    return mean


def straight(season: Season) -> Array:
    """The share of the year that has passed by the end of each day."""
    return np.arange(season.length + 1) / season.length


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """One line's year as it will go on from day `now`: the middle, and a path by each former year alone.

    `paths` are money by day, NaN before `now`; `end` None says that no projection is made. `by_curve` and `by_plan`
    are the two estimates the middle is weighed from.
    """

    end: float | None
    by_curve: float | None = None
    by_plan: float | None = None
    middle: Array | None = None
    paths: Array | None = None

    @property
    def band(self) -> tuple[float | None, float | None]:
        """The lowest and the highest end by one former year alone."""
        if self.end is None or self.paths is None or not len(self.paths):
            return None, None
        ends = self.paths[:, -1]
        return float(ends.min()), float(ends.max())


def outlook(realised: float, now: int, share: Array, yearly: Array, target: float | None) -> Outlook:
    """A line's outlook; `share` by day, `yearly` the shares of each former year. None below a share of 0.05.

    Where a former year says nothing of the line, or too little by now, the middle stands in for it.
    """
    mine = None if np.isnan(share[now]) else float(share[now])
    end = blended_projection(realised, mine, target)
    if end is None or mine is None:
        return Outlook(None)
    middle = _path(realised, now, share, target)
    paths = [_path(realised, now, one, target) if one[now] >= LEAST_SHARE else middle for one in yearly]
    plan = None if target is None else with_remaining_plan(realised, mine, target)
    return Outlook(end, projection(realised, mine), plan, middle, np.array(paths).reshape(yearly.shape))


def planned(realised: float, now: int, share: Array, years: int, target: float) -> Outlook:
    """The outlook of a line too young for its curve: what is in, and the plan for the rest."""
    mine = float(share[now])
    path = _plan_path(realised, now, mine, target, len(share))
    end = with_remaining_plan(realised, mine, target)
    return Outlook(end, None, end, path, np.tile(path, (years, 1)))


def _path(realised: float, now: int, share: Array, target: float | None) -> Array:
    mine = float(share[now])
    by_curve = realised * share / mine
    by_curve[:now] = np.nan
    if target is None:
        return np.asarray(by_curve)
    return np.asarray(mine * by_curve + (1 - mine) * _plan_path(realised, now, mine, target, len(share)))


def _plan_path(realised: float, now: int, share: float, target: float, length: int) -> Array:
    """Straight from what is in to what the plan still holds."""
    path = np.full(length, np.nan)
    path[now:] = realised + target * (1 - share) * np.linspace(0, 1, length - now) if length - now > 1 else realised
    return path


def added(outlooks: list[Outlook]) -> Outlook:
    """The outlook of a sum; None as soon as one part has none."""
    if not outlooks or any(one.end is None for one in outlooks):
        return Outlook(None)
    middle: Array = np.sum([one.middle for one in outlooks if one.middle is not None], axis=0)
    paths: Array = np.sum([one.paths for one in outlooks if one.paths is not None], axis=0)
    return Outlook(float(sum(one.end or 0.0 for one in outlooks)), middle=middle, paths=paths)
