"""Ending with a letter in flight: at once, and the letter is neither lost nor applied twice."""

import socket
from collections.abc import Callable, Iterator

import pytest

from app.actions.care import Answer
from app.domain.mail import MailState
from data_sources.batch import Connector
from data_sources.collector import Collector
from data_sources.outgoing import outgoing
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import OPERATOR, Room, city_at, until
from tests.courier.test_updates import notes_at


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """A far end that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


def _collector(room: Room) -> Collector:
    """A collector that polls nothing and delivers."""

    def build(*_: object) -> tuple[Connector, Callable[[], None]]:
        raise AssertionError("nothing is polled here")

    city = room.city.model_copy(update={"sources": ()})
    beside = outgoing(room.journal, room.city, room.messenger)
    return Collector(room.journal, city, build, name="test", beside=beside)


def test_the_collector_ends_in_time_with_a_letter_in_flight_and_the_next_one_delivers_it(
    make_room: Callable[..., Room], silent: socket.socket, backend: FarEnd
) -> None:
    room = make_room(f"http://127.0.0.1:{silent.getsockname()[1]}/")
    case = room.case(backend.complaint(description="lubang", quiet=True))
    room.acting.perform(OPERATOR, Answer(case, "Besok."))
    first = _collector(room)
    first.start()
    assert until(lambda: room.letters(case)[0].state is MailState.SENDING)
    assert first.stop()
    assert room.letters(case)[0].state is MailState.SENDING
    room.city = city_at(backend.open311)
    second = _collector(room)
    second.start()
    try:
        assert until(lambda: room.letters(case)[0].state is MailState.CONFIRMED)
    finally:
        assert second.stop()
    assert notes_at(backend, case.id) == ["Besok."]
