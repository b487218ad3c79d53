"""Travel times: asked of a router, over the journal, and what is said when it does not answer."""

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from pytest_httpserver import HTTPServer

from app.clock import real_now
from app.domain.travel import Spot, WayAnswer, WayQuestion
from app.errors import SourceError
from app.journal.store import Journal
from app.journal.ways import WAITS_S, answer_ways, answered_ways, ask_ways, open_questions
from app.settings import CityFile
from app.settings.sending import Routing
from data_sources.doctor import router_line
from data_sources.osrm import Osrm, line_to_router, read_table
from data_sources.way_answers import WayAnswers
from tests.data_sources.osrm_server import RouterServer
from tests.journal.conftest import journal

__all__ = ["journal"]
SPOTS = (Spot("armada/7", -6.25, 107.01), Spot("armada/8", -6.3, 106.95))
T0 = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def question(id: str = "a", at: datetime = T0) -> WayQuestion:
    return WayQuestion(id, at, -6.24, 107.0, SPOTS)


def routing(url: str) -> Routing:
    return Routing.model_validate({"url": url, "deadline": "1s"})


@pytest.fixture
def router(httpserver: HTTPServer) -> RouterServer:
    return RouterServer(httpserver)


@pytest.fixture
def osrm(router: RouterServer) -> Iterator[Osrm]:
    http = line_to_router(routing(router.url))
    yield Osrm(routing(router.url), http)
    http.close()


@pytest.fixture
def answering(journal: Journal) -> Iterator[Callable[[str], WayAnswers]]:
    made: list[WayAnswers] = []

    def start(url: str) -> WayAnswers:
        made.append(WayAnswers(journal, routing(url)))
        return made[-1]

    yield start
    for one in made:
        one.close()


def test_all_units_are_asked_for_at_once_with_the_place_as_destination(osrm: Osrm, router: RouterServer) -> None:
    assert osrm.seconds(question()) == {"armada/7": 60.0, "armada/8": 120.0}
    ((path, query),) = router.asked
    assert path == "/table/v1/driving/107.000000,-6.240000;107.010000,-6.250000;106.950000,-6.300000"
    assert query == {"sources": "1;2", "destinations": "0", "annotations": "duration"}


def test_a_unit_without_a_way_is_told_as_such(osrm: Osrm, router: RouterServer) -> None:
    router.fault = "null"
    assert osrm.seconds(question()) == {"armada/7": None, "armada/8": 120.0}


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("slow", "No whole answer within 1 s|stopped answering"),
        ("short", "another size"),
        ("long", "another size"),
        ("text", "cannot be"),
        ("negative", "cannot be"),
        ("nothing", "no JSON"),
        ("refused", "answered 400"),
    ],
)
def test_a_router_that_answers_wrongly_is_no_answer(osrm: Osrm, router: RouterServer, fault: str, said: str) -> None:
    router.fault = fault
    with pytest.raises(SourceError, match=said):
        osrm.seconds(question())


@pytest.mark.parametrize("body", [b"[]", b'{"code": "NoTable"}', b'{"code": "Ok"}', b'{"code": "Ok", "durations": {}}'])
def test_an_answer_that_is_no_table_is_refused(body: bytes) -> None:
    with pytest.raises(SourceError):
        read_table(body, 1)


def test_nobody_to_ask_for_asks_nothing(osrm: Osrm, router: RouterServer) -> None:
    assert osrm.seconds(WayQuestion("a", T0, -6.2, 107.0, ())) == {}
    assert not router.asked


def test_a_question_is_open_until_it_is_answered_or_nobody_waits_any_more(journal: Journal) -> None:
    ask_ways(journal, question())
    assert open_questions(journal, T0) == [question()]
    assert open_questions(journal, T0 + timedelta(seconds=WAITS_S + 1)) == []
    assert answered_ways(journal, "a") is None
    answer = WayAnswer("a", {"armada/7": 61.5, "armada/8": None})
    answer_ways(journal, answer, T0)
    assert answered_ways(journal, "a") == answer
    assert open_questions(journal, T0) == []


def test_old_questions_are_forgotten_with_the_next_answer(journal: Journal) -> None:
    for n, minutes in enumerate((0, 11)):
        ask_ways(journal, question(str(n), T0 + timedelta(minutes=minutes)))
    answer_ways(journal, WayAnswer("0"), T0)
    answer_ways(journal, WayAnswer("1"), T0 + timedelta(minutes=11))
    assert answered_ways(journal, "0") is None
    assert answered_ways(journal, "1") is not None


def waited(journal: Journal, chore: WayAnswers, id: str) -> WayAnswer:
    end = time.monotonic() + 10
    while (answer := answered_ways(journal, id)) is None and time.monotonic() < end:
        chore(1, T0)
        chore.join(5)
    assert answer is not None
    return answer


def test_a_desk_is_answered_by_whoever_leads_the_collection(
    journal: Journal, answering: Callable[[str], WayAnswers], router: RouterServer
) -> None:
    ask_ways(journal, question(at=real_now()))
    assert waited(journal, answering(router.url), "a").seconds == {"armada/7": 60.0, "armada/8": 120.0}


def test_a_dead_router_is_answered_with_the_reason(journal: Journal, answering: Callable[[str], WayAnswers]) -> None:
    ask_ways(journal, question(at=real_now()))
    answer = waited(journal, answering("http://127.0.0.1:9"), "a")
    assert (answer.seconds, answer.error) == ({}, "The server refused the connection.")


def test_a_slow_router_does_not_hold_up_the_collectors_other_chores(
    journal: Journal, answering: Callable[[str], WayAnswers], router: RouterServer
) -> None:
    router.fault = "slow"
    chore = answering(router.url)
    ask_ways(journal, question(at=real_now()))
    chore(1, T0)
    assert answered_ways(journal, "a") is None  # and yet the call came back
    answer = waited(journal, chore, "a")
    assert (answer.seconds, bool(answer.error)) == ({}, True)


@pytest.mark.parametrize(
    ("fault", "is_well", "said"),
    [("", True, "{way_s} for"), ("null", True, "no way"), ("short", False, "another size")],
)
def test_doctor_says_whether_the_router_answers(
    router: RouterServer, city: CityFile, fault: str, is_well: bool, said: str
) -> None:
    router.fault = fault
    line = router_line(city.model_copy(update={"routing": routing(router.url)}))
    assert line.is_well is is_well
    assert said in line.seen[0].message
    assert is_well or line.next_step is not None
