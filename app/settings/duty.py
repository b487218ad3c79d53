"""What the city file says about time: the working calendar, agencies' shifts, and targets by severity."""

import tomllib
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from app.domain.calendar import OFFICE, Shift, WorkingCalendar
from app.domain.ladder import Rung
from app.settings.kinds import Frozen, TargetText, Word, one_of

_RESOURCES = Path(__file__).parent.parent.parent / "resources" / "calendar"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Legal = Literal["complaint", "information", "aspiration", "supervision"]
"""What a category is to the complaint law: each has a limit of its own."""


def _weekday(word: str) -> str:
    return one_of(word.lower(), WEEKDAYS)


class DayOff(Frozen):
    """A day of the city's own: an election, an anniversary."""

    day: date
    name: Word


class ShiftSpec(Frozen):
    """When an agency works; `end` at or before `start` is on the next day. Without an agency: the whole city."""

    agency: str = ""
    days: Annotated[tuple[Annotated[str, AfterValidator(_weekday)], ...], Field(min_length=1)] = WEEKDAYS[:5]
    start: time = OFFICE.start
    end: time = OFFICE.end
    holidays: bool = False

    @property
    def shift(self) -> Shift:
        """The same in the domain's words."""
        return Shift(frozenset(map(WEEKDAYS.index, self.days)), self.start, self.end, self.holidays)


class CalendarSpec(Frozen):
    """Days off: those of the country ("" = none), days of the city's own, and days that are worked all the same."""

    country: Literal["id", ""] = "id"
    days_off: tuple[DayOff, ...] = ()
    worked: tuple[date, ...] = ()
    shifts: tuple[ShiftSpec, ...] = Field(default=(), alias="shift")


class Times(Frozen):
    """Targets as text, each may be missing."""

    first_answer: TargetText | None = None
    on_site: TargetText | None = None
    make_safe: TargetText | None = None
    done: TargetText | None = None


def _rungs(rungs: dict[str, str]) -> dict[str, str]:
    for name in rungs:
        one_of(name, [rung.value for rung in Rung])
    return rungs


class TargetsSpec(Frozen):
    """The rule's version, stored with every case it was applied to, and what a severity demands beside its category.

    `ladder` = how long after the breach of *done* each office is told.
    """

    version: Word = "1"
    rendah: Times = Times()
    menengah: Times = Times()
    tinggi: Times = Times()
    kritis: Times = Times()
    ladder: Annotated[dict[str, TargetText], AfterValidator(_rungs)] = Field(
        default_factory=lambda: {
            "lurah": "0h",
            "camat": "24h",
            "kepala_dinas": "2wd",
            "sekda": "5wd",
            "wali_kota": "10wd",
        }
    )

    def of(self, severity: str) -> Times:
        """What a severity demands."""
        return {"rendah": self.rendah, "tinggi": self.tinggi, "kritis": self.kritis}.get(severity, self.menengah)


@lru_cache(maxsize=1)
def _stored() -> dict[int, dict[date, str]]:
    """The days off of the years that stand in the resources, with their names."""
    text = tomllib.loads((_RESOURCES / "id.toml").read_text(encoding="utf-8"))
    return {int(year): _dated(int(year), kinds["national"] | kinds["joint_leave"]) for year, kinds in text.items()}


def _dated(year: int, days: dict[str, str]) -> dict[date, str]:
    return {date.fromisoformat(f"{year}-{day}"): name for day, name in days.items()}


@lru_cache(maxsize=256)
def national_days(year: int) -> dict[date, str]:
    """National holidays and joint leave of Indonesia. Beyond the years stored: as the package `holidays` expects them,
    where lunar days are estimates and joint leave is not decreed yet. It is imported only then: that takes a while.
    """
    if year in _stored():
        return _stored()[year]
    from holidays.countries.indonesia import Indonesia

    return dict(Indonesia(years=year, categories=("public", "government"), language="id"))


@lru_cache(maxsize=64)
def calendar_for(spec: CalendarSpec, zone: str, agency: str = "") -> WorkingCalendar:
    """The calendar of an agency; of the whole city for "" and for an agency without shifts of its own."""
    own = tuple(one.shift for one in spec.shifts if one.agency == agency)
    shifts = own or tuple(one.shift for one in spec.shifts if not one.agency) or (OFFICE,)
    city_days, worked = frozenset(one.day for one in spec.days_off), frozenset(spec.worked)

    @lru_cache(maxsize=256)
    def days_off(year: int) -> frozenset[date]:
        national = frozenset(national_days(year)) if spec.country else frozenset()
        return (national | {day for day in city_days if day.year == year}) - worked

    return WorkingCalendar(ZoneInfo(zone), days_off, shifts)
