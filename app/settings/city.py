"""The city itself: its box and zone, its agencies, its kinds of complaint and its fleets."""

from collections.abc import Mapping
from datetime import date
from math import cos, radians
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, model_validator

from app.domain.severity import Severity
from app.settings.duty import Legal
from app.settings.kinds import Frozen, Latitude, Longitude, TargetText, Word, fault, nearest, one_of
from app.settings.places import Kelurahan

KM_PER_DEGREE = 111.32
"""Kilometres in one degree of latitude; good to 0.5 % everywhere, which is enough for a margin."""

SEVERITIES = tuple(s.name.lower() for s in Severity)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise fault("is no time zone", nearest(name, available_timezones())) from None
    return name


def _box(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    south, west, north, east = box
    if south >= north or west >= east:
        raise fault("must be south, west, north, east, with south below north and west below east")
    return box


class City(Frozen):
    """The city: `box` is south, west, north, east in degrees; complaints outside box and margin are rejected."""

    name: Word
    zone: Annotated[str, AfterValidator(_zone)]
    box: Annotated[tuple[Latitude, Longitude, Latitude, Longitude], AfterValidator(_box)]
    margin_km: float = Field(default=5.0, ge=0, le=500)

    @property
    def tz(self) -> ZoneInfo:
        """The city's time zone, for people; inside, all times are UTC."""
        return ZoneInfo(self.zone)

    @property
    def box_with_margin(self) -> tuple[float, float, float, float]:
        """South, west, north, east of the box widened by `margin_km` on every side."""
        south, west, north, east = self.box
        up = self.margin_km / KM_PER_DEGREE
        aside = up / max(cos(radians(max(abs(south), abs(north)))), 0.01)
        return south - up, west - aside, north + up, east + aside


class Agency(Frozen):
    """An agency under one name: renamed or split it gets a new entry, so that old records keep the old name."""

    id: Word
    name: Word
    short: str = ""
    name_en: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> "Agency":
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise fault("valid_to is before valid_from")
        return self

    def is_valid(self, day: date) -> bool:
        """Whether the agency bore this name on `day`; the first and the last day count."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)


def _severity(word: str) -> str:
    return one_of(word.lower(), SEVERITIES)


class Category(Frozen):
    """A kind of complaint: who answers, how grave it is, the control room's targets as text, and its kind in law.

    `units` are the kinds of vehicle that may be sent, best first; without them those of its agency. `agency_in` names
    other agencies for some areas, by the code of a kelurahan or kecamatan.
    """

    id: Word
    name: Word
    name_en: str = ""
    agency: str = ""
    agency_in: Mapping[Word, Word] = Field(default_factory=dict)
    severity: Annotated[str, AfterValidator(_severity)] = "menengah"
    first_answer: TargetText | None = None
    on_site: TargetText | None = None
    make_safe: TargetText | None = None
    done: TargetText | None = None
    legal: Legal = "complaint"
    units: tuple[str, ...] = ()

    def agency_for(self, place: Kelurahan | None) -> tuple[str, bool]:
        """Who answers for it in a kelurahan (None = not known for a fact), "" for nobody; whether the place decided.

        The kelurahan's own agency comes before the kecamatan's, and both before the category's.
        """
        for code in (place.code, place.kecamatan) if place else ():
            if agency := self.agency_in.get(code, ""):
                return agency, True
        return self.agency, False


class Fleet(Frozen):
    """A kind of vehicle, the agency that runs it, and how fast it gets on in the city's traffic."""

    kind: Word
    name: Word
    name_en: str = ""
    agency: str = ""
    speed_kmh: float = Field(default=25.0, gt=0, le=120)
