"""Every report: what it freezes and its sections, one entry in one list each."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import msgspec
from reportlab.platypus import Flowable

from app.i18n import N_
from app.picture.frame import Frame
from app.views.agencies import AGENCIES
from app.views.day import DAY
from app.views.funds import FUNDS
from app.views.revenue import REVENUE
from app.views.spec import ViewSpec
from reports import daily, provenance, revenue
from reports.freeze import freeze_agencies, freeze_day, freeze_funds, freeze_revenue
from reports.moment import Seen, span_of
from reports.sheet import Sheet

_MOMENT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class PartSpec:
    """What is frozen under a name: a view, and how its values are taken in a report's language; None = left out."""

    name: str
    view: ViewSpec
    freeze: Callable[[ViewSpec, Seen, str], msgspec.Struct | None]


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of the page; `draw` uses the frozen parts and no picture."""

    name: str
    draw: Callable[[Sheet], list[Flowable]]


@dataclass(frozen=True, slots=True)
class ReportSpec:
    """A report by name: title and subject (message ids), what it freezes, its sections in their order."""

    name: str
    title: str
    subject: str
    parts: tuple[PartSpec, ...]
    sections: tuple[SectionSpec, ...]


def day_frame(seen: Seen, back: int = 0) -> Frame:
    """The frame of the report's day, or of a day before it: its last moment.

    While the report's day is running it is the report's instant, and of a day before it the same hour: half a day is
    never compared with a whole one.
    """
    _, end = span_of(seen.instant.day - timedelta(days=back), seen.city)
    return replace(seen.frame, at=min(end - _MOMENT, seen.instant.at - timedelta(days=back)))


def _day(view: ViewSpec, seen: Seen, language: str) -> msgspec.Struct:
    before = view.build(seen.picture, day_frame(seen, 1), seen.city)
    day = view.build(seen.picture, day_frame(seen), seen.city, driven=seen.driven)
    return freeze_day(day, before, seen)


def _agencies(view: ViewSpec, seen: Seen, language: str) -> msgspec.Struct:
    return freeze_agencies(view.build(seen.picture, seen.frame, seen.city), seen)


def _funds(view: ViewSpec, seen: Seen, language: str) -> msgspec.Struct:
    return freeze_funds(view.build(seen.picture, day_frame(seen), seen.city), seen)


def _taxes(view: ViewSpec, seen: Seen, language: str) -> msgspec.Struct | None:
    """Left out where nobody expects them: the city file names no agency for them, and there are none."""
    taxes = view.build(seen.picture, day_frame(seen), seen.city)
    if not seen.city.revenue.agency and not taxes.years:
        return None
    return freeze_revenue(taxes, seen, language, is_brief=True)


def _revenue(view: ViewSpec, seen: Seen, language: str) -> msgspec.Struct:
    taxes = view.build(seen.picture, day_frame(seen), seen.city)
    return freeze_revenue(taxes, seen, language)


REPORTS = (
    ReportSpec(
        "daily",
        N_("Daily summary"),
        N_("What came in, what was done, and where the money stands on one day"),
        (
            PartSpec("day", DAY, _day),
            PartSpec("agencies", AGENCIES, _agencies),
            PartSpec("funds", FUNDS, _funds),
            PartSpec("revenue", REVENUE, _taxes),
        ),
        (
            SectionSpec("lead", daily.draw_lead),
            SectionSpec("hours", daily.draw_hours),
            SectionSpec("agencies", daily.draw_agencies),
            SectionSpec("revenue", daily.draw_revenue),
            SectionSpec("districts", daily.draw_districts),
            SectionSpec("silent", daily.draw_silent),
            SectionSpec("sources", provenance.draw_sources),
            SectionSpec("missing", provenance.draw_missing),
        ),
    ),
    ReportSpec(
        "revenue",
        N_("Revenue report"),
        N_("Local taxes against target, by kind and by kecamatan, with the likely end of the year"),
        (PartSpec("revenue", REVENUE, _revenue),),
        (
            SectionSpec("lead", revenue.draw_lead),
            SectionSpec("curve", revenue.draw_curve),
            SectionSpec("targets", revenue.draw_targets),
            SectionSpec("milestones", revenue.draw_milestones),
            SectionSpec("kinds", revenue.draw_kinds),
            SectionSpec("districts", revenue.draw_districts),
            SectionSpec("sources", provenance.draw_sources),
            SectionSpec("missing", provenance.draw_missing),
        ),
    ),
)


def report_named(name: str) -> ReportSpec:
    """A report by its name. Raises ValueError for an unknown one."""
    for spec in REPORTS:
        if spec.name == name:
            return spec
    raise ValueError(f"there is no report {name!r}; there are {', '.join(spec.name for spec in REPORTS)}")
