"""Long work beside a window: progress, cancel, clean-up, what to do with the result, and the end of the program."""

import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

import reports.tables
from reports.tables import Table
from tests.widgets.fakes import fake_group
from tests.widgets.shell.conftest import turn
from widgets.jobs.note import JobNote
from widgets.jobs.runner import Jobs
from widgets.jobs.wishes import ExportWish, ReportWish
from widgets.toast import Toasts

CHILD = """
import json, signal, sys, time
from pathlib import Path
path, how = Path(sys.argv[sys.argv.index("--output") + 1]), sys.argv[1]
def stop(*_):
    raise SystemExit(143)
signal.signal(signal.SIGTERM, stop)
print(json.dumps({"step": "reading", "part": 0.4}), file=sys.stderr, flush=True)
if how == "slow":
    time.sleep(60)
if how == "bad":
    print("report: there is no day like this.", file=sys.stderr)
    sys.exit(1)
path.write_bytes(b"%PDF-1.7 " + " ".join(sys.argv[1:]).encode())
"""


class Room:
    """A window with its notes and its jobs."""

    def __init__(self, folder: Path, report: tuple[str, ...] = ()) -> None:
        self.group, self.window = fake_group(), QWidget()
        self.window.resize(900, 600)
        self.toasts = Toasts(self.window, self.group)
        self.jobs = Jobs(self.group, self.toasts, self.window, report=report, folder=folder)
        self.done: list[tuple[str, str]] = []
        self.group.job_done.connect(lambda owner, path: self.done.append((owner, path)))
        self.window.show()
        turn()

    @property
    def note(self) -> JobNote:
        return next(note for note in self.toasts._notes() if isinstance(note, JobNote))


@pytest.fixture
def child(tmp_path):
    path = tmp_path / "child.py"
    path.write_text(CHILD)
    return path


@pytest.fixture
def room(qapp, tmp_path):
    made = Room(tmp_path / "out")
    yield made
    made.jobs.stop()
    made.window.close()
    made.window.deleteLater()
    turn()


def wish(rows: int = 50, suffix: str = ".csv", name: str = "pajak") -> ExportWish:
    return ExportWish("revenue", Table("T", ("a", "b"), [("x", float(n)) for n in range(rows)]), name, suffix)


def files(room: Room) -> list[str]:
    return sorted(path.name for path in room.jobs.folder.iterdir())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_an_export_is_written_beside_the_window_and_can_be_opened(room, qtbot, monkeypatch, suffix):
    room.group.job_requested.emit(wish(suffix=suffix))
    note = room.note
    qtbot.waitUntil(lambda: bool(room.done))
    assert files(room) == [f"pajak{suffix}"]
    assert room.done == [("revenue", str(room.jobs.folder.resolve() / f"pajak{suffix}"))]
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()) or True)
    assert note.folder.isVisible()
    note.folder.click()
    note.button.click()
    assert opened == [str(room.jobs.folder.resolve()), room.done[0][1]]


@pytest.fixture
def slow_writer(monkeypatch):
    """A writer that waits in the middle until it is let go."""
    go, reached = threading.Event(), threading.Event()
    real = reports.tables.WRITERS[".csv"]

    def write(table, path, progress):
        def told(part: float) -> None:
            if part > 0.3:
                reached.set()
                go.wait(10)
            progress(part)

        real(table, path, told)

    monkeypatch.setitem(reports.tables.WRITERS, ".csv", write)
    yield go, reached
    go.set()


def test_a_cancelled_export_leaves_nothing_behind(room, qtbot, slow_writer):
    go, reached = slow_writer
    room.group.job_requested.emit(wish(500))
    note = room.note
    assert reached.wait(5)
    qtbot.waitUntil(lambda: note.bar.value() > 0)
    assert [name for name in files(room) if name.endswith(".poc-part")], "nothing is under way"
    note.button.click()
    go.set()
    qtbot.waitUntil(room.jobs.is_idle)
    assert files(room) == []
    assert room.done == []
    assert not note.folder.isVisible()


def test_D23_the_end_of_the_program_takes_an_export_back(room, slow_writer):
    go, reached = slow_writer
    room.group.job_requested.emit(wish(500))
    assert reached.wait(5)
    go.set()
    assert room.jobs.stop()
    assert files(room) in ([], ["pajak.csv"]), "something half written stayed"
    assert not [name for name in files(room) if "part" in name]


def test_F1_a_hostile_name_stays_in_the_folder(room, qtbot):
    room.group.job_requested.emit(wish(name="../../evil\0/x"))
    qtbot.waitUntil(lambda: bool(room.done))
    assert Path(room.done[0][1]).parent == room.jobs.folder.resolve()


def test_a_folder_that_cannot_be_written_is_said(qapp, tmp_path):
    (tmp_path / "file").write_text("x")
    room = Room(tmp_path / "file")
    room.group.job_requested.emit(wish())
    assert any("Tidak dapat disimpan" in text for text in room.toasts.texts())
    room.window.deleteLater()
    turn()


def report_room(tmp_path, child, how: str) -> Room:
    return Room(tmp_path / "out", (sys.executable, str(child), how, "--city", "c.toml", "--journal", "j"))


def test_a_report_is_made_by_a_child_with_progress(qapp, qtbot, tmp_path, child):
    room, loaded = report_room(tmp_path, child, "good"), set(sys.modules)
    room.group.job_requested.emit(ReportWish("revenue", "revenue", date(2016, 11, 30), "id"))
    qtbot.waitUntil(lambda: bool(room.done))
    made = Path(room.done[0][1])
    assert made.name == "revenue-2016-11-30-id.pdf"
    said = made.read_text()
    assert "good revenue --date 2016-11-30 --language id --city c.toml --journal j --progress json" in said
    assert "reportlab" not in set(sys.modules) - loaded, "the console loaded the maker of pages"
    room.window.deleteLater()
    turn()


def test_a_cancelled_report_ends_its_child_and_leaves_nothing(qapp, qtbot, tmp_path, child):
    room = report_room(tmp_path, child, "slow")
    room.group.job_requested.emit(ReportWish("revenue", "daily", date(2016, 11, 30), "en"))
    note = room.note
    qtbot.waitUntil(lambda: note.bar.value() == 40)
    note.button.click()
    qtbot.waitUntil(room.jobs.is_idle)
    assert files(room) == [] and room.done == []
    room.window.deleteLater()
    turn()


def test_a_report_that_fails_says_why(qapp, qtbot, tmp_path, child):
    room = report_room(tmp_path, child, "bad")
    room.group.job_requested.emit(ReportWish("revenue", "daily", date(2016, 11, 30), "en"))
    note = room.note
    qtbot.waitUntil(room.jobs.is_idle)
    assert "no day like this" in note.label.text()
    room.window.deleteLater()
    turn()


def test_a_program_that_cannot_be_started_is_said(qapp, qtbot, tmp_path):
    room = Room(tmp_path / "out", ("/nowhere/python", "main.py", "report"))
    room.group.job_requested.emit(ReportWish("revenue", "daily", date(2016, 11, 30), "en"))
    note = room.note
    qtbot.waitUntil(room.jobs.is_idle)
    assert "Tidak dapat disimpan" in note.label.text()
    room.window.deleteLater()
    turn()


def test_newer_notes_do_not_push_out_a_running_job(room, slow_writer):
    go, reached = slow_writer
    room.group.job_requested.emit(wish(500))
    assert reached.wait(5)
    note = room.note
    for n in range(8):
        room.toasts.say(str(n))
    assert not note.gone
    go.set()
