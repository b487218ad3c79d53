"""The numbers of each line of the revenue table, before they become figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from app.domain.revenue import LEAST_SHARE, MOST_YEARS, Season, expected, is_end_known, same_day_last_year
from app.views.figure import Array
from app.views.revenue_ledger import BEFORE, BLANK, FORMER, NOW, Records, Rows, joined, records
from app.views.revenue_season import (
    EDGE_DAYS,
    Outlook,
    added,
    cumulative,
    laid,
    mean_shares,
    outlook,
    planned,
    shares_of,
    straight,
    whole_years,
)
from app.views.revenue_targets import Target, together

NO_TARGET = Target()


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """Which year, up to which day. `until` is the newest day of this year with money, None before the first.

    `today` is the city's day at the frame; `day` the view's: today, or the last day of a year that is over. `whole` is
    the newest day with money that is over: what is compared with a plan, a season or a former year reaches to it.
    """

    here: Season
    today: date
    day: date
    until: date | None
    whole: date | None
    former: tuple[int, ...]
    due: Mapping[int, date]

    @property
    def year(self) -> int:
        """The tax year."""
        return self.here.year

    @property
    def now(self) -> int:
        """The number of the day up to which money is known."""
        return self.here.number(self.until) if self.until else 0

    @property
    def compared(self) -> int:
        """The number of the day up to which money is compared."""
        return self.here.number(self.whole) if self.whole else 0

    @property
    def last_year_number(self) -> int:
        """The number, in last year, of the same date as the newest day that is over."""
        day = same_day_last_year(self.whole or self.day)
        return Season(day.year).number(day)


@dataclass(frozen=True, slots=True)
class Name:
    """What a line is called: its key, and its name in both languages."""

    key: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """One line's numbers and its rows of all years; None = not known.

    `realised` counts the running day too, `compared` only days that are over. `money` is this year's by day; `former`
    each former year's on this year's days; `share` the mean of their shares, or the straight line where `is_linear`.
    """

    name: Name
    rows: Records
    today: float | None
    realised: float | None
    compared: float | None
    last_year: float | None
    target: Target
    money: Array
    former: Array
    share: Array
    is_linear: bool
    expected: float | None
    outlook: Outlook


def span_of(rows: Rows, year: int, today: date, due: Mapping[int, date], *, today_is_over: bool = True) -> Span:
    """The span of a year as known today."""
    here = Season(year, due.get(year))
    day = min(today, date(year, 12, 31))
    mine = (rows.year == year) & (rows.number <= here.number(day)) & ~np.isnan(rows.value)
    newest = int(rows.number[mine].max()) if mine.any() else 0
    until = date.fromordinal(date(year, 1, 1).toordinal() + newest - 1) if newest else None
    return Span(here, today, day, until, _whole(until, here, today, today_is_over), whole_years(rows, year), due)


def _whole(until: date | None, here: Season, today: date, today_is_over: bool) -> date | None:
    if until is None or until < today or today_is_over:
        return until
    return until - timedelta(days=1) if here.number(until) > 1 else None


def phased(rows: Rows, span: Span) -> Rows:
    """Rows that know what they count for in this span."""
    is_known = ~np.isnan(rows.value)
    is_now = (rows.year == span.year) & (rows.number <= span.now)
    is_before = (rows.year == span.year - 1) & (rows.number <= span.last_year_number) & is_known
    phase = (is_now & is_known) * NOW | np.isin(rows.year, span.former) * is_known * FORMER
    return replace(rows, phase=(phase | is_before * BEFORE | (is_now & ~is_known) * BLANK).astype("u1"))


def sums(rows: Rows, line: Array, names: Sequence[Name], targets: Sequence[Target], span: Span) -> tuple[Sums, ...]:
    """The numbers of every line; `line` tells of each row to which it belongs."""
    money = cumulative(rows, line, len(names), tuple(range(span.year, span.year - MOST_YEARS - 1, -1)))
    former = _former(money, span)
    shares = shares_of(former)
    mean = mean_shares(shares)
    can_compare = _begins_at_new_year(rows, span)
    order = np.argsort(line, kind="stable")
    ends = np.searchsorted(line[order], np.arange(len(names) + 1))
    ordered = records(rows, order)
    found = []
    for i, name in enumerate(names):
        mine = ordered.only(slice(ends[i], ends[i + 1]))
        todays = ((mine.phase & NOW) > 0) & (mine.number == span.here.number(span.day))
        is_linear = bool(np.isnan(mean[i, -1]))
        share = straight(span.here) if is_linear else mean[i]
        is_known = bool((mine.phase & NOW).any())
        realised = float(money[0, i, span.now]) if is_known else None
        compared = float(money[0, i, span.compared]) if is_known and span.whole else None
        has_before = can_compare and bool((mine.phase & BEFORE).any())
        found.append(
            Sums(
                name,
                mine,
                float(mine.value[todays].sum()) if todays.any() else None,
                realised,
                compared,
                float(money[1, i, span.last_year_number]) if has_before else None,
                targets[i],
                money[0, i, : span.here.length + 1],
                former[:, i],
                share,
                is_linear,
                _expected(targets[i], share, span),
                _outlook(compared, targets[i], share, shares[:, i], span),
            )
        )
    return tuple(found)


def _former(money: Array, span: Span) -> Array:
    """Each former whole year's money on this year's days."""
    years = [laid(money[span.year - y], span.here, Season(y, span.due.get(y))) for y in span.former]
    return np.stack(years) if years else np.empty((0, money.shape[1], span.here.length + 1))


def _begins_at_new_year(rows: Rows, span: Span) -> bool:
    """Whether last year's records go back to its beginning."""
    numbers = rows.number[(rows.phase & BEFORE) > 0]
    return bool(len(numbers) and numbers.min() <= EDGE_DAYS)


