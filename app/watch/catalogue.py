"""The watches of a city: one entry a rule."""

from app.clock import Clock
from app.settings import CityFile
from app.watch.arrival import Arrival
from app.watch.deadline import Deadlines
from app.watch.no_answer import NoAnswer
from app.watch.source_lost import SourceLost
from app.watch.watch import Watch


def city_watches(city: CityFile, clock: Clock) -> tuple[Watch, ...]:
    """Every watch over a journal with this clock, in the order in which they step."""
    return (SourceLost(city.sources), Arrival(), Deadlines(), NoAnswer(city.channels, clock))
