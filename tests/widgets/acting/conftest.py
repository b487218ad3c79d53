"""A desk's lane over a real journal, and what it answered."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.journal.store import Journal
from tests.actions.conftest import CITY, OPERATOR
from tests.journal.facts import T0, complaint, vehicle
from tests.widgets.acting.room import Room, close_room, open_room, room_journal
from tests.widgets.fakes import fake_group
from tests.widgets.shell.conftest import app, group, live, open_desk, specs
from widgets.acting.lane import OperatorLane
from widgets.acting.wish import Ended, Wish
from widgets.group import Group

__all__ = ["app", "group", "live", "open_desk", "specs"]


@dataclass
class Desk:
    """A lane with its group, and everything that ended at it."""

    journal: Journal
    group: Group
    lane: OperatorLane
    ended: list[Ended] = field(default_factory=list)


@pytest.fixture
def make_desk(qapp: QApplication, qtbot: QtBot) -> Iterator[Callable[[Journal], Desk]]:
    """Makes lanes over a journal, signed in as the operator; their threads end with the test."""
    made: list[Desk] = []

    def make(journal: Journal) -> Desk:
        group = fake_group()
        group.set_operator(OPERATOR)
        lane = OperatorLane(SimpleNamespace(journal=journal, city=CITY), group)  # type: ignore[arg-type]
        desk = Desk(journal, group, lane)
        group.deed_ended.connect(desk.ended.append)
        made.append(desk)
        return desk

    yield make
    for desk in made:
        assert desk.lane.stop()


@pytest.fixture
def journal(journal_url: str) -> Iterator[Journal]:
    """Complaints sorot/1 (key 1) and sorot/2 (key 2), and vehicle armada/7, on either store."""
    made = Journal.create(journal_url, Clock.starting(T0, speed=0))
    made.append([complaint("1", agency="disbimarta"), complaint("2"), vehicle("7")])
    yield made
    made.close()


@pytest.fixture
def room(app: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Room]:
    """A desk with six potholes."""
    journal = room_journal(str(tmp_path / "j.sqlite"))
    made = open_room(journal, tmp_path, qtbot)
    yield made
    close_room(made)
    journal.close()


def wished(desk: Desk, qtbot: QtBot, *wishes: Wish) -> list[Ended]:
    """Wish at a desk and wait for what became of all of it."""
    already = len(desk.ended)
    for wish in wishes:
        desk.group.deed_wished.emit(wish)
    qtbot.waitUntil(lambda: len(desk.ended) == already + len(wishes))
    return desk.ended[already:]