def _expected(target: Target, share: Array, span: Span) -> float | None:
    return expected(target.in_force(span.whole), float(share[span.compared])) if span.whole else None


def _outlook(realised: float | None, target: Target, share: Array, yearly: Array, span: Span) -> Outlook:
    """Of a line too young for its curve the plan is kept, so that the sum of all lines has an end."""
    if realised is None or span.whole is None or is_end_known(span.year, span.today):
        return Outlook(None)
    goal = target.in_force(span.whole)
    if share[span.compared] < LEAST_SHARE and goal is not None:
        return planned(realised, span.compared, share, len(yearly), goal)
    return outlook(realised, span.compared, share, yearly, goal)


def total(name: Name, parts: Sequence[Sums], span: Span, alone: Target = NO_TARGET) -> Sums:
    """The sum of lines; `alone` is a target told for all of them together, used where they have none of their own."""
    known = [part for part in parts if part.realised is not None]
    rows = joined([part.rows for part in known])
    goals = [part.target for part in known if part.target.steps]
    target = together(goals) if goals else alone
    former = np.sum([part.former for part in known], axis=0) if known else np.empty((0, span.here.length + 1))
    share = _share_of(former, span)
    by_parts = [part.expected for part in known if part.expected is not None]
    return Sums(
        name,
        rows,
        _sum([part.today for part in known]),
        _sum([part.realised for part in known]),
        _sum([part.compared for part in known]),
        _sum([part.last_year for part in known]),
        target,
        np.sum([part.money for part in known], axis=0) if known else np.zeros(span.here.length + 1),
        former,
        share,
        bool(known) and all(part.is_linear for part in known),
        float(sum(by_parts)) if by_parts else _expected(target, share, span),
        added([part.outlook for part in known]) if share[span.compared] >= LEAST_SHARE else Outlook(None),
    )


def _sum(values: Sequence[float | None]) -> float | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return float(sum(known)) if known else None


def _share_of(former: Array, span: Span) -> Array:
    """The mean share of a sum by its own former years; the straight line without any."""
    ends = former[:, -1:]
    whole = former[ends[:, 0] > 0] / ends[ends[:, 0] > 0]
    return np.asarray(whole.mean(axis=0)) if len(whole) else straight(span.here)
