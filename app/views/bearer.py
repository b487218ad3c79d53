"""Who bears an agency's duty on a day, whatever it is called then, and which agency a source means by a name."""

from datetime import date

from app.domain.message import N_
from app.settings import Agency, CityFile

NO_AGENCY = N_("No agency given")


def bearer(agency: str, day: date, city: CityFile) -> Agency:
    """Who bears an agency's duty on `day`: itself, after its end its first successor, before it began the first of
    those that led to it; under its id where the city file does not name it.
    """
    known = city.agency_at(agency, day) or Agency(id=agency, name=agency)
    if known.valid_from is None or day >= known.valid_from:
        return known
    begun = (one for one in city.agencies if one.is_valid(day) and city.agency_at(one.id, known.valid_from) == known)
    return next(begun, known)


def agency_called(text: str, city: CityFile) -> str:
    """The id of the agency a source calls by its id, its short name or its name; the text itself for any other."""
    if city.agency_of(text) is not None:
        return text
    plain = _plain(text)
    found = (one.id for one in city.agencies if plain and plain in (_plain(one.short), _plain(one.name)))
    return next(found, text)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
