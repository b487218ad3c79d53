"""Leading that fails as it begins, or takes long to: it is tried again, and the lease is neither kept nor lost."""

from datetime import datetime
from threading import Event
from typing import Any

import pytest

from app.domain.source import Ask, LinkState, Request
from app.errors import JournalError
from app.journal import lease
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.journal.wishes import unread_wishes
from app.settings import CityFile, SourceSpec
from data_sources import collector as leading
from data_sources import worker
from data_sources.batch import Batch
from data_sources.collector import Collector
from data_sources.http_trouble import STOPPED, CallStopped
from tests.collector.conftest import until
from tests.collector.stub import T0, StubConnector, building

pytestmark = pytest.mark.parametrize("journal_url", ["sqlite"], indirect=True)

SLOW = "the database took too long."
MORE_THAN_A_QUEUE_HOLDS = 70


@pytest.mark.expects_log(SLOW)
def test_however_often_its_chores_fail_at_the_start_it_tries_again(
    journal: Journal, two: CityFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[int] = []

    def chore(epoch: int, now: datetime) -> None:
        begun.append(epoch)
        if 1 < len(begun) <= MORE_THAN_A_QUEUE_HOLDS:  # after the first: the writer it had then has ended
            raise JournalError("journal", SLOW)

    collector = Collector(journal, two, building(StubConnector("a"), StubConnector("b")), (chore,))
    monkeypatch.setattr(collector._stopping, "wait", lambda _: False)  # the second between two tries
    collector.start()
    try:
        assert until(lambda: len(begun) > MORE_THAN_A_QUEUE_HOLDS)
    finally:
        assert collector.stop()


@pytest.mark.expects_log("the database is away")
def test_a_journal_that_fails_between_two_sources_ends_no_collector(
    journal: Journal, two: CityFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    known = worker.known_refusals

    def failing_once(journal: Journal, source: str, most: int) -> Any:
        asked.append(source)
        if len(asked) == 2:
            raise JournalError("journal", "the database is away.")
        return known(journal, source, most)

    monkeypatch.setattr(worker, "known_refusals", failing_once)
    b = StubConnector("b")
    collector = Collector(journal, two, building(StubConnector("a"), b))
    collector.start()
    try:
        assert until(lambda: b.polls > 0 or not collector.is_running)
        assert collector.is_running and collector.epoch == 2
    finally:
        assert collector.stop()


def test_the_lease_is_renewed_between_the_steps_of_a_slow_start(
    journal: Journal, two: CityFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, held = [0.0], list[bool]()
    monkeypatch.setattr(leading, "monotonic", lambda: now[0])

    def slow() -> None:
        """Note whether we hold the lease, then take so long that it ends."""
        found = lease.look(journal)
        assert found is not None
        held.append(found.alive)
        lease.renew(journal, found.epoch, life_s=0)
        now[0] += lease.LIFE_S

    def build(spec: SourceSpec, city: CityFile) -> Any:
        slow()
        return building(StubConnector("a"), StubConnector("b"))(spec, city)

    def chore(epoch: int, at: datetime) -> None:
        if len(held) < 4:
            slow()
        else:
            collector._stopping.set()  # the first look after the start

    collector = Collector(journal, two, build, (chore, chore))
    collector.start()
    assert until(lambda: not collector.is_running)
    assert held == [True] * 4


def test_a_wish_that_was_cut_short_waits_for_the_next_leader(journal: Journal, two: CityFile) -> None:
    a, b, looked = Held("a"), StubConnector("b"), Event()
    first = Collector(journal, two, building(a, b), (lambda epoch, at: looked.set(),))
    first.start()
    assert until(a.entered.is_set)
    journal.append([Request("a", "1", T0, Ask.PAUSE, "op"), Request("b", "2", T0, Ask.POLL_NOW, "op")])
    for _ in range(2):  # the second look began after the wishes were there, and handed them on
        looked.clear()
        assert until(looked.is_set)
    assert first.stop()
    assert [wish.id for _, wish in unread_wishes(journal)] == ["1", "2"]
    second = Collector(journal, two, building(StubConnector("a"), b))
    second.start()
    try:
        assert until(lambda: not unread_wishes(journal))
        assert source_statuses(journal)["a"].state is LinkState.PAUSED
    finally:
        assert second.stop()


class Held(StubConnector):
    """A source whose poll lasts until it is cut."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        self.entered, self.gate = Event(), Event()

    def poll(self, cursor: dict[str, Any], now: datetime) -> Batch:
        """Nothing, and not before the end."""
        self.entered.set()
        self.gate.wait(120)
        raise CallStopped(self.source, STOPPED)
