"""SIGTERM and Ctrl+C in the middle of a call that hangs: an end at once, and the next one may lead at once."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.journal import lease, upkeep
from app.journal.export import export_rows
from app.journal.store import Journal
from data_sources.simulator import running
from tests.program.program import MAIN, run, write_city
from tests.program.town import BEKASI, until


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_D23_a_full_poll_ends_in_the_middle_of_a_hanging_call(tmp_path: Path, number: signal.Signals) -> None:
    with running(complaint_days=1, track_days=1, scale=0.1) as far:
        sources = (f"s open311 {far.open311}", f"fleet traccar {far.traccar}")
        city = write_city(tmp_path / "c.toml", BEKASI, *sources)
        path = tmp_path / "j.sqlite"
        far.fault("*", "swallow")
        words = [sys.executable, str(MAIN), "collect", "--once", "--city", str(city), "--journal", str(path)]
        polling = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
        assert until(lambda: len(far.seen) >= 2)
        polling.send_signal(number)
        asked = time.monotonic()
        _, told = polling.communicate(timeout=12)  # the call itself may last 15 s
        print(f"ended {time.monotonic() - asked:.2f} s after {number.name}")
        assert polling.returncode == 1
        assert sorted(told.splitlines()) == [f"{name}: failed: The call was stopped." for name in ("fleet", "s")]
        far.clear()
        assert run("collect", "--once", "--city", city, "--journal", path).code == 0
    journal = Journal.open(str(path))
    leader = lease.look(journal)
    assert leader is not None and leader.epoch == 2 and not leader.alive
    assert {row["state"] for row in export_rows(journal, "health")} == {"ok"}
    assert upkeep.check(journal) == []
    journal.close()
