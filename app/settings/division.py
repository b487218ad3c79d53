"""The city's division of duties (tupoksi): which agency a kind of complaint belongs to, by its category and place."""

from dataclasses import dataclass

from app.geo.points import OUTSIDE
from app.settings.city_file import CityFile


@dataclass(frozen=True, slots=True)
class Duty:
    """The agency, the category it answers for, and the area whose own agency it is ("" for the whole city's)."""

    agency: str
    category: str
    area: str = ""

    @property
    def reason(self) -> str:
        """What is kept with the deed, in the city's own words."""
        return f"tupoksi: {self.scope}"

    @property
    def scope(self) -> str:
        """The category, and the area where that decided."""
        return f"{self.category}, {self.area}" if self.area else self.category


def duty_of(city: CityFile, category: str, area: int) -> Duty | None:
    """Whose duty a category is in an area known for a fact; None where it names nobody."""
    known, place = city.category_of(category), city.places.at(area)
    agency, by_place = known.agency_for(place) if known else ("", False)
    if known is None or not agency:
        return None
    return Duty(agency, known.name, place.name if place and by_place else "")


def answers_for(city: CityFile, category: str, area: int = OUTSIDE) -> str:
    """The agency whose duty a category is in an area known for a fact; "" for nobody's."""
    duty = duty_of(city, category, area)
    return duty.agency if duty else ""
