"""'PDF of this' from a real desk window with the real report program as its child: progress, the file, and cancel."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest

from app.journal.store import Journal
from app.settings import CityFile, load_city
from tests.conftest import CITIES, ROOT
from tests.reports.town import told
from widgets.jobs.note import JobNote
from widgets.screens.desk import DeskWindow

PANELS = {"revenue": "revenue", "funds": "daily"}


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    city: CityFile = load_city(CITIES / "kota-bekasi.toml")
    return told(tmp_path_factory.mktemp("told") / "journal.sqlite", city, complaints=60, vehicles=4)


@pytest.fixture
def desk(open_desk: Callable[..., DeskWindow], journal: Path, tmp_path: Path) -> DeskWindow:
    made = open_desk()
    options = ("--city", str(CITIES / "kota-bekasi.toml"), "--journal", str(journal))
    made.jobs.report = (sys.executable, str(ROOT / "main.py"), "report", *options)
    made.jobs.folder = tmp_path / "out"
    return made


def ask(desk: DeskWindow, panel: str) -> JobNote:
    """Choose "PDF of this" in a panel's own menu; the note that tells of it."""
    desk.group.panel_requested.emit(panel)
    front: Any = desk.panels[panel]
    front = getattr(front, "panel", None) or front
    front.more.menu().aboutToShow.emit()
    [entry] = [action for action in front.more.menu().actions() if action.text() == "PDF dari ini"]
    before = set(desk.jobs._running)
    entry.trigger()
    [job] = set(desk.jobs._running) - before
    return desk.jobs._running[job][0]


def reports(journal: Path) -> int:
    opened = Journal.open(str(journal))
    with opened.engine.connect() as connection:
        count = connection.exec_driver_sql("SELECT count(*) FROM reports").scalar_one()
    opened.close()
    return int(count)


@pytest.mark.parametrize("panel", PANELS)
def test_a_panels_pdf_is_issued_with_progress(desk: DeskWindow, qtbot: Any, journal: Path, panel: str) -> None:
    seen: list[int] = []
    note = ask(desk, panel)
    note.bar.valueChanged.connect(seen.append)
    qtbot.waitUntil(desk.jobs.is_idle, timeout=60_000)
    [made] = list(desk.jobs.folder.iterdir())
    assert made.name.startswith(PANELS[panel]) and made.suffix == ".pdf"
    pages = pypdf.PdfReader(made).pages
    assert len(pages) >= 2 and "30 November 2016" in pages[0].extract_text()
    assert len(set(seen)) >= 3 and seen == sorted(seen), "the bar did not move on"
    assert note.folder.isVisibleTo(note)


def test_a_cancelled_pdf_ends_the_real_program_and_leaves_nothing(desk: DeskWindow, qtbot: Any, journal: Path) -> None:
    before = reports(journal)
    note = ask(desk, "revenue")
    [job] = list(desk.jobs._running)
    qtbot.waitUntil(lambda: job._child.state().name == "Running", timeout=20_000)
    qtbot.waitUntil(lambda: note.bar.value() > 0, timeout=60_000)
    note.button.click()
    qtbot.waitUntil(desk.jobs.is_idle, timeout=20_000)
    assert list(desk.jobs.folder.iterdir()) == [] and reports(journal) == before
