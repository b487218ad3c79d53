"""The collector as a process: it ends in time, another takes over, and five sources come back together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.domain.source import LinkState
from app.journal import lease, upkeep
from app.journal.export import export_rows
from app.journal.reader import newest_commit, since
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import load_city
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.simulator import running
from tests.postgres import find_binaries
from tests.program.program import MAIN, write_city
from tests.program.town import BEKASI, until


@pytest.fixture
def collecting() -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start collectors as processes; none is left."""
    running_: list[subprocess.Popen[bytes]] = []

    def start(*words: str | Path) -> "subprocess.Popen[bytes]":
        running_.append(subprocess.Popen([sys.executable, MAIN, "collect", *map(str, words)]))
        return running_[-1]

    yield start
    for process in running_:
        process.kill()
        process.wait()


@pytest.fixture
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """An empty journal's address on every store this machine has."""
    found = {"SQLite": f"sqlite:///{tmp_path / 'journal.db'}"}
    if find_binaries() is not None:
        found["PostgreSQL"] = request.getfixturevalue("postgres_url")
    return found


def test_a_killed_collector_is_followed_by_another_and_nothing_stands_twice(
    stores: dict[str, str], tmp_path: Path, collecting: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    """On all stores side by side: most of the time goes into waiting for the dead leader's lease to end."""
    with running(complaint_days=2, track_days=1) as far:
        city = write_city(tmp_path / "c.toml", BEKASI, f"s open311 {far.open311}", f"a traccar {far.traccar}")
        for url in stores.values():
            Journal.create(url).close()  # one after the other: Alembic keeps what it works on in its module
        with ThreadPoolExecutor(len(stores)) as pool:
            for told in [pool.submit(kill_and_follow, *store, city, collecting) for store in stores.items()]:
                print(told.result(90))


def kill_and_follow(store: str, url: str, city: Path, collecting: Callable[..., "subprocess.Popen[bytes]"]) -> str:
    """Kill a collector in the middle of its polls, start another, end it; what was measured."""
    words = ("--city", city, "--journal", url)
    first = collecting(*words)
    journal = Journal.open(url)
    try:
        assert until(lambda: len(polls(journal)) == 2 and newest_commit(journal) > 3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        killed = time.monotonic()
        second = collecting(*words)
        assert until(lambda: (leader := lease.look(journal)) is not None and leader.epoch == 2 and leader.alive, 40)
        takeover = time.monotonic() - killed
        before = polls(journal)
        assert until(lambda: all(polls(journal)[name] > count for name, count in before.items()))
        second.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        assert second.wait(10) == 0, "0 only when every worker ended within its time"
        ended = time.monotonic() - asked
        assert_nothing_twice(journal)
        assert upkeep.check(journal) == []
        leader = lease.look(journal)
        assert leader is not None
        assert not leader.alive
    finally:
        journal.close()
    return f"{store}: takeover {takeover:.1f} s after kill -9, end {ended:.1f} s after SIGTERM"


def polls(journal: Journal) -> dict[str, int]:
    """How often each source was polled."""
    return {name: status.polls for name, status in source_statuses(journal).items()}


def assert_nothing_twice(journal: Journal) -> None:
    """Each version of a complaint once, each fix once."""
    said = [(row[4], row[0], row[2], row[5]) for row in since(journal, 0).complaints]
    assert len(said) == len(set(said))
    fixes = [(row["vehicle"], row["id"], row["valid_at"]) for row in export_rows(journal, "positions")]
    assert fixes
    assert len(fixes) == len(set(fixes))


@pytest.mark.expects_log(".*")
def test_H13_five_sources_come_back_together_after_an_outage(tmp_path: Path) -> None:
    with running(complaint_days=1, track_days=1) as far:
        sources = [f"s{n} open311 {far.open311}" for n in range(4)]
        city = load_city(write_city(tmp_path / "c.toml", BEKASI, *sources, f"fleet traccar {far.traccar}"))
        journal = Journal.create(str(tmp_path / "j.sqlite"))
        collector = Collector(journal, city, building(journal.clock))
        collector.start()

        def states() -> set[LinkState]:
            return {status.state for status in source_statuses(journal).values()}

        assert until(lambda: len(source_statuses(journal)) == 5 and states() == {LinkState.OK})
        for protocol in ("open311", "traccar"):
            far.fault(protocol, "reset")
        assert until(lambda: LinkState.OK not in states())
        far.clear()
        assert until(lambda: states() == {LinkState.OK}, 40)
        assert collector.stop()
        assert upkeep.check(journal) == []
        journal.close()
