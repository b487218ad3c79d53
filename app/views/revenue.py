"""Local taxes: to date, against target, pace and projection, per kind, per kecamatan and by day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.revenue import MILESTONES, milestone_met, percent_of, quarter_end
from app.domain.tax_kinds import TaxKind, borne_on, family, formerly
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.figure import Array, Facts, Running, Stamp
from app.views.revenue_condition import Condition, condition, kept_and_left_out
from app.views.revenue_figures import IDR, LEFT_OUT, PERCENT, LineMaker
from app.views.revenue_ledger import BEFORE, BLANK, FORMER, NOW, Ledger, Rows, ledger
from app.views.revenue_lines import DayLine, Milestone, RevenueCurves, RevenueLine, RevenueView
from app.views.revenue_sums import NO_TARGET, Name, Span, Sums, phased, span_of, sums, total
from app.views.revenue_targets import Place, Target, targets
from app.views.spec import ViewSpec
from app.views.standing import day_number, is_over, local_day, sources_of

__all__ = [
    "REVENUE",
    "DayLine",
    "Milestone",
    "RevenueCurves",
    "RevenueLine",
    "RevenueView",
    "revenue_days",
    "revenue_view",
]

NO_DISTRICT = N_("No kecamatan given")


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What is asked of which picture, with everything read out of it once."""

    picture: Picture
    frame: Frame
    city: CityFile
    kinds: Mapping[str, TaxKind]
    ledger: Ledger
    goals: Mapping[Place, Target]
    span: Span
    known: Condition
    gone: Ledger
    family: str | None
    district: str | None

    def rows(self, *, of_kind: bool, of_district: bool) -> Rows:
        """The rows of the asked kind, of the asked kecamatan."""
        rows = self.ledger.rows
        if of_kind and self.family is not None:
            rows = rows.only(rows.family == _index(self.ledger.families, self.family))
        if of_district and self.district is not None:
            rows = rows.only(rows.district == _index(self.ledger.districts, self.district))
        return rows

    def withdrawn(self, family: str | None, district: str | None) -> Rows:
        """This year's records that the source no longer lists, of a kind and a kecamatan; None = all."""
        rows = self.gone.rows
        if not len(rows.key):
            return rows
        mine = (rows.year == self.span.year) & (rows.number <= self.span.now)
        if family is not None:
            mine &= rows.family == _index(self.gone.families, family)
        if district is not None:
            mine &= rows.district == _index(self.gone.districts, district)
        return rows.only(mine)

    def maker(self) -> LineMaker:
        """Makes figures out of sums."""
        return LineMaker(self.picture, self.frame, self.city, self.span, self.known)


def revenue_view(
    picture: Picture,
    frame: Frame,
    city: CityFile,
    *,
    year: int | None = None,
    kind: str | None = None,
    district: str | None = None,
) -> RevenueView:
    """The year's local taxes at a frame; the frame's own year unless another is asked for.

    `kind` (a key of either law) and `district` (a code) narrow the total and the curves; the kinds are then those of
    the district, the districts those of the kind.
    """
    q = _question(picture, frame, city, year, kind, district)
    kinds, districts = _kinds(q), _districts(q)
    chosen = tuple(line for line in kinds if q.family is None or family(line.name.key, q.kinds) == q.family)
    kept, left_out = kept_and_left_out(chosen, q.known)
    words = Name("total", city.revenue.total_name, city.revenue.total_name_en or city.revenue.total_name)
    alone = q.goals.get(("", district or ""), NO_TARGET) if q.family is None else NO_TARGET
    whole = total(words, kept, q.span, alone)
    maker = q.maker()
    lines = {
        line.name.key: maker.line(
            line, f"kind.{line.name.key}", withdrawn=q.withdrawn(family(line.name.key, q.kinds), q.district)
        )
        for line in kinds
    }
    parts = tuple(lines[line.name.key].to_date for line in kept)
    note = LEFT_OUT if left_out and kept else ""
    total_line = maker.line(whole, "total", parts=parts, note=note, withdrawn=q.withdrawn(q.family, q.district))
    return RevenueView(
        q.span.year,
        q.span.day,
        city.revenue.total_name,
        total_line,
        tuple(lines.values()),
        tuple(
            maker.line(line, f"district.{line.name.key or 'none'}", withdrawn=q.withdrawn(q.family, line.name.key))
            for line in districts
        ),
        _curves(whole, q.span) if kept else None,
        q.span.here.due,
        q.span.until,
        whole.target.changed,
        _milestones(whole, total_line, q.span),
        tuple(line.name.name for line in left_out),
        q.ledger.years,
    )


