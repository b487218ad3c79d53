"""A console never makes a journal: it starts a collector, says that it waits, and takes what the collector made."""

import sys
from pathlib import Path

import pytest

from app.errors import JournalError
from app.journal import lease
from app.journal.store import Journal
from widgets.start_collector import open_or_wait

MAKE = "import sys; sys.path.insert(0, sys.argv[2]); from app.journal.store import Journal; Journal.create(sys.argv[1])"
ROOT = Path(__file__).parents[3]


def test_without_a_collector_to_start_a_missing_journal_is_an_error_and_stays_missing(tmp_path):
    path = tmp_path / "j.sqlite"
    with pytest.raises(JournalError, match="does not exist"):
        open_or_wait(str(path), (), print)
    assert not path.exists()


def test_a_missing_journal_is_waited_for_and_made_by_the_collector_alone(tmp_path):
    path, told = tmp_path / "j.sqlite", []
    journal = open_or_wait(str(path), (sys.executable, "-c", MAKE, str(path), str(ROOT)), told.append)
    journal.close()
    assert len(told) == 1
    assert "does not exist" in told[0] and "waiting" in told[0]


def test_a_collector_that_fails_is_not_waited_for(tmp_path):
    with pytest.raises(JournalError):
        open_or_wait(str(tmp_path / "j.sqlite"), (sys.executable, "-c", "raise SystemExit(2)"), lambda _: None)


def test_patience_ends(tmp_path):
    sleeper = (sys.executable, "-c", "import time; time.sleep(1)")
    with pytest.raises(JournalError, match="does not exist"):
        open_or_wait(str(tmp_path / "j.sqlite"), sleeper, lambda _: None, patience_s=0.3)


@pytest.mark.parametrize("is_led", [True, False])
def test_a_collector_is_started_only_when_nobody_leads(tmp_path, is_led, qtbot):
    journal, mark = Journal.create(str(tmp_path / "j.sqlite")), tmp_path / "started"
    if is_led:
        lease.take(journal, "other")
    journal.close()
    command = (sys.executable, "-c", "import pathlib, sys; pathlib.Path(sys.argv[1]).touch()", str(mark))
    told: list[str] = []
    open_or_wait(str(tmp_path / "j.sqlite"), command, told.append).close()
    assert told == []
    if is_led:
        qtbot.wait(300)
        assert not mark.exists()
    else:
        qtbot.waitUntil(mark.exists, timeout=30_000)
