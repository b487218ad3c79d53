"""Response funds: ceiling, committed, spent and how long the rest lasts, per agency and year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from app.domain.freshness import Freshness
from app.domain.funds import bound, days_of_cover, fund_mark, remaining
from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.revenue import percent_of
from app.domain.severity import Severity
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.bearer import bearer
from app.views.figure import INCOMPLETE, Array, Facts, Figure, Stamp
from app.views.funds_cases import CaseMoney, RoomMoney, room_money
from app.views.indicator_series import Series, all_places, series_of
from app.views.revenue_figures import WITHDRAWN
from app.views.revenue_ledger import labels_of
from app.views.revenue_targets import BASIS_LABEL, SINCE_LABEL
from app.views.spec import ViewSpec
from app.views.standing import (
    GONE,
    day_number,
    day_of,
    is_behind,
    link_of,
    local_day,
    newest_of,
    sources_of,
    standing,
)

PURPOSE_LABEL, COMPLAINT_LABEL = "keperluan", "aduan"
IDR = "IDR"
MOST_PAYMENTS = 500
EVENT_PERIOD = timedelta(days=366)  # payments come when they come: their age says nothing, their source's link does
LEFT_OUT = N_("Agencies are left out: no ceiling was reported, or their source is lost.")
NO_CEILING = N_("No ceiling was reported.")
NO_USE = N_("Neither a commitment nor a payment was reported.")
NO_BURN = N_("Nothing was paid lately.")
OVER = N_("The year is over.")


@dataclass(frozen=True, slots=True, eq=False)
class FundLine:
    """One agency's fund of the year, money in IDR. `percent` = committed or spent, the larger, of the ceiling.

    `agency` is "total" for the sum. `days_of_cover` = remaining / spending a day of the last `burn_days` days.
    `room_committed` and `room_spent` are what this room bound to complaints; `free` = remaining less the former.
    """

    agency: str
    name: str
    ceiling: Figure
    committed: Figure
    spent: Figure
    remaining: Figure
    percent: Figure
    days_of_cover: Figure
    mark: Severity | None
    room_committed: Figure | None = None
    room_spent: Figure | None = None
    free: Figure | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Spending:
    """One payment. `complaint` is the id of the complaint it is bound to, "" for none."""

    day: date
    agency: str
    amount: Figure
    purpose: str
    complaint: str


@dataclass(frozen=True, slots=True, eq=False)
class FundsView:
    """Newest payments first; `withheld` names the agencies left out of the total: no ceiling, or a lost source.

    `cases` is what this room bound to complaints, newest first.
    """

    year: int
    lines: tuple[FundLine, ...]
    spending: tuple[Spending, ...]
    total: FundLine | None = None
    withheld: tuple[str, ...] = ()
    cases: tuple[CaseMoney, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Fund:
    """One agency's records of the year, and their sums; None = never told."""

    agency: str
    name: str
    stamp: Stamp
    ceiling: tuple[float | None, Array]
    committed: tuple[float | None, Array]
    spent: tuple[float | None, Array]
    used: float | None
    lately: float
    payments: Series | None


def funds_view(picture: Picture, frame: Frame, city: CityFile, year: int | None = None) -> FundsView:
    """The funds of a year at a frame, the frame's own year unless another is asked for."""
    today = local_day(frame, city)
    year = year or today.year
    day = min(today, date(year, 12, 31))
    labels = labels_of(picture, picture.indicators.labels)
    funds = _funds(picture, frame, city, day, labels)
    usable = [fund for fund in funds if fund.stamp.freshness is not Freshness.LOST and fund.ceiling[0] is not None]
    kept = usable or funds
    left_out = tuple(fund.name for fund in funds if fund not in kept)
    over = today > day
    ours = room_money(picture, frame, city, year)
    lines = {fund.agency: _with_room(_line(fund, city, is_over=over), fund.stamp, ours) for fund in funds}
    notes = {fund.stamp.note for fund in kept}
    partial = next((note for note in (INCOMPLETE, WITHDRAWN) if note in notes), "")
    note = partial if partial == INCOMPLETE else LEFT_OUT if left_out else partial
    total = _line(_added(kept, note), city, is_over=over, of=[lines[fund.agency] for fund in kept])
    payments = sorted((p for fund in funds for p in _payments(fund, labels)), key=lambda p: p.day, reverse=True)
    newest = tuple(payments[:MOST_PAYMENTS])
    return FundsView(year, tuple(lines.values()), newest, total if kept else None, left_out, ours.cases)


