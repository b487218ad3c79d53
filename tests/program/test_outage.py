"""The far ends go silent for a while and come back: states on the way, and nothing of that time is missing after it."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import requests

from app.clock import Clock
from app.domain.source import LinkState
from app.journal import upkeep
from app.journal.export import export_rows
from app.journal.reader import newest_commit
from app.journal.store import Journal
from data_sources.simulator import FarEnd, running
from tests.program.program import MAIN, run, write_city
from tests.program.town import BEKASI, Led, collecting, until


def fixes(far: FarEnd, start: datetime, end: datetime) -> set[tuple[str, str]]:
    """The far end's own list of what its vehicles reported in a window."""
    found = set[tuple[str, str]]()
    for vehicle in far.world.fleet:
        window = {"deviceId": vehicle.id, "from": start.isoformat(), "to": end.isoformat()}
        for row in requests.get(f"{far.traccar}/positions", params=window, timeout=20).json():
            found.add((str(row["deviceId"]), str(row["id"])))
    return found


def held(led: Led) -> set[tuple[str, str]]:
    """The fixes in the journal."""
    return {(row["vehicle"], row["id"]) for row in export_rows(led.journal, "positions")}


def test_H11_after_an_outage_every_fix_complaint_and_change_of_that_time_is_there(tmp_path: Path) -> None:
    with running(complaint_days=1, track_days=1, scale=0.3) as far:
        with collecting(tmp_path, far, every="0.5s") as led:
            case = next(r for r in export_rows(led.journal, "complaints") if r["state"] == "open")
            began = far.now()
            far.fault("*", "black_hole")
            assert until(lambda: LinkState.OK not in led.states().values())
            new = far.complaint(service_code="010", description="Lubang di tengah jalan", lat="-6.24", long="107.0")
            assert far.update(case["id"], "closed", "selesai")
            assert until(lambda: set(led.states().values()) == {LinkState.DOWN}, 40)
            assert until(lambda: far.now() - began > timedelta(seconds=8))
            ages = [led.status(name).last_good for name in ("json", "xml", "fleet")]
            assert all(good is not None and good <= began + timedelta(seconds=2) for good in ages)
            ended = far.now()
            far.clear()
            assert until(lambda: set(led.states().values()) == {LinkState.OK}, 60)
            missed = fixes(far, began, ended)
            assert len(missed) > 3, "vehicles moved meanwhile"
            assert until(lambda: held(led) >= missed, 20), f"missing: {sorted(missed - held(led))}"
            fleet = list(export_rows(led.journal, "positions"))
            assert len(fleet) == len({(r["vehicle"], r["id"], r["valid_at"]) for r in fleet}), "nothing twice"
            for source in ("json", "xml"):
                told = [r for r in export_rows(led.journal, "complaints") if r["source"] == source]
                assert [r["id"] for r in told].count(new) == 1
                assert [r["status"] for r in told if r["id"] == case["id"]][-1] == "closed"
            assert upkeep.check(led.journal) == []


@pytest.fixture
def collecting_process() -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start collectors as processes; none is left."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str | Path) -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, MAIN, "collect", *map(str, words)]))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def test_D23_a_collector_ends_in_time_though_its_sources_hang_and_leaves_nothing_half_written(
    tmp_path: Path, collecting_process: Callable[..., "subprocess.Popen[bytes]"]
) -> None:
    with running(complaint_days=30, track_days=2) as far:
        sources = (f"s open311 {far.open311}", f"x open311 {far.open311}", f"fleet traccar {far.traccar}")
        city = write_city(tmp_path / "c.toml", BEKASI, *sources)
        path = tmp_path / "j.sqlite"
        journal = Journal.create(str(path), Clock.starting(far.now(), 1.0))
        collector = collecting_process("--city", city, "--journal", path)
        assert until(lambda: newest_commit(journal) > 4), "in the middle of its back-fill"
        far.fault("traccar", "black_hole")
        far.fault("open311", "drip_body", 0.3, path="requests")
        hung = len(far.seen)
        assert until(lambda: len(far.seen) > hung or newest_commit(journal) > 6)
        collector.send_signal(signal.SIGTERM)
        assert collector.wait(10) == 0, "0 only when every worker ended within its time"
        journal.close()
    checked = run("journal", "check", "--city", city, "--journal", path)
    assert (checked.code, checked.out) == (0, "journal: everything agrees\n")
    assert not (tmp_path / "j.sqlite-wal").exists() or (tmp_path / "j.sqlite-wal").stat().st_size == 0
