"""What happens to a journal when the machine, the server or another program misbehaves."""

import logging
import random
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from app.domain.source import Ask, Request
from app.errors import JournalError
from app.journal import tables, upkeep
from app.journal.engine import COMMIT_LOCK, reading, writing
from app.journal.reader import newest_commit, since
from app.journal.store import Journal, store_source
from app.journal.surely import append_surely
from app.journal.tail import Tail
from tests.journal.cutting_proxy import CuttingProxy
from tests.journal.facts import T0, complaint
from tests.postgres import PostgresServer


def hold_the_lock(url: str, seconds: float, held: threading.Event) -> None:
    """Another program writes for so long."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(seconds)
    else:
        with psycopg.connect(url.replace("+psycopg", "")) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [COMMIT_LOCK])
            held.set()
            time.sleep(seconds)


def test_B1_a_writer_waits_for_another_program_that_holds_the_lock_3_s(journal: Journal) -> None:
    held = threading.Event()
    other = threading.Thread(target=hold_the_lock, args=(journal.url, 3.0, held))
    other.start()
    assert held.wait(10)
    assert newest_commit(journal) == 0  # readers never wait
    assert journal.append([complaint("1")]).commit == 1
    other.join()


def test_B1_a_lock_held_too_long_is_said_to_be_so_and_the_next_write_finds_it_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.journal.engine.BUSY_S", 0.2)
    journal = Journal.create(f"sqlite:///{tmp_path / 'j.sqlite'}")
    held = threading.Event()
    other = threading.Thread(target=hold_the_lock, args=(journal.url, 2.0, held))
    other.start()
    assert held.wait(10)
    with pytest.raises(JournalError, match="locked"):
        journal.append([complaint("1")])
    other.join()
    assert journal.append([complaint("1")]).commit == 1
    with reading(journal.engine) as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 200
    journal.close()


def in_threads(n: int, work: Callable[[int], None]) -> None:
    """Run `work` in n threads; the first error of any is raised."""
    errors: list[BaseException] = []

    def run(i: int) -> None:
        try:
            work(i)
        except BaseException as fault:  # noqa: BLE001 - handed to the test
            errors.append(fault)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def test_B2_reading_and_then_writing_from_four_threads_loses_nothing(journal: Journal) -> None:
    with writing(journal.engine) as connection:
        store_source(connection, "a", {"polls": 0})

    def count(_: int) -> None:
        for _turn in range(50):
            with writing(journal.engine) as connection:
                polls = connection.execute(sa.select(tables.sources.c.polls)).scalar_one()
                store_source(connection, "a", {"polls": polls + 1})

    in_threads(4, count)
    with reading(journal.engine) as connection:
        assert connection.execute(sa.select(tables.sources.c.polls)).scalar_one() == 200


def test_B2_numbers_become_visible_in_order_so_that_a_follower_misses_nothing(journal: Journal) -> None:
    done = threading.Event()
    seen: list[int] = []

    def follow() -> None:
        commit = 0
        while commit < 80 and not done.wait(0.001):
            delta = since(journal, commit)
            seen.extend(row[3] for row in delta.complaints)
            commit = delta.commit

    follower = threading.Thread(target=follow)
    follower.start()
    in_threads(4, lambda i: [journal.append([complaint(f"{i}-{n}")]) for n in range(20)] and None)
    follower.join(20)
    done.set()
    assert seen == list(range(1, 81))


WRITER = """
import sys
from app.journal.store import Journal
from tests.journal.facts import complaint
journal = Journal.open(sys.argv[1])
n = 0
while True:
    n += 1
    done = journal.append([complaint(f"{sys.argv[2]}-{n}-{i}") for i in range(20)])
    print(done.commit, flush=True)
