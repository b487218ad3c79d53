"""A server that is frozen or gone: our own deadlines end the call, and the probe knows within seconds (safety B13)."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from app.errors import JournalError
from app.journal import postgres
from app.journal.engine import reading, writing
from app.journal.probe import Probe
from app.journal.store import Journal, store_source
from tests.postgres import PostgresServer


@pytest.fixture
def frozen_backend(postgres_server: PostgresServer) -> Iterator[Callable[[int], None]]:
    """Freezes server processes, and thaws them afterwards."""
    frozen: list[int] = []

    def freeze(pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)
        frozen.append(pid)

    yield freeze
    for pid in frozen:
        os.kill(pid, signal.SIGCONT)


def test_B13_a_call_to_a_frozen_server_ends_by_our_own_deadline(
    postgres_journal: Journal, frozen_backend: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres.BoundedConnection, "call_s", 1.0)

    def work() -> None:
        with writing(postgres_journal.engine) as connection:
            frozen_backend(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())
            store_source(connection, "a", {"polls": 1})

    with pytest.raises(OperationalError, match="no answer within 1 s") as caught:
        work()
    assert caught.value.connection_invalidated


def test_B13_no_call_waits_longer_than_8_s_and_no_probe_longer_than_2_s() -> None:
    from app.journal.postgres import BoundedConnection, ProbeConnection

    assert (BoundedConnection.call_s, ProbeConnection.call_s) == (8.0, 2.0)


def test_B13_the_probe_tells_a_frozen_server_from_one_that_answers(
    postgres_journal: Journal, frozen_backend: Callable[[int], None]
) -> None:
    probe = Probe(postgres_journal.url)
    probe.ask()
    with reading(postgres_journal.engine) as connection:
        query = "SELECT pid FROM pg_stat_activity WHERE query = 'SELECT 1' AND datname = current_database()"
        frozen_backend(connection.exec_driver_sql(query).scalar_one())
    with pytest.raises(JournalError, match="no answer within 2 s"):
        probe.ask()
    probe.ask()  # on a new connection
    probe.close()


def test_B13_the_probe_tells_a_lost_file(tmp_path: Path) -> None:
    journal = Journal.create(str(tmp_path / "j"))
    probe = Probe(journal.url)
    probe.ask()
    with writing(journal.engine):
        probe.ask()  # somebody writes: that is no outage
    journal.close()
    for path in tmp_path.glob("j*"):
        path.unlink()
    with pytest.raises(JournalError, match="does not answer"):
        probe.ask()
