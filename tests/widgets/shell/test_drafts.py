"""Texts typed and not stored: on the disk within two seconds, also when the program is killed; gone once stored."""

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.conftest import ROOT
from widgets.drafts import EVERY_MS, Drafts, drafts_path

TYPIST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from widgets.drafts import Drafts
app = QCoreApplication([])
drafts = Drafts(Path(sys.argv[1]))
drafts[7, "act:note"] = "regu sudah di lokasi, air setinggi lutut"
drafts[7, "act:answer"] = "Terima kasih"
print("typed", flush=True)
app.exec()
"""


def test_a_draft_survives_kill_9_two_seconds_after_it_was_typed(tmp_path: Path) -> None:
    path = tmp_path / "drafts.json"
    child = subprocess.Popen([sys.executable, "-c", TYPIST, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "typed\n"
    end = time.monotonic() + 30
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.05)
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    child.stdout.close()
    again = Drafts(path)
    assert again.get((7, "act:note")) == "regu sudah di lokasi, air setinggi lutut"
    assert again.get((7, "act:answer")) == "Terima kasih" and again.cases() == [7]


def test_it_is_written_by_itself_and_only_for_the_eyes_of_this_user(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "drafts.json"
    drafts = Drafts(path)
    drafts[3, "act:note"] = "satu"
    assert not path.exists() and EVERY_MS == 2_000
    qtbot.waitUntil(path.exists, timeout=30_000)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_stored_leaves_the_file_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "drafts.json"
    drafts = Drafts(path)
    drafts[3, "act:note"] = "nama pelapor Bu Siti"
    drafts.keep()
    assert "Siti" in path.read_text(encoding="utf-8")
    assert drafts.pop((3, "act:note")) == "nama pelapor Bu Siti"
    assert "Siti" not in path.read_text(encoding="utf-8")
    assert drafts.pop((3, "act:note"), None) is None


def test_an_emptied_text_is_no_draft_and_the_newest_case_stands_first(qtbot: QtBot) -> None:
    drafts = Drafts()
    for case in (1, 2, 1):
        drafts[case, "act:note"] = f"teks {case}"
        drafts[case, "act:answer"] = f"jawab {case}"
    drafts[2, "act:note"] = "teks 2 lagi"
    assert drafts.cases() == [2, 1]
    drafts[2, "act:note"] = drafts[2, "act:answer"] = "  "
    assert drafts.cases() == [1]


def test_many_drafts_give_way_the_oldest_first(qtbot: QtBot) -> None:
    drafts = Drafts()
    for case in range(1, 250):
        drafts[case, "act:note"] = "x"
    assert len(drafts.cases()) == 200 and drafts.get((249, "act:note")) == "x" and drafts.get((1, "act:note")) == ""


@pytest.mark.parametrize("text", ["{", "[]", '{"drafts": [[1, 2, 3], ["a"], [true, "a", "b"], [1, "a", "b"]]}'])
def test_a_damaged_file_costs_no_more_than_itself(qtbot: QtBot, tmp_path: Path, text: str, caplog: object) -> None:
    path = tmp_path / "drafts.json"
    path.write_text(text, encoding="utf-8")
    assert Drafts(path).cases() in ([], [1])


def test_each_journal_has_its_own_drafts(tmp_path: Path) -> None:
    class Live:
        class Store:
            url = "sqlite:///a.db"

        journal = Store()

    first, none = drafts_path(tmp_path / "layout-meja.json", Live()), drafts_path(tmp_path / "layout.json", object())
    assert first.name.startswith("drafts-meja-") and none.name.startswith("drafts-") and first.parent == tmp_path
    Live.Store.url = "sqlite:///b.db"
    assert drafts_path(tmp_path / "layout-meja.json", Live()) != first