"""


def test_B4_what_was_said_to_be_stored_is_there_after_kill_9(journal: Journal) -> None:
    chance = random.Random(4)
    for turn in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", WRITER, journal.url, str(turn)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        printed = [int(child.stdout.readline())]
        killer = threading.Timer(chance.uniform(0.0, 0.1), child.kill)
        killer.start()
        printed += [int(line) for line in child.stdout if line.endswith("\n")]
        child.wait()
        killer.join()
        child.stdout.close()
        with reading(journal.engine) as connection:
            v = tables.complaint_versions.c
            rows = connection.execute(sa.select(v.commit_n, sa.func.count()).group_by(v.commit_n)).all()
        assert {commit for commit, _ in rows} >= set(printed)
        assert {count for _, count in rows} == {20}
    assert upkeep.check(journal) == []


def test_B10_an_idle_restart_of_the_server_is_not_noticed(
    postgres_journal: Journal, postgres_server: PostgresServer
) -> None:
    postgres_journal.append([complaint("1")])
    postgres_server.restart("fast")
    assert postgres_journal.append([complaint("2")]).commit == 2


def test_B11_a_crash_within_a_transaction_stores_nothing_and_the_whole_may_be_repeated(
    postgres_journal: Journal, postgres_server: PostgresServer
) -> None:

    def work() -> None:
        with writing(postgres_journal.engine) as connection:
            store_source(connection, "a", {"polls": 1})
            postgres_server.restart()
            store_source(connection, "b", {"polls": 1})

    with pytest.raises(OperationalError) as caught:
        work()
    assert caught.value.connection_invalidated
    with reading(postgres_journal.engine) as connection:
        assert connection.execute(sa.select(tables.sources)).all() == []
    assert postgres_journal.append([complaint("1")]).commit == 1


def test_a_follower_is_woken_again_after_the_server_came_back(
    postgres_journal: Journal, postgres_server: PostgresServer
) -> None:
    tail = Tail(postgres_journal)
    assert tail.has_news()
    postgres_server.restart()
    with pytest.raises(JournalError, match=r"does not answer|broke"):
        until(tail.has_news)
    assert tail.has_news()
    assert not tail.has_news()
    postgres_journal.append([complaint("1")])
    assert until(tail.has_news)
    tail.close()


def until(true: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not (is_true := true()) and time.monotonic() < end:
        time.sleep(0.01)
    return is_true


def test_a_follower_is_woken_by_others_and_not_by_nothing(journal: Journal) -> None:
    tail = Tail(journal)
    assert tail.has_news()
    assert not tail.has_news()
    journal.append([complaint("1")])
    assert until(tail.has_news)
    assert not tail.has_news()
    journal.append([], also={"a": {"polls": 1}})
    assert until(tail.has_news)
    tail.close()


WISH = Request("sorot", "wish-1", T0, Ask.POLL_NOW, "operator")


@pytest.mark.parametrize("cut_after", ["request", "answer"])
def test_B12_a_lost_answer_to_a_commit_is_looked_up_before_repeating(postgres_journal: Journal, cut_after: str) -> None:
    url = sa.make_url(postgres_journal.url)
    with CuttingProxy(int(url.port or 0)) as proxy:
        through = Journal.open(url.set(port=proxy.port).render_as_string(hide_password=False))
        proxy.cut_next_commit(forward=cut_after == "answer")
        done = append_surely(through, WISH)
        assert proxy.cuts == 1
        through.close()
    assert done.commit == 1
    with reading(postgres_journal.engine) as connection:
        assert len(connection.execute(sa.select(tables.requests)).all()) == 1
    assert newest_commit(postgres_journal) == 1


def test_B12_a_store_that_stays_away_is_said_to_be_away(tmp_path: Path) -> None:
    journal = Journal.create(str(tmp_path / "j"))
    with closing(sqlite3.connect(tmp_path / "j")) as other:
        other.execute("DROP TABLE requests")
    with pytest.raises(JournalError, match="does not answer"):
        append_surely(journal, WISH, wait_s=0)
    journal.close()


def test_L2_no_message_holds_the_password_of_a_database(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(JournalError) as caught:
        Journal.open("postgresql://poc:geheim-7391@127.0.0.1:1/none")
    assert "geheim-7391" not in f"{caught.value} {caught.value.__cause__!r} {caplog.text}"


def test_a_file_that_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(b"not a database at all" * 100)
    with pytest.raises(JournalError, match="not a database"):
        Journal.open(str(tmp_path / "j"))
