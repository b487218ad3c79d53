"""A whole desk over a real journal and a real live picture; only the map is a stand-in."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.domain.case import Case
from app.domain.person import Signed
from app.journal.cases import actions_on, find_case
from app.journal.engine import reading
from app.journal.store import Journal
from tests.actions.conftest import OPERATOR
from tests.journal.facts import T0, complaint, fix, vehicle
from tests.widgets.fakes import fake_city, fake_group
from tests.widgets.shell.conftest import stand_in, take_down
from widgets.acting.sheet import Sheet
from widgets.acting.wish import Ended
from widgets.group import Group
from widgets.layout_store import LayoutStore
from widgets.live import Live
from widgets.panels.registry import PANELS
from widgets.screens.desk import DeskWindow

S = TypeVar("S", bound=Sheet)
PANEL_NAMES = ("queue", "map", "complaint", "dispatch")
POTHOLES = 6


def room_journal(url: str) -> Journal:
    """A journal with potholes sorot/1 … sorot/6, the newest first in the queue, and a vehicle."""
    journal = Journal.create(url, Clock.starting(T0, speed=1.0))
    places = [complaint(str(n), title=f"Lubang {n}", lat=-6.24 - n * 1e-4) for n in range(1, POTHOLES + 1)]
    crew = vehicle("7", vehicle_kind="road_crew", status="online")
    journal.append([*places, crew, fix("7", lat=-6.241)])
    return journal


@dataclass
class Room:
    """One desk. `press` types keys as a person does: into whatever has the keyboard."""

    journal: Journal
    live: Live
    group: Group
    desk: DeskWindow
    qtbot: QtBot
    ended: list[Ended] = field(default_factory=list)

    @property
    def key(self) -> int:
        return self.group.selection[1]

    @property
    def dispatch(self) -> Any:
        """The panel that sends units, built when it is first seen."""
        return getattr(self.desk.panels["dispatch"], "panel", None) or self.desk.panels["dispatch"]

    def press(self, *keys: str) -> None:
        for key in keys:
            window = QApplication.activeModalWidget() or self.desk
            aim = QApplication.focusWidget() or window
            if len(key) == 1:
                QTest.keyClicks(aim, key)
            else:
                QTest.keyClick(aim, getattr(Qt.Key, f"Key_{key}"))

    def sheet(self, kind: type[S]) -> S:
        """The sheet that is open, once it has the keyboard."""
        found = self.desk.deeds.sheet
        assert isinstance(found, kind)
        found.activateWindow()
        self.until(found.isActiveWindow)
        return found

    def done(self, count: int) -> list[Ended]:
        self.qtbot.waitUntil(lambda: len(self.ended) >= count, timeout=30_000)
        return self.ended

    def case(self, key: int) -> Case:
        with reading(self.journal.engine) as connection:
            return actions_on(connection, key)[0].after

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true, timeout=30_000)

    def seen(self, key: int, version: int) -> None:
        """Wait until the picture has heard of a version of a case."""
        self.until(lambda: self.live.picture.cases.n >= key and self.live.picture.cases.version[key - 1] >= version)


def open_room(journal: Journal, folder: Path, qtbot: QtBot, signed: Signed = OPERATOR) -> Room:
    """A shown desk that has read the journal, with somebody signed in and the first case of the queue in hand."""
    live = Live(journal, fake_city(), signed.workstation)
    group = fake_group()
    specs = [
        replace(spec, build=stand_in if spec.name == "map" else spec.build)
        for spec in PANELS
        if spec.name in PANEL_NAMES
    ]
    store = LayoutStore(folder / f"{signed.workstation}.json")
    desk = DeskWindow(live, group, desk=signed.workstation, store=store, panels=specs)
    room = Room(journal, live, group, desk, qtbot)
    group.deed_ended.connect(room.ended.append)
    group.set_operator(signed)
    desk.resize(1600, 900)
    live.start()
    desk.show()
    desk.activateWindow()
    room.until(lambda: live.is_loaded and live.picture.complaints.n > 0)
    queue = desk.panels["queue"]
    room.until(lambda: queue.parts.model.rowCount() > 0)  # type: ignore[attr-defined]
    room.until(desk.isActiveWindow)
    queue.parts.table.setFocus()  # type: ignore[attr-defined]
    group.select("complaint", queue.parts.model.key_at(0))  # type: ignore[attr-defined]
    room.until(lambda: bool(desk.panels["complaint"].headline))  # type: ignore[attr-defined]
    return room


def close_room(room: Room) -> None:
    """Take the desk down in order: who reads and acts for it ends before it does."""
    assert room.desk.lane.stop()
    assert room.live.stop()
    take_down(room.desk)


__all__ = ["Room", "close_room", "find_case", "open_room", "room_journal"]
