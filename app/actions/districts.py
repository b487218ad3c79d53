"""Which area a place is in, for limits of who may act where: by official boundaries or not at all."""

from app.actions.room import AreaFinder
from app.geo.areas import Areas, rings
from app.journal.reach import Ground
from app.settings import CityFile
from app.settings.areas import city_areas


def area_finder(city: CityFile) -> AreaFinder:
    """The area of a place; OUTSIDE everywhere while only the schematic is known, which decides nothing."""
    return city_areas(city).areas.fact


def grounds(city: CityFile, areas: Areas) -> list[Ground]:
    """The same for a database that finds places itself: each kelurahan's rings, in the order of the city file."""
    found = zip(areas.areas, city.places.kelurahan, strict=False) if areas.official else ()
    return [Ground(place.kecamatan, tuple(rings(area.shape))) for area, place in found]
