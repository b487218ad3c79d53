"""From views to frozen values: what a report will say, before it is drawn."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import msgspec
import numpy as np

from app.i18n import N_
from app.journal.encode import ms_or_none
from app.picture.picture import Picture
from app.views.agencies import AgenciesView
from app.views.day import AgencyDay, DayView
from app.views.explain import explain
from app.views.figure import Array, Figure
from app.views.funds import FundsView
from app.views.revenue import Milestone, RevenueCurves, RevenueLine, RevenueView
from app.views.sources import SourceLine
from reports.daily_parts import AgenciesPart, AgencyRow, DayPart, District, FundRow, FundsPart, SilentAgency
from reports.frozen import Input, Noted, SourceAge
from reports.moment import Seen
from reports.revenue_parts import Curves, MilestoneRow, MoneyRow, RevenuePart

BEFORE = N_("Complaints received the day before")
MONEY_FIGURES = (
    *("today", "to_date", "target_original", "target_revised", "target", "percent", "remainder", "last_year"),
    *("pace", "expected", "projection", "projection_low", "projection_high"),
)


def noted(figure: Figure, picture: Picture) -> Noted:
    """A figure with the explanation that a screen shows for `?`."""
    told = explain(figure, picture)
    inputs = tuple(
        Input(line.kind.value, line.count, line.first_commit, line.last_commit, ms_or_none(line.newest))
        for line in told.inputs
    )
    return Noted(
        figure.id,
        figure.name,
        figure.value,
        figure.unit,
        figure.rule,
        figure.sources,
        ms_or_none(figure.observed),
        int(figure.freshness),
        figure.note,
        None if figure.mark is None else int(figure.mark),
        inputs,
        ms_or_none(figure.running.until if figure.running else None),
        figure.running.days if figure.running else 1,
    )


def freeze_day(view: DayView, before: DayView | None, seen: Seen) -> DayPart:
    """The day, and how many complaints the day before had."""
    keep = _Keeper(seen.picture)
    return DayPart(
        received=keep(view.received),
        closed=keep(view.closed),
        open=keep(view.open),
        on_time=keep(view.on_time),
        median_close=keep(view.median_close),
        vehicles_on_duty=keep(view.vehicles_on_duty),
        vehicles=keep(view.vehicles),
        by_hour=_hours(view, seen),
        agencies=tuple(_agency(row, keep) for row in view.by_agency),
        districts=tuple(District(name, keep(figure)) for name, figure in view.by_district),
        before=None if before is None else keep.before(before.received),
    )


class _Keeper:
    """Freezes figures of one picture."""

    def __init__(self, picture: Picture) -> None:
        self.picture = picture

    def __call__(self, figure: Figure) -> Noted:
        return noted(figure, self.picture)

    def before(self, figure: Figure) -> Noted:
        """A figure of the day before, set apart from the same of the day."""
        return msgspec.structs.replace(self(figure), id=f"before.{figure.id}", name=BEFORE)


def _hours(view: DayView, seen: Seen) -> tuple[int | None, ...]:
    """Counts of the hours that had begun; none at all when what came in is not known."""
    if view.received.value is None:
        return (None,) * 24
    zone = seen.city.city.tz
    start = datetime.combine(view.day, time(0), zone)
    begun = (seen.instant.at - start).total_seconds() / 3600
    return tuple(int(count) if hour < begun else None for hour, count in enumerate(view.by_hour.tolist()))


def _agency(row: AgencyDay, keep: _Keeper) -> AgencyRow:
    figures = {name: keep(getattr(row, name)) for name in ("received", "closed", "open", "on_time", "median")}
    return AgencyRow(row.id, row.name, **figures)


def freeze_agencies(view: AgenciesView, seen: Seen) -> AgenciesPart:
    """Who answers and who does not."""
    silent = tuple(SilentAgency(one.name, one.days) for one in view.silent)
    return AgenciesPart(view.answering, view.of, silent)


def freeze_funds(view: FundsView, seen: Seen) -> FundsPart:
    """What is left of each fund."""
    keep = _Keeper(seen.picture)
    lines = tuple(
        FundRow(
            line.agency,
            line.name,
            keep(line.remaining),
            keep(line.percent),
            None if line.mark is None else int(line.mark),
        )
        for line in view.lines
    )
    return FundsPart(view.year, lines, view.withheld)


def freeze_revenue(view: RevenueView, seen: Seen, language: str, *, is_brief: bool = False) -> RevenuePart:
    """The taxes as of a day, names in the report's language; in brief without curves, kecamatan and milestones."""
    keep = _Keeper(seen.picture)
    return RevenuePart(
        year=view.year,
        day=view.day.isoformat(),
        total_name=_total_name(view, seen, language),
        total=_money(view.total, keep, language),
        kinds=tuple(_money(line, keep, language) for line in view.kinds),
        districts=() if is_brief else tuple(_money(line, keep, language) for line in view.districts),
        curves=None if is_brief or view.curves is None else _curves(view.curves),
        pbb_due=_iso(view.pbb_due),
        data_until=_iso(view.data_until),
        target_changed=_iso(view.target_changed),
        milestones=() if is_brief else tuple(_milestone(one, keep) for one in view.milestones),
        withheld=_withheld(view, language),
    )


def _withheld(view: RevenueView, language: str) -> tuple[str, ...]:
    english = {line.name: line.name_en for line in view.kinds if line.name_en and language == "en"}
    return tuple(english.get(name, name) for name in view.withheld)


def _total_name(view: RevenueView, seen: Seen, language: str) -> str:
    english = seen.city.revenue.total_name_en
    return english if english and language == "en" else view.total_name


def _money(line: RevenueLine, keep: _Keeper, language: str) -> MoneyRow:
    name = line.name_en or line.name if language == "en" else line.name
    return MoneyRow(line.key, name, **{one: keep(getattr(line, one)) for one in MONEY_FIGURES})


def _milestone(one: Milestone, keep: _Keeper) -> MilestoneRow:
    return MilestoneRow(one.quarter, one.day.isoformat(), one.percent, keep(one.reached), one.met)


def _curves(curves: RevenueCurves) -> Curves:
    former = {str(year): _whole(values) for year, values in sorted(curves.years.items())}
    return Curves(
        this_year=_whole(curves.this_year),
        plan=_whole(curves.plan),
        former=former,
        low=_whole(curves.low),
        high=_whole(curves.high),
        projected=_whole(curves.projected),
    )


def _whole(values: Array) -> tuple[float | None, ...]:
    """Whole rupiah, None where nothing is known."""
    rounded: Sequence[float] = np.round(np.asarray(values, "f8")).tolist()
    return tuple(value if np.isfinite(value) else None for value in rounded)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def freeze_sources(lines: Iterable[SourceLine]) -> tuple[SourceAge, ...]:
    """Each source as it stood; ages in whole seconds."""
    return tuple(
        SourceAge(
            line.id,
            line.agency_name,
            line.state.value,
            int(line.freshness),
            _rounded(line.link_age_s),
            _rounded(line.data_age_s),
            line.error,
        )
        for line in lines
    )


def _rounded(age_s: float | None) -> float | None:
    return None if age_s is None else float(round(age_s))
