"""Which kinds of vehicle fit a case, and whether those who drive them work now."""

from datetime import datetime, timedelta
from enum import StrEnum

from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.duty import answers


class Fit(StrEnum):
    """Why some kinds of vehicle are looked for."""

    CATEGORY = "category"  # the city file names them for the category
    AGENCY = "agency"  # those of the agency that answers for the case
    ANY = "any"  # nobody knows the agency, so all are
    ASKED = "asked"  # a person wants to choose among all


def fitting_kinds(picture: Picture, frame: Frame, city: CityFile, key: int) -> tuple[tuple[str, ...], Fit]:
    """The kinds of vehicle for a complaint, best first, and why. AGENCY without a kind = it runs no vehicles."""
    i, text = key - 1, picture.words.text
    if not 0 <= i < picture.complaints.n:
        return (), Fit.ANY
    category = city.category_of(text(int(picture.complaints.category[i])))
    agency, duty = answers(picture, i), text(int(picture.complaints.duty[i]))
    ours = text(int(picture.cases.agency[i])) if i < picture.cases.n else ""
    moved = bool(ours and category and not _is_same(city, ours, duty, frame.at))
    if category is not None and category.units and not moved:
        return category.units, Fit.CATEGORY
    if not agency:
        return tuple(fleet.kind for fleet in city.fleets), Fit.ANY
    own = (fleet.kind for fleet in city.fleets if _is_same(city, agency, fleet.agency, frame.at))
    return tuple(own), Fit.AGENCY


def _is_same(city: CityFile, one: str, other: str, at: datetime) -> bool:
    """Whether two agencies are one under two names: the later bears the duty of the earlier."""
    if one == other:
        return True
    day = at.astimezone(city.city.tz).date()
    a, b = city.agency_at(one, day), city.agency_at(other, day)
    return a is not None and b is not None and a.id == b.id


def is_at_work(city: CityFile, kind: str, at: datetime) -> bool:
    """Whether those who drive a kind of vehicle work now; where the city file states no hours they always do."""
    fleet = city.fleet_of(kind)
    if fleet is None:
        return True
    current = city.agency_at(fleet.agency, at.astimezone(city.city.tz).date())
    names = (fleet.agency, current.id if current else "", "")
    stated = {shift.agency for shift in city.calendar.shifts}
    agency = next((name for name in names if name in stated), None)
    if agency is None:
        return True
    return city.working(agency).worked(at, at + timedelta(seconds=1)) > timedelta(0)
