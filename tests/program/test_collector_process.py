"""The collector as a process: it ends in time, another takes over, and five sources come back together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.domain.source import LinkState
from app.journal import lease, upkeep
from app.journal.reader import newest_commit, since
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import load_city
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.simulator import running
from tests.program.program import MAIN, write_city

BEKASI = "[-6.41, 106.88, -6.16, 107.06]"


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


def until(true: Callable[[], bool], seconds: float = 25.0) -> bool:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


def test_a_killed_collector_is_followed_by_another_and_nothing_stands_twice(
    journal_url: str, tmp_path: Path, collecting: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    with running(complaint_days=2, track_days=1) as far:
        city = write_city(tmp_path / "c.toml", BEKASI, f"s open311 {far.open311}", f"a traccar {far.traccar}")
        Journal.create(journal_url).close()
        words = ("--city", city, "--journal", journal_url)
        first = collecting(*words)
        journal = Journal.open(journal_url)
        assert until(lambda: newest_commit(journal) > 3)
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        killed = time.monotonic()
        second = collecting(*words)
        assert until(lambda: (leader := lease.look(journal)) is not None and leader.epoch == 2 and leader.alive, 40)
        print(f"takeover after {time.monotonic() - killed:.1f} s")
        before = newest_commit(journal)
        assert until(lambda: newest_commit(journal) > before)
        second.send_signal(signal.SIGTERM)
        asked = time.monotonic()
        assert second.wait(10) == 0
        print(f"ended {time.monotonic() - asked:.1f} s after SIGTERM")
        said = [(row[4], row[0], row[2], row[5]) for row in since(journal, 0).complaints]
        assert len(said) == len(set(said))
        assert upkeep.check(journal) == []
        leader = lease.look(journal)
        assert leader is not None
        assert not leader.alive
        journal.close()


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
