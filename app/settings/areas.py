"""The city's areas as its file has them: official boundaries where they can be used, else the schematic."""

from app.geo.boundaries import Chosen, choose_areas
from app.geo.points import Box
from app.settings.city_file import CityFile


def city_areas(city: CityFile) -> Chosen:
    """The areas, and one line when the official file could not be used. Reads that file."""
    return choose_areas(city.places.kelurahan, Box(*city.city.box), city.map.boundaries)
