"""Which area a place is in, for limits of who may act where: by official boundaries or not at all."""

from app.actions.room import AreaFinder
from app.settings import CityFile
from app.settings.areas import city_areas


def area_finder(city: CityFile) -> AreaFinder:
    """The area of a place; OUTSIDE everywhere while only the schematic is known, which decides nothing."""
    return city_areas(city).areas.fact
