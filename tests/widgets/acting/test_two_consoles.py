"""Two consoles on one PostgreSQL journal, one case: both assign it, one is first, the other is told and decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.domain.lifecycle import Stage
from app.journal.cases import actions_on
from app.journal.engine import reading
from app.journal.store import Journal
from tests.actions.accounts import let_in
from tests.actions.conftest import OPERATOR, SUPERVISOR
from tests.widgets.acting.room import Room, close_room, open_room, room_journal
from widgets.acting.sheet import ChoiceSheet


@pytest.fixture
def rooms(app: QApplication, postgres_url: str, tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Room, Room]]:
    """Rina's desk and Budi's."""
    made = room_journal(postgres_url)
    let_in(made, OPERATOR)
    other = Journal.open(postgres_url)
    both = open_room(made, tmp_path, qtbot), open_room(other, tmp_path, qtbot, SUPERVISOR)
    yield both
    for room in both:
        close_room(room)
    other.close()
    made.close()


def refer(room: Room, at: int) -> None:
    """Choose an agency by its place in the list."""
    sheet = room.sheet(ChoiceSheet)
    sheet.list.setCurrentRow(at)
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)


def test_B15_two_consoles_assign_the_same_case_and_the_second_is_told_who_was_first(rooms: tuple[Room, Room]) -> None:
    rina, budi = rooms
    key = rina.key
    budi.group.select("complaint", key)
    for room in rooms:  # both look at the case as nobody has touched it
        room.desk.activateWindow()
        room.until(room.desk.isActiveWindow)
        room.desk.deeds.run("act:refer")
        room.sheet(ChoiceSheet)
    refer(rina, 1)
    rina.done(1)
    refer(budi, 0)
    budi.done(1)
    first = rina.case(key)
    conflict = budi.desk.deeds.outcomes.sheet
    assert conflict is not None and conflict.isVisible()
    told = {name: theirs for name, theirs, _ in conflict.lines}
    assert told["Siapa"] == OPERATOR.person.name and told["Kapan"]
    assert told["SKPD"] == budi.desk.deeds._agency_name(first.agency) != first.agency
    assert rina.case(key).version == 1  # nothing was overwritten
    conflict.take.click()
    assert budi.key == key
    budi.seen(key, 1)
    budi.group.select("complaint", key)
    assert budi.desk.commands.actions["act:dispatch"].isEnabled()
    budi.desk.activateWindow()
    budi.until(budi.desk.isActiveWindow)
    budi.desk.deeds.run("act:refer")
    refer(budi, 0)
    budi.done(2)
    assert (budi.case(key).version, budi.case(key).stage) == (2, Stage.REFERRED)
    with reading(rina.journal.engine) as connection:
        assert [action.by for action in actions_on(connection, key)] == [SUPERVISOR.person.id, OPERATOR.person.id]
    rina.seen(key, 2)  # and the first desk sees what became of it
