"""`main.py report` as people and the desk start it."""

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.settings import CityFile
from tests.conftest import CITIES
from tests.program.program import MAIN, run
from tests.reports.paper import pages_of, words_of
from tests.reports.town import told

CITY = ("--city", CITIES / "kota-bekasi.toml")


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory, city: CityFile) -> Path:
    return told(tmp_path_factory.mktemp("journal") / "journal.sqlite", city)


def test_a_report_is_issued_made_again_and_verified(journal: Path, tmp_path: Path) -> None:
    own = ("--journal", shutil.copyfile(journal, tmp_path / "j.sqlite"), *CITY)
    first = run("report", "daily", "--date", "2016-11-30", *own, "--output", tmp_path / "one.pdf")
    assert (first.code, first.err) == (0, ""), first.err
    known = first.out.split()[-1]
    assert "diterbitkan sebagai daily-2016-11-30-id-" in first.out
    second = run("report", "daily", "--date", "2016-11-30", *own, "--output", tmp_path)
    assert second.code == 0 and "telah terbit sebagai" in second.out
    assert run("report", "again", known, *own, "--output", tmp_path / "two.pdf").code == 0
    bytes_ = {(tmp_path / name).read_bytes() for name in ("one.pdf", "two.pdf", "daily-2016-11-30-id.pdf")}
    assert len(bytes_) == 1
    checked = run("report", "verify", tmp_path / "one.pdf", *own, "--language", "en")
    assert (checked.code, checked.err) == (0, "") and "0 differ, 0 could not be checked" in checked.out
    (tmp_path / "two.pdf").write_bytes((tmp_path / "two.pdf").read_bytes() + b"%")
    forged = run("report", "verify", tmp_path / "two.pdf", *own, "--language", "en")
    assert forged.code == 1 and "DIFFERS file" in forged.out


def test_a_draft_in_english_tells_its_steps(journal: Path, tmp_path: Path) -> None:
    words = ("revenue", "--date", "2016-11-30", "--draft", "--language", "en", "--progress", "json")
    done = run("report", *words, "--journal", journal, *CITY, "--output", tmp_path / "r.pdf")
    steps = [json.loads(line) for line in done.err.splitlines()]
    assert done.code == 0 and "a draft, not issued" in done.out
    assert [step["step"] for step in steps] == ["reading", "revenue", "drawing", "writing", "done"]
    assert [step["part"] for step in steps] == sorted(step["part"] for step in steps) and steps[-1]["part"] == 1
    pdf = (tmp_path / "r.pdf").read_bytes()
    assert "Revenue report" in words_of(pdf) and "DRAFT" in pages_of(pdf)[0]


@pytest.mark.parametrize(
    "words, code, said",
    [
        (("daily", "--date", "30-11-2016"), 2, "is no date"),
        (("daily", "--date", "2016-13-01"), 2, "is no date"),
        (("daily", "--date", "2999-01-01"), 2, "has not begun"),
        (("daily", "--date", "2016-01-01"), 1, "knew nothing yet"),
        (("again", "daily-2016-11-30-id-1-0"), 1, "holds no issued report"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    journal: Path, tmp_path: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    ended = run("report", *words, "--journal", journal, *CITY, "--output", tmp_path / "x.pdf")
    assert (ended.code, ended.out) == (code, "") and said in ended.err
    assert "Traceback" not in ended.err and list(tmp_path.iterdir()) == []


def test_a_journal_that_is_not_there_or_empty_is_named(tmp_path: Path) -> None:
    words = ("report", "daily", "--date", "2016-11-30", *CITY, "--output", tmp_path / "x.pdf")
    gone = run(*words, "--journal", tmp_path / "nowhere.sqlite")
    assert gone.code == 1 and "journal" in gone.err and "Traceback" not in gone.err
    assert not (tmp_path / "x.pdf").exists()
    assert run("report", "weekly", "--date", "2016-11-30").code == 2


def test_F1_sigterm_ends_it_and_leaves_no_part_of_a_file(journal: Path, tmp_path: Path) -> None:
    """Stopped at its first step, as the desk's cancel does."""
    words = ["report", "daily", "--date", "2016-11-30", "--draft", "--progress", "json", *map(str, CITY)]
    command = [sys.executable, str(MAIN), *words, "--journal", str(journal), "--output", str(tmp_path / "x.pdf")]
    child = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert child.stderr is not None
    assert json.loads(child.stderr.readline())["step"] == "reading"
    child.send_signal(signal.SIGTERM)
    rest = child.communicate(timeout=60)[1]
    assert child.returncode == 143 and "Traceback" not in rest
    assert list(tmp_path.iterdir()) == []
