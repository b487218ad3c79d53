"""The collector under its lease: one leader, wishes obeyed, failures contained, a clean end."""

import time
from collections.abc import Callable, Iterator

import pytest

from app.domain.source import Ask, LinkState, Request
from app.errors import LeaseLost, SourceError, SourceRefused
from app.journal import lease
from app.journal.export import export_rows
from app.journal.reader import newest_commit, since
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import CityFile
from data_sources.collector import Collector
from data_sources.once import collect_once
from data_sources.writer import FEWEST_ROWS, Pace, Writer, pieces
from tests.collector.conftest import until
from tests.collector.stub import T0, StubConnector, building, complaint


@pytest.fixture
def started(journal: Journal, two: CityFile) -> Iterator[Callable[..., Collector]]:
    """Start collectors that are stopped afterwards."""
    running: list[Collector] = []

    def start(*stubs: StubConnector, name: str = "") -> Collector:
        running.append(Collector(journal, two, building(*stubs), name=name))
        running[-1].start()
        return running[-1]

    yield start
    for collector in running:
        assert collector.stop()


def test_every_source_is_polled_and_its_cursor_kept(journal: Journal, started: Callable[..., Collector]) -> None:
    a, b = StubConnector("a"), StubConnector("b")
    started(a, b)
    assert until(lambda: a.polls >= 2 and b.polls >= 2)
    assert until(lambda: len(since(journal, 0).complaints) >= 9)
    status = source_statuses(journal)["a"]
    assert status.state is LinkState.OK
    assert status.cursor["n"] >= 3
    assert status.last_good is not None


@pytest.mark.expects_log("down")
def test_a_failing_source_does_not_disturb_another(journal: Journal, started: Callable[..., Collector]) -> None:
    a, b = StubConnector("a"), StubConnector("b")
    a.trouble = SourceError("a", "it is down.", "Look at it.")
    started(a, b)
    assert until(lambda: b.polls >= 2 and a.polls >= 1)
    assert until(lambda: "a" in source_statuses(journal))
    status = source_statuses(journal)["a"]
    assert (status.error, status.next_step) == ("it is down.", "Look at it.")
    states = [row["state"] for row in export_rows(journal, "health") if row["source"] == "a"]
    assert states[0] == LinkState.DEGRADED  # by now it may have failed three times, and be down
    assert source_statuses(journal)["b"].state is LinkState.OK


def test_H1_a_source_that_stays_down_makes_one_health_fact_not_one_a_poll(journal: Journal, two: CityFile) -> None:
    a = StubConnector("a")
    a.trouble = SourceRefused("a", "it says 401.", "Ask for a key.")
    for _ in range(3):
        collect_once(journal, two, building(a, StubConnector("b", per_poll=0)), ["a"])
    import sqlalchemy as sa

    from app.journal import tables
    from app.journal.engine import reading

    with reading(journal.engine) as connection:
        facts = connection.execute(sa.select(tables.health)).all()
    assert {fact.state for fact in facts} == {"misconfigured"}


def test_pause_resume_and_poll_now_are_obeyed(journal: Journal, started: Callable[..., Collector]) -> None:
    a, b = StubConnector("a"), StubConnector("b")
    started(a, b)
    assert until(lambda: a.polls >= 1)
    journal.append([Request("a", "1", T0, Ask.PAUSE, "op")])
    assert until(lambda: (s := source_statuses(journal).get("a")) is not None and s.state is LinkState.PAUSED)
    polls = a.polls
    assert until(lambda: b.polls >= 4)
    assert a.polls == polls
    journal.append([Request("a", "2", T0, Ask.RESUME, "op")])
    assert until(lambda: a.polls > polls)


def test_a_wish_made_while_nobody_led_is_obeyed(journal: Journal, started: Callable[..., Collector]) -> None:
    journal.append([Request("a", "1", T0, Ask.PAUSE, "op")])
    started(StubConnector("a"), StubConnector("b"))
    assert until(lambda: (s := source_statuses(journal).get("a")) is not None and s.state is LinkState.PAUSED)


def test_only_one_of_two_collectors_leads_and_the_other_takes_over(
    journal: Journal, started: Callable[..., Collector]
) -> None:
    first = started(StubConnector("a"), StubConnector("b"), name="first")
    assert until(lambda: first.epoch is not None)
    second = started(StubConnector("a"), StubConnector("b"), name="second")
    time.sleep(1.2)
    assert second.epoch is None
    assert first.stop()
    assert until(lambda: second.epoch is not None)
    leader = lease.look(journal)
    assert leader is not None
    assert (leader.holder, leader.epoch) == ("second", 2)


def test_a_writer_of_an_old_epoch_is_refused_and_stores_nothing(journal: Journal) -> None:
    old = lease.take(journal, "old")
    assert old is not None
    lease.release(journal, old)
    assert lease.take(journal, "new") == old + 1
    with pytest.raises(LeaseLost):
        journal.append([complaint(1)], epoch=old)
    assert newest_commit(journal) == 0


def test_a_batch_is_stored_in_pieces_with_its_cursor_in_the_last(journal: Journal) -> None:
    epoch = lease.take(journal, "me")
    assert epoch is not None
    writer = Writer(journal, epoch)
    writer.start()
    stored = writer.write([complaint(n) for n in range(4500)], {"a": {"cursor": {"n": 4500}}})
    assert writer.stop()
    assert stored == 4500
    assert newest_commit(journal) >= 3
    assert source_statuses(journal)["a"].cursor == {"n": 4500}


def test_a_commit_takes_what_fits_into_its_time() -> None:
    facts, pace = [complaint(n) for n in range(4500)], Pace()
    told, speed = [], iter((0.05, 0.01, 0.2, 10.0, 0.05))
    for piece, is_last in pieces(facts, pace):
        told.append((len(piece), is_last))
        pace.learn(len(piece), next(speed))
    assert told == [(1000, False), (1000, False), (2000, False), (500, True)]
    assert list(pieces([], pace)) == [([], True)]
    assert pace.rows == FEWEST_ROWS
    pace.learn(FEWEST_ROWS - 1, 0.0001)
    assert pace.rows == FEWEST_ROWS


def test_once_polls_until_there_is_no_more_and_tells_who_failed(journal: Journal, two: CityFile) -> None:
    a, b = StubConnector("a", more_until=4), StubConnector("b")
    b.trouble = SourceError("b", "it is down.")
    outcomes = {o.source: o for o in collect_once(journal, two, building(a, b))}
    assert a.polls == 4
    assert (outcomes["a"].records, outcomes["a"].trouble) == (12, None)
    assert outcomes["b"].trouble is b.trouble
    assert len(since(journal, 0).complaints) == 12


def test_stopping_does_not_wait_for_a_slow_source(journal: Journal, started: Callable[..., Collector]) -> None:
    a = StubConnector("a")
    a.gate.clear()
    collector = started(a, StubConnector("b"))
    assert until(lambda: collector.epoch is not None)
    assert collector.stop(timeout_s=2.0)