def _funds(
    picture: Picture, frame: Frame, city: CityFile, day: date, labels: Mapping[int, Mapping[str, str]]
) -> list[_Fund]:
    spec, last = city.funds, day_number(day)
    first = day_number(date(day.year, 1, 1))
    by_agency: dict[str, dict[str, Series]] = {}
    for (agency, name), at in all_places(picture, city, day).items():
        if name in (spec.ceiling, spec.committed, spec.spent):
            series = series_of(picture, at)
            is_ours = (series.day_from >= first) & (series.day_from <= last) & ~np.isnan(series.value)
            by_agency.setdefault(agency, {})[name] = series.only(is_ours)
    found = []
    for agency, told in by_agency.items():
        told = {name: series for name, series in told.items() if len(series.key)}
        if told:
            found.append(_fund(picture, frame, city, agency, told, labels, day))
    return found


def _fund(
    picture: Picture,
    frame: Frame,
    city: CityFile,
    agency: str,
    told: Mapping[str, Series],
    labels: Mapping[int, Mapping[str, str]],
    day: date,
) -> _Fund:
    spec, who = city.funds, bearer(agency, day, city)
    codes = np.concatenate([series.source for series in told.values()])
    observed = newest_of(np.concatenate([series.valid for series in told.values()]))
    sources = sources_of(picture, codes)
    links = [link_of(picture, frame, city, source) for source in sources]
    note = (
        INCOMPLETE if is_behind(picture, sources) else WITHDRAWN if _has_withdrawn(picture, sources, city, day) else ""
    )
    stamp = Stamp(f"fund.{who.id}", sources, observed, standing(observed, frame.at, EVENT_PERIOD, links), note)
    paid = told.get(spec.spent)
    since = day_number(day) - spec.burn_days
    committed, spent = _sum(told.get(spec.committed)), _sum(paid)
    return _Fund(
        who.id,
        who.name,
        stamp,
        _in_force(told.get(spec.ceiling), labels, day),
        committed,
        spent,
        bound(committed[0], spent[0]),
        0.0 if paid is None else float(paid.value[paid.day_to > since].sum()),
        paid,
    )


def _has_withdrawn(picture: Picture, sources: Sequence[str], city: CityFile, day: date) -> bool:
    """Whether any of this year's records of these sources is no longer listed."""
    c, first = picture.indicators, day_number(date(day.year, 1, 1))
    gone = np.flatnonzero((c.flags & GONE != 0) & (c.day_from >= first) & (c.day_from <= day_number(day)))
    names = (city.funds.ceiling, city.funds.committed, city.funds.spent)
    codes = [picture.words.find(name) for name in names], [picture.words.find(source) for source in sources]
    told = [[code for code in many if code] for many in codes]
    return bool((np.isin(c.name[gone], told[0]) & np.isin(c.source[gone], told[1])).any())


def _sum(series: Series | None) -> tuple[float | None, Array]:
    return (None, np.empty(0, "i8")) if series is None else (float(series.value.sum()), series.key)


def _in_force(series: Series | None, labels: Mapping[int, Mapping[str, str]], day: date) -> tuple[float | None, Array]:
    """The ceiling: of records that differ only in their budget, the one whose date has come last."""
    if series is None:
        return None, np.empty(0, "i8")
    standing: dict[tuple[tuple[str, str], ...], tuple[str, int]] = {}
    for i, code in enumerate(series.labels.tolist()):
        told = labels.get(code, {})
        what = tuple(sorted((k, v) for k, v in told.items() if k not in (BASIS_LABEL, SINCE_LABEL)))
        since = told.get(SINCE_LABEL, "")
        if since <= day.isoformat() and since >= standing.get(what, ("", -1))[0]:
            standing[what] = since, i
    at = np.array(sorted(i for _, i in standing.values()), "i8")
    return float(series.value[at].sum()) if len(at) else None, series.key[at]


