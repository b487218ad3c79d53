"""Who bears an agency's duty on a day, whatever it is called then."""

from datetime import date

from app.settings import Agency, CityFile
from app.views.indicator_series import root_of


def bearer(root: str, day: date, city: CityFile) -> Agency:
    """The agency of a line of successors that is valid on `day`; under its id where the city file does not name it."""
    line = [agency for agency in city.agencies if root_of(agency.id, city) == root and agency.is_valid(day)]
    return (line[0] if line else city.agency_of(root)) or Agency(id=root, name=root)