def _question(
    picture: Picture, frame: Frame, city: CityFile, year: int | None, kind: str | None, district: str | None
) -> _Question:
    kinds, spec, today = city.all_tax_kinds(), city.revenue, local_day(frame, city)
    book = ledger(picture, spec.realised, kinds)
    whole = is_over(today, frame, city)
    span = span_of(book.rows, year or today.year, today, spec.pbb_due, today_is_over=whole)
    book = replace(book, rows=phased(book.rows, span))
    asked = None if kind is None else family(kind, kinds)
    goals = targets(picture, spec.target, span.year, kinds)
    known = condition(picture, frame, city, book.rows, span)
    gone = ledger(picture, spec.realised, kinds, withdrawn=True)
    return _Question(picture, frame, city, kinds, book, goals, span, known, gone, asked, district)


def _kinds(q: _Question) -> tuple[Sums, ...]:
    """Every kind the city levies or money came of, in the city file's order, in the asked kecamatan."""
    rows = q.rows(of_kind=False, of_district=True)
    levied = [family(s.key, q.kinds) for s in q.city.tax_kinds if s.kind.is_valid(q.span.day)]
    found = [
        name for name, n in zip(q.ledger.families, _counts(rows.family, q.ledger.families, rows), strict=True) if n
    ]
    aimed = [kind for kind, where in q.goals if where == (q.district or "") and kind]
    order = list(dict.fromkeys([*levied, *found, *sorted(aimed)]))
    names = [_kind_name(key, q) for key in order]
    goals = [q.goals.get((key, q.district or ""), NO_TARGET) for key in order]
    table = np.array([order.index(name) if name in order else len(order) for name in q.ledger.families], "u2")
    return _summed(rows, table, rows.family, names, goals, q.span)


def _districts(q: _Question) -> tuple[Sums, ...]:
    """Every kecamatan of the city file, then what came without one, of the asked kind."""
    rows = q.rows(of_kind=True, of_district=False)
    places = {place.code: place.name for place in q.city.places.kecamatan}
    found = [
        name for name, n in zip(q.ledger.districts, _counts(rows.district, q.ledger.districts, rows), strict=True) if n
    ]
    order = list(dict.fromkeys([*places, *(name for name in found if name), *(name for name in found if not name)]))
    names = [Name(code, places.get(code, code) or NO_DISTRICT, places.get(code, code) or NO_DISTRICT) for code in order]
    goals = [q.goals.get((q.family or "", code), NO_TARGET) if code else NO_TARGET for code in order]
    table = np.array([order.index(name) if name in order else len(order) for name in q.ledger.districts], "u2")
    return _summed(rows, table, rows.district, names, goals, q.span)


def _summed(
    rows: Rows, table: Array, index: Array, names: Sequence[Name], goals: Sequence[Target], span: Span
) -> tuple[Sums, ...]:
    """Sums by line; rows of a line that is not shown are left out."""
    line = table[index] if len(index) else np.empty(0, "u2")
    shown = line < len(names)
    return (
        sums(rows, line, names, goals, span) if shown.all() else sums(rows.only(shown), line[shown], names, goals, span)
    )


def _counts(index: Array, names: Sequence[str], rows: Rows) -> list[int]:
    """How many records of this and the former years each name has."""
    mine = (rows.phase & (NOW | FORMER | BEFORE | BLANK)) > 0
    return [int(n) for n in np.bincount(index[mine], minlength=len(names))]


