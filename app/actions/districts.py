"""Which district a place is in, for limits of who may act where: by official boundaries or not at all."""

from app.actions.room import AreaCode, no_area
from app.geo.boundaries import choose_areas
from app.geo.points import Box
from app.settings import CityFile


def district_finder(city: CityFile) -> AreaCode:
    """The code of the kecamatan; "" everywhere while only the schematic is known, which decides nothing."""
    areas = choose_areas(city.places.kelurahan, Box(*city.city.box), city.map.boundaries).areas
    if not areas.official:
        return no_area

    def district(lat: float | None, lon: float | None) -> str:
        if lat is None or lon is None:
            return ""
        at = int(areas.index([lat], [lon])[0])
        return city.places.kelurahan[at].kecamatan if 0 <= at < len(city.places.kelurahan) else ""

    return district
