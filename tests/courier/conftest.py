"""A room whose letters go to the simulator, or to a server that answers as a test says."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from app.actions.messenger import Messenger
from app.actions.perform import Acting
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.complaint import Complaint, State
from app.domain.person import Person, Role, Signed
from app.journal import lease
from app.journal.engine import reading
from app.journal.outbox import Letter, letters_of
from app.journal.store import Journal
from app.settings import CityFile
from data_sources.outgoing import Outgoing
from data_sources.simulator.running import FarEnd, running
from tests.actions.conftest import CITY
from tests.journal.facts import T0

OPERATOR = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")


def until(true: Callable[[], Any], seconds: float = 60.0) -> bool:
    """Wait for what other threads do."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(true())


class Room:
    """A journal, deeds in it, and a courier to start."""

    def __init__(self, journal: Journal, city: CityFile) -> None:
        self.journal, self.city = journal, city
        self.acting = Acting(journal, city)
        self.messenger = Messenger(self.acting)

    def case(self, ident: str, source: str = "sorot") -> CaseId:
        """A complaint under this id, stored; its case."""
        fact = Complaint(source, ident, T0, "open", State.OPEN, requested_at=T0, category="jalan", lat=-6.23, lon=107.0)
        self.journal.append([fact])
        return CaseId(source, ident)

    def letters(self, case: CaseId) -> list[Letter]:
        """All letters of a case, oldest first."""
        with reading(self.journal.engine) as connection:
            return letters_of(connection, str(case))[::-1]

    @contextmanager
    def courier(self) -> Iterator[int]:
        """A courier that leads meanwhile; its epoch."""
        epoch = lease.take(self.journal, "test")
        assert epoch is not None
        outgoing = Outgoing(self.journal, self.city, self.messenger)
        outgoing.start(epoch)
        try:
            yield epoch
        finally:
            outgoing.stop()
            outgoing.join(2.0)
            lease.release(self.journal, epoch)


def city_at(open311: str, channel: str = "http://127.0.0.1:9/") -> CityFile:
    """The city with its far ends elsewhere."""
    source = CITY.sources[0].model_copy(update={"url": open311, "secret_env": "POC_TEST_KEY"})
    hook = CITY.channels[0].model_copy(update={"url": channel, "secret_env": "POC_TEST_CREW"})
    return CITY.model_copy(update={"sources": (source,), "channels": (hook, CITY.channels[1])})


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for the backend and one for the crews; undo takes no time here."""
    monkeypatch.setenv("POC_TEST_KEY", "kunci-uji")
    monkeypatch.setenv("POC_TEST_CREW", "rahasia-regu")
    monkeypatch.setattr("app.actions.perform.UNDO_S", 0)
    monkeypatch.setattr("data_sources.delivery.random.uniform", lambda _low, _high: 0.2)
    monkeypatch.setattr("data_sources.courier.LOOK_EVERY_S", 0.05)
    monkeypatch.setattr("data_sources.delivery.CREATE_REST_S", 0.2)


@pytest.fixture
def backend() -> Iterator[FarEnd]:
    """A small simulated city."""
    with running(scale=0.1, complaint_days=2, scenario=False) as end:
        yield end


@pytest.fixture
def make_room(secrets: None, journal_url: str) -> Iterator[Callable[..., Room]]:
    """A room on either store with its far ends where one says."""
    made: list[Room] = []

    def make(open311: str, channel: str = "http://127.0.0.1:9/", clock: Clock | None = None) -> Room:
        journal = Journal.create(journal_url, clock or Clock.starting(T0, speed=1))
        made.append(Room(journal, city_at(open311, channel)))
        return made[-1]

    yield make
    for room in made:
        room.journal.close()


@pytest.fixture
def served(httpserver: HTTPServer) -> HTTPServer:
    """A server of the test's own answers."""
    httpserver.no_handler_status_code = 404
    return httpserver
