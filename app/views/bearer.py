"""Who bears an agency's duty on a day, whatever it is called then."""

from datetime import date

from app.domain.message import N_
from app.settings import Agency, CityFile
from app.views.indicator_series import root_of

NO_AGENCY = N_("No agency given")


def bearer(root: str, day: date, city: CityFile) -> Agency:
    """The agency of a line of successors that is valid on `day`; under its id where the city file does not name it."""
    line = [agency for agency in city.agencies if root_of(agency.id, city) == root and agency.is_valid(day)]
    return (line[0] if line else city.agency_of(root)) or Agency(id=root, name=root)


def agency_called(text: str, city: CityFile) -> str:
    """The id of the agency a source calls by its id, its short name or its name; the text itself for any other."""
    if city.agency_of(text) is not None:
        return text
    plain = _plain(text)
    found = (one.id for one in city.agencies if plain and plain in (_plain(one.short), _plain(one.name)))
    return next(found, text)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
