"""Which agency answers for a complaint by the city's division of duties (tupoksi): by its category and its place."""

from dataclasses import dataclass

from app.picture.picture import Picture
from app.settings import CityFile


@dataclass(frozen=True, slots=True)
class Duty:
    """The agency, the category it answers for, and the area whose own agency it is ("" for the whole city's)."""

    agency: str
    category: str
    area: str = ""

    @property
    def reason(self) -> str:
        """What is kept with the deed, in the city's own words."""
        return f"tupoksi: {self.category}" + (f", {self.area}" if self.area else "")


def duty_of(picture: Picture, city: CityFile, key: int) -> Duty | None:
    """Who answers for the complaint of a key; None where its category names nobody.

    The kelurahan's own agency comes before the kecamatan's, and both before the category's.
    """
    category = city.category_of(picture.words.text(int(picture.complaints.category[key - 1])))
    if category is None:
        return None
    area, places = int(picture.complaints.area[key - 1]), city.places.kelurahan
    if 0 <= area < len(places):
        for code in (places[area].code, places[area].kecamatan):
            if agency := category.agency_in.get(code, ""):
                return Duty(agency, category.name, places[area].name)
    return Duty(category.agency, category.name) if category.agency else None
