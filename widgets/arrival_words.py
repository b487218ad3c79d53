"""Arrivals in words, for the panel of a case, of a vehicle, and the map's cards."""

from datetime import timedelta

from app.i18n import Language
from app.views.arrival import ArrivalLine
from widgets.case_words import one_line

NAME_CAP = 60


def arrival_at_case(line: ArrivalLine, words: Language) -> str:
    """Which vehicle arrived at the case that is looked at; the time stands beside it."""
    return words.text("{vehicle} arrived on site", vehicle=one_line(line.vehicle_name, NAME_CAP))


def arrival_card(line: ArrivalLine, words: Language) -> str:
    """The same with its time, for a card: "Baktor 07 · B-9214-KQA tiba di lokasi 10.42"."""
    return f"{arrival_at_case(line, words)} {when(line, words)}"


def arrival_of_vehicle(line: ArrivalLine, words: Language) -> str:
    """Where the vehicle that is looked at arrived; the time stands beside it."""
    return words.text("arrived at {place}", place=place_name(line, words))


def vehicle_arrival_card(line: ArrivalLine, words: Language) -> str:
    """The same with its time, for a card."""
    return f"{arrival_of_vehicle(line, words)} · {when(line, words)}"


def place_name(line: ArrivalLine, words: Language) -> str:
    """A place as its source or the city file calls it."""
    return one_line(line.place_name, NAME_CAP) or words.text("a place without a name")


def arrival_proof(line: ArrivalLine, words: Language) -> str:
    """What the sentence rests on: the rule, and when this room concluded it."""
    rule = words.text("Its fixes stayed within 50 m for two minutes")
    noted = words.text("Noted {moment}", moment=words.moment(line.recorded_at))
    return f"{rule} · {noted}"


def when(line: ArrivalLine, words: Language) -> str:
    """The time of arrival; with its date when that was not today."""
    day, today = (moment.astimezone(words.zone).date() for moment in (line.at, line.at + timedelta(seconds=line.age_s)))
    return words.time(line.at) if day == today else f"{words.date(line.at, 'd MMM')} {words.time(line.at)}"
