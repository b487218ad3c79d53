"""A dressed application, a live picture of made-up facts, and a desk that is taken down in order."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.domain.person import Person, Role, Signed
from app.journal.people import add_person
from app.journal.store import Journal
from tests.journal.facts import complaint
from tests.widgets.fakes import FakeLive, fake_city, fake_group
from widgets.fonts import load_fonts
from widgets.group import Group
from widgets.layout_store import LayoutStore
from widgets.live import Live
from widgets.panels.registry import PANELS, PanelSpec
from widgets.plain import caption
from widgets.screens.desk import DeskWindow
from widgets.stylesheet import dress


@pytest.fixture
def app(qapp: QApplication) -> QApplication:
    """The application with our fonts."""
    load_fonts()
    return qapp


@pytest.fixture
def live(app: QApplication) -> FakeLive:
    """A small city."""
    return FakeLive()


@pytest.fixture
def group(app: QApplication) -> Group:
    """A group of windows in Indonesian, dressed for the night."""
    made = fake_group()
    dress(app, made.theme)
    return made


def stand_in(live: FakeLive, group: Group) -> QWidget:
    """A panel with one control, for tests of the shell alone."""
    panel = QWidget()
    button = QPushButton(panel)
    caption(button, "stand-in")
    return panel


OPERATOR = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")
ADMIN = Signed(Person("admin", "Admin", Role.ADMIN), "meja-1")
BUDI = Person("budi", "Budi", Role.SUPERVISOR)
QUEUE = [spec for spec in PANELS if spec.name == "queue"]
OTHERS = ("queue", "map", "complaint", "dispatch")


@pytest.fixture
def specs() -> list[PanelSpec]:
    """The panels of the desk, those of others by a stand-in."""
    return [replace(spec, build=stand_in) if spec.name in OTHERS else spec for spec in PANELS]


@pytest.fixture
def open_desk(
    live: FakeLive, group: Group, specs: list[PanelSpec], tmp_path: Path
) -> Iterator[Callable[..., DeskWindow]]:
    """Makes shown desks; they are closed and deleted at the end."""
    made: list[DeskWindow] = []

    def make(panels: list[PanelSpec] | None = None, size: tuple[int, int] = (1920, 1080)) -> DeskWindow:
        store = LayoutStore(tmp_path / "layout.json")
        desk = DeskWindow(live, group, desk="operator 2", store=store, panels=panels or specs)
        made.append(desk)
        desk.resize(*size)
        desk.show()
        turn()
        return desk

    yield make
    for desk in made:
        take_down(desk)


@pytest.fixture(scope="session")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with thirty complaints, an admin and a supervisor, to be copied."""
    path = tmp_path_factory.mktemp("thirty") / "journal.sqlite"
    journal = Journal.create(f"sqlite:///{path}")
    journal.append([complaint(f"{n:03d}", agency="disbimarta") for n in range(30)])
    add_person(journal, None, ADMIN.person, "rahasia-sekali")
    add_person(journal, ADMIN, BUDI, "rahasia-budi")
    journal.close()
    return path


@pytest.fixture
def acting_desk(app: QApplication, group: Group, thirty: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[DeskWindow]:
    """A desk that is only a queue, over a real journal with thirty complaints; Rina is signed in."""
    journal = Journal.open(f"sqlite:///{copy(thirty, tmp_path)}")
    live = Live(journal, fake_city())
    window = DeskWindow(live, group, desk="meja-1", store=LayoutStore(tmp_path / "layout.json"), panels=QUEUE)
    group.set_operator(OPERATOR)
    window.resize(1200, 800)
    window.show()
    live.start()
    qtbot.waitUntil(lambda: window.panels["queue"].parts.model.rowCount() == 30, timeout=15_000)
    yield window
    window.lane.stop()
    live.stop()
    take_down(window)
    journal.close()


def take_down(desk: DeskWindow) -> None:
    """Close a desk and let Qt delete it now."""
    desk.close()
    desk.deleteLater()
    turn()


def turn() -> None:
    """One turn of the event loop, deletions included."""
    QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


def resized(window: QWidget, width: int, height: int) -> None:
    """Give a shown window another size and wait for it to stay: a window manager answers when it likes, and its first
    answer may still be about the size before."""
    QTest.qWaitForWindowExposed(window)
    window.resize(width, height)
    stayed, patience = 0, 100
    while stayed < 5 and patience:
        QTest.qWait(20)
        stayed, patience = (stayed + 1 if window.size() == QSize(width, height) else 0), patience - 1
        if not stayed:
            window.resize(width, height)
    turn()
