"""A desk that waits for travel times is answered by the collector that leads, beside its polling."""

from pytest_httpserver import HTTPServer

from app.actions.messenger import Messenger
from app.actions.perform import Acting
from app.clock import real_now
from app.domain.travel import Spot, WayQuestion
from app.journal.store import Journal
from app.journal.ways import answered_ways, ask_ways
from app.settings import CityFile
from app.settings.areas import city_areas
from data_sources.collector import Chore, Collector
from data_sources.way_answers import WayAnswers
from main import _chores
from tests.collector.conftest import until
from tests.collector.stub import StubConnector, building
from tests.data_sources.osrm_server import RouterServer


def chores(journal: Journal, city: CityFile) -> tuple[Chore, ...]:
    """What the program gives its collector to do."""
    return _chores(journal, city, city_areas(city).areas, Messenger(Acting(journal, city)))


def routed(city: CityFile, url: str) -> CityFile:
    return city.model_copy(update={"routing": city.routing.model_copy(update={"url": url})})


def test_the_collector_answers_while_it_polls(journal: Journal, two: CityFile, httpserver: HTTPServer) -> None:
    city = routed(two, RouterServer(httpserver).url)
    a = StubConnector("a")
    collector = Collector(journal, city, building(a, StubConnector("b")), chores(journal, city))
    collector.start()
    try:
        ask_ways(journal, WayQuestion("q", real_now(), -6.24, 107.0, (Spot("armada/7", -6.25, 107.01),)))
        assert until(lambda: answered_ways(journal, "q") is not None)
        answer = answered_ways(journal, "q")
        assert answer is not None
        assert answer.seconds == {"armada/7": 60.0}
        polls = a.polls
        assert until(lambda: a.polls > polls)
    finally:
        assert collector.stop()


def test_a_city_without_a_router_has_nobody_who_asks_one(journal: Journal, two: CityFile) -> None:
    assert not any(isinstance(chore, WayAnswers) for chore in chores(journal, two))
    assert any(isinstance(chore, WayAnswers) for chore in chores(journal, routed(two, "http://127.0.0.1:9")))
