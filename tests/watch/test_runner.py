"""The runner on both stores: its own cursor, one transaction, the lease, a restart anywhere."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.clock import REAL, Clock
from app.domain.complaint import State
from app.domain.kind import Kind
from app.domain.source import Derived, Health, LinkState
from app.errors import JournalError, LeaseLost
from app.journal import lease, tables
from app.journal.encode import to_ms
from app.journal.store import Journal
from app.journal.watch_reader import read_piece, stood_at
from app.journal.watch_state import watch_states
from app.settings import CityFile
from app.watch.arrival import Arrival
from app.watch.catalogue import city_watches
from app.watch.runner import KEEP_EVERY, WatchRunner
from app.watch.source_lost import SourceLost
from app.watch.watch import Step
from tests.watch.scenes import FAR_M, HERE, T0, at, fence, fix, open_complaint

SQUARE = {"type": "Polygon", "coordinates": [[[106.97, -6.30], [106.98, -6.30], [106.98, -6.29], [106.97, -6.30]]]}


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    made = Journal.create(journal_url, Clock.starting(T0))
    yield made
    made.close()


@pytest.fixture
def epoch(journal: Journal) -> int:
    number = lease.take(journal, "this test")
    assert number is not None
    return number


def append(journal: Journal, *facts: object, second: float = 0) -> int | None:
    return journal.append(facts, at=at(second)).commit  # type: ignore[arg-type]


def drive(journal: Journal, start: int = 0, end: int = 200) -> None:
    """An open complaint, and a vehicle that comes and stays; one commit a fix."""
    append(journal, open_complaint(), second=start)
    append(journal, fix(start - 20, FAR_M), second=start)
    for second in range(start, end, 20):
        append(journal, fix(second, 5), second=second)


def derived(journal: Journal) -> list[tuple[str, str, int]]:
    c = tables.derived.c
    with journal.engine.connect() as connection:
        return [tuple(one) for one in connection.execute(sa.select(c.entity, c.what, c.cause).order_by(c.v))]


def finish(runner: WatchRunner, epoch: int, now: datetime) -> datetime | None:
    """Run until it has caught up."""
    while (wake := runner.run(epoch, now)) == now:
        pass
    return wake


def test_an_arrival_is_in_the_journal_once_however_often_we_look(journal, city, epoch):
    drive(journal)
    runner = WatchRunner(journal, city_watches(city, journal.clock), city)
    for _ in range(3):
        finish(runner, epoch, at(300))
    assert derived(journal) == [("vehicle/1", f"arrived/complaint/1/{to_ms(at(0)) // 1000}", 9)]


def test_consoles_find_the_fact_with_its_place(journal, city, epoch):
    drive(journal)
    finish(WatchRunner(journal, [Arrival()], city), epoch, at(300))
    [fact] = read_piece(journal, 0, frozenset({Kind.DERIVED}), most=1000).derived
    assert (fact.watch, fact.version, fact.valid_at) == ("arrival", 1, at(0))
    assert (fact.body["kind"], fact.body["id"], fact.body["name"]) == ("complaint", "4812", "Tumpukan sampah")
    assert (fact.body["lat"], fact.body["lon"]) == HERE


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_a_new_runner_at_any_moment_goes_on_where_the_last_one_stood(journal, city, epoch, most):
    append(journal, open_complaint())
    append(journal, fence(SQUARE))
    for second in range(0, 260, 20):
        append(journal, fix(second, 5 if second < 200 else FAR_M), second=second)
        WatchRunner(journal, [Arrival()], city, most).run(epoch, at(second))
    assert [what.rsplit("/", 1)[0] for _, what, _ in derived(journal)] == ["arrived/complaint/1", "arrived/geofence/1"]


def test_a_restart_sees_the_complaints_as_they_stood_at_its_cursor(journal, city, epoch):
    drive(journal)
    runner = WatchRunner(journal, [Arrival()], city, most_commits=1, budget_s=0)
    for _ in range(4):
        runner.run(epoch, at(300))  # one commit of the twelve each time
    append(journal, replace(open_complaint(), valid_at=at(290), status="closed", state=State.CLOSED), second=290)
    finish(WatchRunner(journal, [Arrival()], city), epoch, at(300))
    assert len(derived(journal)) == 1


def test_what_stood_at_a_commit_does_not_know_what_came_later(journal):
    first = append(journal, open_complaint("1"), open_complaint("2"))
    second = append(journal, replace(open_complaint("1"), valid_at=at(5), state=State.CLOSED, status="closed"))
    third = append(journal, replace(open_complaint("1"), valid_at=at(2), status="late news"), fix(0, 0))
    ids = [{row.id for row in stood_at(journal, commit).complaints} for commit in (0, first, second, third)]
    assert ids == [set(), {"1", "2"}, {"2"}, {"2"}]
    assert [dict(stood_at(journal, commit).newest_fix) for commit in (second, third)] == [{}, {1: to_ms(at(0))}]


def test_a_late_older_version_does_not_reopen_a_complaint(journal):
    append(journal, open_complaint())
    append(journal, replace(open_complaint(), valid_at=at(5), state=State.CLOSED, status="closed"))
    append(journal, replace(open_complaint(), valid_at=at(2), status="late news"))
    rows = read_piece(journal, 0, frozenset({Kind.COMPLAINT}), most=10).complaints
    assert [row.state for row in rows] == [State.OPEN, State.CLOSED]


def test_facts_state_and_cursor_are_written_together_or_not_at_all(journal, city, epoch):
    drive(journal)
    is_broken = [True]

    @sa.event.listens_for(journal.engine, "before_cursor_execute")
    def _fail(connection, cursor, statement, *rest):
        if is_broken[0] and "watches" in statement and not statement.lstrip().startswith("SELECT"):
            raise sa.exc.OperationalError(statement, {}, Exception("disk full"))

    runner = WatchRunner(journal, [Arrival()], city)
    with pytest.raises(JournalError):
        finish(runner, epoch, at(300))
    assert derived(journal) == []
    assert watch_states(journal) == {}
    is_broken[0] = False
    finish(runner, epoch, at(300))
    assert len(derived(journal)) == 1


def test_a_runner_whose_lease_has_passed_writes_nothing(journal, city, epoch):
    drive(journal)
    runner = WatchRunner(journal, [Arrival()], city)
    lease.release(journal, epoch)
    other = lease.take(journal, "another")
    with pytest.raises(LeaseLost):
        finish(runner, epoch, at(300))
    assert derived(journal) == []
    finish(WatchRunner(journal, [Arrival()], city), other, at(300))
    assert len(derived(journal)) == 1


def test_after_a_takeover_and_back_it_reads_again_where_the_other_left_off(journal, city, epoch):
    runner = WatchRunner(journal, [Arrival()], city)
    finish(runner, epoch, at(0))
    drive(journal)
    lease.release(journal, epoch)
    finish(WatchRunner(journal, [Arrival()], city), lease.take(journal, "another"), at(300))
    lease.release(journal, epoch + 1)
    finish(runner, lease.take(journal, "this test"), at(300))
    assert len(derived(journal)) == 1


def test_a_long_silence_is_caught_up_in_pieces_that_end(journal, city, epoch):
    drive(journal, end=1600)
    runner = WatchRunner(journal, [Arrival()], city, most_commits=2, budget_s=0)
    assert runner.run(epoch, at(1700)) == at(1700)  # more to read: call again at once
    assert finish(runner, epoch, at(1700)) is None


def test_source_lost_at_night_with_no_console_and_no_news(journal, city, epoch):
    spec = city.sources[0]
    limit = 3 * spec.stale_after.total_seconds()
    journal.append([], also={spec.id: {"state": "ok", "last_good": to_ms(at(0))}})
    runner = WatchRunner(journal, [SourceLost((spec,))], city)
    wake = runner.run(epoch, at(1))
    assert wake == at(limit + 0.001)
    runner.run(epoch, wake)
    runner.run(epoch, at(limit + 500))
    journal.append([], also={spec.id: {"state": "ok", "last_good": to_ms(at(limit + 510))}})
    runner.run(epoch, at(limit + 511))
    WatchRunner(journal, [SourceLost((spec,))], city).run(epoch, at(limit + 512))
    assert [(entity, what) for entity, what, _ in derived(journal)] == [
        (f"source/{spec.id}", "lost"),
        (f"source/{spec.id}", "recovered"),
    ]


def test_a_health_fact_wakes_source_lost(journal, city, epoch):
    spec = city.sources[0]
    journal.append([], also={spec.id: {"state": "down", "last_good": to_ms(at(-9000))}})
    append(journal, Health(spec.id, at(0), LinkState.DOWN, 9000.0, "refused"))
    WatchRunner(journal, [SourceLost((spec,))], city).run(epoch, at(1))
    assert [what for _, what, _ in derived(journal)] == ["lost"]


@dataclass
class Recorder:
    """A watch that remembers what it was given."""

    name: str = "recorder"
    version: int = 1
    depends_on: frozenset[Kind] = frozenset({Kind.POSITION})
    look_back: timedelta = timedelta(hours=1)
    fails: bool = False
    seen: list[tuple[int, int, datetime]] = field(default_factory=list)

    def step(self, state, changes, now):
        if self.fails:
            raise ZeroDivisionError("a bug")
        self.seen.append((changes.rows.low, changes.rows.high, now))
        many = state.get("many", 0) + len(changes.rows.positions)
        fact = Derived(self.name, self.version, "city", changes.rows.high, now, "counted", {"many": many})
        return Step({"many": many}, [fact] if changes.rows.positions else [])


def test_while_it_catches_up_a_watch_is_given_the_time_of_the_piece(journal, city, epoch):
    for second in (0, 60, 120):
        append(journal, fix(second, 0), second=second)
    recorder = Recorder()
    finish(WatchRunner(journal, [recorder], city, most_commits=1), epoch, at(900))
    assert recorder.seen == [(0, 1, at(0)), (1, 2, at(60)), (2, 3, at(120))]
    append(journal, fix(600, 0), second=600)
    finish(WatchRunner(journal, [recorder], city), epoch, at(900))
    assert recorder.seen[-1][2] == at(900)


def test_a_watch_without_news_is_not_written_at_every_commit(journal, city, epoch):
    runner = WatchRunner(journal, [Recorder()], city, most_commits=KEEP_EVERY)
    append(journal, fix(0, 0))
    finish(runner, epoch, at(1))
    stored = watch_states(journal)["recorder"]
    append(journal, open_complaint())
    finish(runner, epoch, at(2))
    assert watch_states(journal)["recorder"] == stored


def test_a_new_watch_begins_its_look_back_ago_and_not_in_the_year_before(journal, city, epoch):
    append(journal, fix(-90_000, 0), second=-90_000)
    append(journal, fix(-60, 0), second=-60)
    recorder = Recorder()
    finish(WatchRunner(journal, [recorder], city), epoch, at(0))
    assert recorder.seen[0][0] == 1
    assert watch_states(journal)["recorder"].state == {"many": 1}


def test_a_new_version_starts_afresh_and_tells_nothing_twice(journal, city, epoch):
    drive(journal)
    finish(WatchRunner(journal, [Arrival()], city), epoch, at(300))
    finish(WatchRunner(journal, [Arrival(version=2)], city), epoch, at(301))
    assert len(derived(journal)) == 1
    assert watch_states(journal)["arrival"].version == 2


def test_a_watch_with_a_bug_rests_and_the_others_go_on(journal, city, epoch, caplog):
    drive(journal)
    broken = Recorder(name="broken", fails=True)
    runner = WatchRunner(journal, [broken, Arrival()], city)
    with caplog.at_level(logging.ERROR):
        finish(runner, epoch, at(300))
        finish(runner, epoch, at(301))
    assert len(derived(journal)) == 1
    assert runner.resting == {"broken": "ZeroDivisionError('a bug')"}
    assert [record.message.split(" at ")[0] for record in caplog.records] == ["watch broken failed"]
    broken.fails = False
    finish(WatchRunner(journal, [broken, Arrival()], city), epoch, at(302))
    assert broken.seen[0][0] == 0  # nothing was lost meanwhile
    assert [what for _, what, _ in derived(journal)].count("counted") >= 1


def test_watches_that_stand_apart_each_read_everything_once(journal, city, epoch):
    drive(journal)
    finish(WatchRunner(journal, [Arrival()], city), epoch, at(300))
    append(journal, fix(400, 0), second=400)
    recorder = Recorder()
    finish(WatchRunner(journal, [Arrival(), recorder], city), epoch, at(500))
    lows, highs = zip(*((low, high) for low, high, _ in recorder.seen), strict=True)
    assert list(lows[1:]) == list(highs[:-1])
    assert watch_states(journal)["recorder"].state == {"many": 12}
    assert [what for _, what, _ in derived(journal) if what != "counted"] == [
        f"arrived/complaint/1/{to_ms(T0) // 1000}"
    ]


def test_a_city_of_any_name_has_its_watches(tmp_city, tmp_path: Path):
    small: CityFile = tmp_city(
        '[city]\nname = "Kota Lain"\nzone = "Asia/Jakarta"\nbox = [-6.7, 106.7, -6.5, 106.9]\n' + SOURCE
    )
    assert [watch.name for watch in city_watches(small, REAL)] == ["source_lost", "arrival", "deadline", "no_answer"]


SOURCE = '[[source]]\nid = "a"\nprotocol = "open311"\nurl = "http://127.0.0.1:1"\n'
