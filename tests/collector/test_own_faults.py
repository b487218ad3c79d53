"""Faults of the collector itself: a bug in one protocol or one batch costs as little as it can, and is told."""

import threading
from typing import Any

import pytest

from app.domain.source import Ask, LinkState, Request
from app.errors import PocError
from app.journal import lease
from app.journal.reader import since
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import CityFile
from data_sources.batch import Batch
from data_sources.collector import Collector
from data_sources.once import collect_once
from data_sources.writer import Writer
from tests.collector.conftest import until
from tests.collector.stub import T0, StubConnector, building, complaint

pytestmark = pytest.mark.parametrize("journal_url", ["sqlite"], indirect=True)


class Stumbling(StubConnector):
    """A protocol with a bug."""

    def poll(self, cursor: dict[str, Any], now: Any) -> Batch:
        """Fail as no connector should."""
        self.polls += 1
        raise KeyError("longitude")


@pytest.mark.expects_log("a: a fault of this program")
def test_a_bug_in_one_protocol_is_shown_at_its_source_and_costs_no_other(journal: Journal, two: CityFile) -> None:
    a, b = Stumbling("a"), StubConnector("b")
    collector = Collector(journal, two, building(a, b))
    collector.start()
    try:
        assert until(lambda: a.polls >= 2 and b.polls >= 2)
        assert until(lambda: "a" in source_statuses(journal))
        status = source_statuses(journal)["a"]
        assert status.state in (LinkState.DEGRADED, LinkState.DOWN)
        assert "KeyError" in status.error and status.next_step
        assert source_statuses(journal)["b"].state is LinkState.OK
    finally:
        assert collector.stop()


@pytest.mark.expects_log("a batch could not be stored")
def test_a_batch_that_cannot_be_stored_is_not_taken_for_stored(journal: Journal) -> None:
    epoch = lease.take(journal, "me")
    assert epoch is not None
    writer = Writer(journal, epoch)
    writer.start()
    with pytest.raises(PocError, match="could not be stored"):
        writer.write([complaint(1, extra={"x": object()})], {"a": {"cursor": {"n": 1}}})
    assert writer.write([complaint(2)], {"a": {"cursor": {"n": 2}}}) == 1
    assert writer.stop()
    assert [row.id for row in _versions(journal)] == ["2"]


def _versions(journal: Journal) -> list[Any]:
    import sqlalchemy as sa

    from app.journal import tables
    from app.journal.engine import reading

    with reading(journal.engine) as connection:
        return list(connection.execute(sa.select(tables.complaint_versions)))


def test_a_pause_is_obeyed_in_the_middle_of_a_long_back_fill(journal: Journal, two: CityFile) -> None:
    a, b = StubConnector("a", more_until=100_000), StubConnector("b")
    collector = Collector(journal, two, building(a, b))
    collector.start()
    try:
        assert until(lambda: a.polls > 3)
        journal.append([Request("a", "1", T0, Ask.PAUSE, "op")])
        assert until(lambda: source_statuses(journal)["a"].state is LinkState.PAUSED)
        polls = a.polls
        assert until(lambda: b.polls >= 4)
        assert a.polls == polls
        journal.append([Request("a", "2", T0, Ask.RESUME, "op")])
        assert until(lambda: a.polls > polls + 3)
    finally:
        assert collector.stop()


def test_a_collector_whose_own_thread_broke_says_so(
    journal: Journal, two: CityFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def chore(epoch: int, now: Any) -> None:
        raise ZeroDivisionError

    collector = Collector(journal, two, building(StubConnector("a"), StubConnector("b")), (chore,))
    collector.start()
    assert until(lambda: not collector.is_running)
    leader = lease.look(journal)
    assert leader is not None and not leader.alive


@pytest.mark.expects_log("a: a fault of this program")
def test_once_names_the_source_our_own_program_failed_on(journal: Journal, two: CityFile) -> None:
    outcomes = {o.source: o for o in collect_once(journal, two, building(Stumbling("a"), StubConnector("b")))}
    assert outcomes["a"].trouble is not None and outcomes["b"].trouble is None
    assert len(since(journal, 0).complaints) == 3