def _added(funds: Sequence[_Fund], note: str) -> _Fund:
    """The sum of funds; an amount nobody told is none, one that some told is their sum."""

    def together(amounts: Sequence[tuple[float | None, Array]]) -> tuple[float | None, Array]:
        known = [value for value, _ in amounts if value is not None]
        keys = [keys for _, keys in amounts]
        return (float(sum(known)) if known else None), np.sort(np.concatenate([np.empty(0, "i8"), *keys]))

    sources = tuple(dict.fromkeys(source for fund in funds for source in fund.stamp.sources))
    observed = max((fund.stamp.observed for fund in funds if fund.stamp.observed), default=None)
    state = max((fund.stamp.freshness for fund in funds), default=Freshness.NEVER)
    return _Fund(
        "total",
        N_("All agencies"),
        Stamp("total", sources, observed, state, note),
        together([fund.ceiling for fund in funds]),
        together([fund.committed for fund in funds]),
        together([fund.spent for fund in funds]),
        sum(used) if (used := [fund.used for fund in funds if fund.used is not None]) else None,
        sum(fund.lately for fund in funds),
        None,
    )


def _line(fund: _Fund, city: CityFile, *, is_over: bool, of: Sequence[FundLine] = ()) -> FundLine:
    (top, top_keys), (owed, owed_keys), (paid, paid_keys) = fund.ceiling, fund.committed, fund.spent
    figure, bare = fund.stamp.figure, NO_CEILING if top is None else ""
    names = N_("Ceiling"), N_("Committed"), N_("Spent")
    share, days = N_("Percent of the ceiling"), N_("Days of cover")
    parts = [tuple(getattr(line, name) for line in of) for name in ("ceiling", "committed", "spent")]
    ceiling = figure("ceiling", names[0], top, IDR, "funds.ceiling", inputs=_facts(top_keys), parts=parts[0], note=bare)
    committed = figure("committed", names[1], owed, IDR, "funds.committed", inputs=_facts(owed_keys), parts=parts[1])
    spent = figure("spent", names[2], paid, IDR, "funds.spent", inputs=_facts(paid_keys), parts=parts[2])
    money = (ceiling, committed, spent)
    left = remaining(top, fund.used)
    percent = None if top is None or fund.used is None else percent_of(fund.used, top)
    bare = bare or ("" if fund.used is not None else NO_USE)
    mark = None if fund.stamp.note == INCOMPLETE else fund_mark(percent, city.funds.watch_percent)
    cover = None if is_over else days_of_cover(left, fund.lately, city.funds.burn_days)
    rest = figure("remaining", N_("Remaining"), left, IDR, "funds.remaining", parts=money, note=bare)
    why = bare or (OVER if is_over else NO_BURN if cover is None else "")
    return FundLine(
        fund.agency,
        fund.name,
        ceiling,
        committed,
        spent,
        rest,
        figure("percent", share, percent, "%", "funds.percent", parts=money, mark=mark, note=bare),
        figure("days_of_cover", days, cover, "days", "funds.cover", parts=(rest, spent), note=why),
        mark,
    )


def _with_room(line: FundLine, stamp: Stamp, ours: RoomMoney) -> FundLine:
    """The line with what this room bound: open estimates are no longer free, though the agency knows nothing yet."""
    bound_here, left = ours.committed.get(line.agency), line.remaining.value
    taken = bound_here.value or 0.0 if bound_here else 0.0
    parts = (line.remaining, bound_here) if bound_here else (line.remaining,)
    free = None if left is None else left - taken
    figure = stamp.figure("free", N_("Free"), free, IDR, "funds.free", parts=parts, note=line.remaining.note)
    return replace(line, room_committed=bound_here, room_spent=ours.spent.get(line.agency), free=figure)


def _payments(fund: _Fund, labels: Mapping[int, Mapping[str, str]]) -> list[Spending]:
    if fund.payments is None:
        return []
    found, paid = [], fund.payments
    for i in np.argsort(paid.day_to, kind="stable")[-MOST_PAYMENTS:]:
        told = labels.get(int(paid.labels[i]), {})
        id_ = f"payment.{paid.key[i]}"
        amount = fund.stamp.figure(
            id_, N_("Payment"), float(paid.value[i]), IDR, "funds.payment", inputs=_facts(paid.key[i : i + 1])
        )
        purpose, complaint = told.get(PURPOSE_LABEL, ""), told.get(COMPLAINT_LABEL, "")
        found.append(Spending(day_of(paid.day_to[i]), fund.agency, amount, purpose, complaint))
    return found[::-1]


def _facts(keys: Array) -> tuple[Facts, ...]:
    return (Facts(Kind.INDICATOR, keys),) if len(keys) else ()


FUNDS = ViewSpec("funds", frozenset({Kind.INDICATOR, Kind.HEALTH, Kind.ACTION}), funds_view)
