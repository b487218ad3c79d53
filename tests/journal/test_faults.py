"""The store misbehaves: held locks, races, restarts, lost answers, frozen servers (safety 3.2)."""

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.clock import Clock
from app.domain.source import Ask, Request
from app.errors import JournalError
from app.journal import tables, upkeep
from app.journal.engine import reading
from app.journal.postgres import BoundedConnection
from app.journal.probe import Probe
from app.journal.reader import newest_commit, since
from app.journal.store import Journal
from app.journal.texts import search_complaints
from tests.journal.facts import T0, complaint
from tests.journal.lossy_proxy import lossy_line
from tests.postgres import PostgresServer


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[Journal]:
    """An empty journal on PostgreSQL."""
    opened = Journal.create(postgres_url, Clock.starting(T0, speed=0))
    yield opened
    opened.close()


def test_B1_a_lock_held_by_another_process_is_waited_for(tmp_path: Path) -> None:
    journal = Journal.create(str(tmp_path / "j.sqlite"))
    other = sqlite3.connect(tmp_path / "j.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.5, lambda: other.execute("ROLLBACK"))
    release.start()
    assert journal.append([complaint()]).stored == 1
    release.join()
    other.close()
    journal.close()


def test_B2_four_writers_at_once_lose_nothing_and_number_without_gaps(journal: Journal) -> None:
    troubles: list[Exception] = []

    def write(name: int) -> None:
        try:
            for n in range(20):
                journal.append([complaint(f"{name}-{n}")])
        except JournalError as trouble:
            troubles.append(trouble)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert troubles == []
    with reading(journal.engine) as connection:
        numbers = list(connection.execute(sa.select(tables.commits.c.n).order_by(tables.commits.c.n)).scalars())
    assert numbers == list(range(1, 81))
    assert len(since(journal, 0).complaints) == 80
    assert upkeep.check(journal) == []


def test_B10_a_restart_while_idle_goes_unnoticed(on_postgres: Journal, postgres_server: PostgresServer) -> None:
    on_postgres.append([complaint("1")])
    postgres_server.restart()
    assert on_postgres.append([complaint("2")]).commit == 2


def test_B11_a_restart_inside_a_transaction_is_named_and_the_whole_is_repeated(
    on_postgres: Journal, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.journal import store

    real, crashed = store.announce, []

    def crash(connection: object) -> None:
        if not crashed:
            crashed.append(True)
            postgres_server.restart()
        real(connection)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "announce", crash)
    with pytest.raises(JournalError, match="does not answer"):
        on_postgres.append([complaint("1")])
    assert newest_commit(on_postgres) == 0
    assert on_postgres.append([complaint("1")]).commit == 1


def test_B12_a_lost_answer_to_commit_is_repeated_without_harm(
    postgres_url: str, postgres_server: PostgresServer
) -> None:
    Journal.create(postgres_url).close()
    wish = Request("sorot", "one", T0, Ask.POLL_NOW, "op")
    with lossy_line(postgres_server.port) as line:
        journal = Journal.open(postgres_url.replace(f":{postgres_server.port}", f":{line.port}"))
        line.armed = True
        with pytest.raises(JournalError):
            journal.append([wish])
        assert line.cut.wait(2)
        assert journal.append([wish]).stored == 0  # it did count: its id is there
        journal.close()
    assert postgres_server.sql("SELECT count(*) FROM requests", postgres_url.rpartition("/")[2]).strip() == "1"


def frozen(server: PostgresServer, database: str) -> list[int]:
    """Stop the server and every backend of a database, as a partition would: nothing answers, nothing obeys."""
    others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    said = server.sql(others, database)
    pids = [int((server.data / "postmaster.pid").read_text().split()[0]), *map(int, said.split())]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    return pids


def test_B13_a_frozen_server_is_noticed_by_the_probe_and_calls_are_shut_from_our_side(
    on_postgres: Journal, postgres_url: str, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedConnection, "call_s", 0.7)
    probe = Probe(postgres_url)
    probe.ask()
    on_postgres.append([complaint("1")])
    pids = frozen(postgres_server, postgres_url.rpartition("/")[2])
    try:
        began = time.monotonic()
        with pytest.raises(JournalError, match="does not answer"):
            probe.ask()
        with pytest.raises(JournalError, match="does not answer"):
            newest_commit(on_postgres)
        assert time.monotonic() - began < 60  # without the guard it would wait for ever
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    probe.ask()
    probe.close()


def test_Q1_hostile_words_are_searched_literally(journal: Journal) -> None:
    texts = ["100% rusak", "1000 rusak", "a_b", "axb", "'; DROP TABLE meta; --", "' OR 1=1 --"]
    journal.append([complaint(str(n), title=text) for n, text in enumerate(texts)])
    found = {text: len(search_complaints(journal, text)) for text in ("100%", "a_b", "' OR 1=1 --", '"; DROP', "\\")}
    assert found == {"100%": 1, "a_b": 1, "' OR 1=1 --": 1, '"; DROP': 0, "\\": 0}