def _kind_name(key: str, q: _Question) -> Name:
    """A kind under the name it bears on the view's day."""
    kind = borne_on(key, q.span.day, q.kinds)
    return Name(kind.key, kind.name, kind.name_en)


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else -1


def _curves(whole: Sums, span: Span) -> RevenueCurves:
    days = day_number(date(span.year, 1, 1)) + np.arange(span.here.length, dtype="i4")
    money = np.where(np.arange(span.here.length + 1) <= span.now, whole.money, np.nan)
    nothing = np.full(span.here.length + 1, np.nan)
    paths = whole.outlook.paths if whole.outlook.paths is not None and len(whole.outlook.paths) else nothing[None]
    middle = whole.outlook.middle if whole.outlook.middle is not None else nothing
    return RevenueCurves(
        days,
        money[1:],
        (whole.target.by_day(span.here) * whole.share)[1:],
        {year: whole.former[i, 1:] for i, year in enumerate(span.former)},
        paths.min(axis=0)[1:],
        paths.max(axis=0)[1:],
        middle[1:],
    )


def _milestones(whole: Sums, line: RevenueLine, span: Span) -> tuple[Milestone, ...]:
    """The quarters' milestones: reached at the quarter's end, and so far for the quarter that is running."""
    found = []
    stamp = Stamp("milestone", line.to_date.sources, line.to_date.observed, line.to_date.freshness, line.to_date.note)
    for quarter, percent in MILESTONES.items():
        day = quarter_end(span.year, quarter)
        asked, goal = min(day, span.until or day), whole.target.in_force(min(day, span.day))
        has_begun = span.until is not None and (quarter == 1 or span.until > quarter_end(span.year, quarter - 1))
        value = percent_of(float(whole.money[span.here.number(asked)]), goal) if has_begun else None
        reached = stamp.figure(
            str(quarter),
            N_("Share of the target"),
            value,
            PERCENT,
            "revenue.milestone",
            parts=(line.to_date, line.target),
        )
        is_judged = span.whole is not None and day <= span.whole and not line.to_date.is_incomplete
        met = milestone_met(quarter, value) if is_judged and value is not None else None
        found.append(Milestone(quarter, day, percent, reached, met))
    return tuple(found)


def revenue_days(
    picture: Picture, frame: Frame, city: CityFile, year: int, kind: str | None = None, district: str | None = None
) -> tuple[DayLine, ...]:
    """Money by day of a kind in a kecamatan, newest first; days nobody reported are not there."""
    q = _question(picture, frame, city, year, kind, district)
    every = q.rows(of_kind=True, of_district=True)
    rows = every.only((every.phase & NOW) > 0)
    order = np.argsort(rows.number, kind="stable")
    numbers, starts = np.unique(rows.number[order], return_index=True)
    lines = []
    for number, at in zip(numbers.tolist(), np.split(order, starts[1:]) if len(order) else [], strict=True):
        mine = rows.only(at)
        day = date.fromordinal(date(q.span.year, 1, 1).toordinal() + number - 1)
        state, observed = q.known.of(mine.source)
        is_running = day == q.span.today and q.span.whole != q.span.until
        running = Running(min(observed or frame.at, frame.at)) if is_running else None
        stamp = Stamp(f"day.{day}", sources_of(picture, mine.source), observed, state, running=running)
        value = stamp.figure(
            "value",
            N_("Realised on the day"),
            float(mine.value.sum()),
            IDR,
            "revenue.today",
            inputs=(Facts(Kind.INDICATOR, np.sort(mine.key)),),
        )
        lines.append(DayLine(day, value))
    return tuple(reversed(lines))


def former_names(key: str, day: date, city: CityFile) -> tuple[str, ...]:
    """What a kind was called before, for tables that show both laws side by side."""
    kinds = city.all_tax_kinds()
    return tuple(kind.name for kind in formerly(family(key, kinds), day, kinds))


REVENUE = ViewSpec("revenue", frozenset({Kind.INDICATOR, Kind.HEALTH}), revenue_view)
