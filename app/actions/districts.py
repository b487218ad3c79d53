"""Which area a place is in, for limits of who may act where: by official boundaries or not at all."""

from app.actions.room import AreaFinder
from app.errors import JournalError
from app.geo.areas import Areas, rings
from app.journal.engine import journal_url, make_engine, reading
from app.journal.reach import Ground, holds_districts
from app.journal.trouble import trouble_named
from app.settings import CityFile
from app.settings.areas import city_areas


def area_finder(city: CityFile) -> AreaFinder:
    """The area of a place; OUTSIDE everywhere while only the schematic is known, which decides nothing."""
    return city_areas(city).areas.fact


def limits_agree(url: str, city: CityFile) -> bool | None:
    """Whether a PostgreSQL journal holds people to the districts of the city file; None where it holds them to none,
    and where it does not answer.
    """
    if journal_url(url).get_backend_name() != "postgresql":
        return None
    engine = make_engine(journal_url(url))
    try:
        with trouble_named(), reading(engine) as connection:
            return holds_districts(connection, grounds(city, city_areas(city).areas))
    except JournalError:
        return None
    finally:
        engine.dispose()


def grounds(city: CityFile, areas: Areas) -> list[Ground]:
    """The same for a database that finds places itself: each kelurahan's rings, in the order of the city file."""
    found = zip(areas.areas, city.places.kelurahan, strict=False) if areas.official else ()
    return [Ground(place.kecamatan, tuple(rings(area.shape))) for area, place in found]
