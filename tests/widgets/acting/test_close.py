"""Closing a case from the desk: with an estimate bound it asks for the cost first, without one it takes no key more."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.actions.bulk import Failed
from app.actions.dispatch import Dispatch
from app.actions.moves import Finish
from app.actions.perform import Acting
from app.actions.room import Refused
from app.domain.case import Case, CaseId
from app.domain.lifecycle import Stage, Verb
from tests.actions.conftest import OPERATOR
from tests.widgets.acting.room import Room
from widgets.acting.bulk_words import bulk_deed, reasons
from widgets.acting.sheet import TextSheet


def finished(room: Room, committed: int | None = None) -> int:
    """The case in hand has its work done; its key."""
    key, acting = room.key, Acting(room.journal, room.live.city)
    case = CaseId("sorot", str(key))
    acting.perform(OPERATOR, Dispatch(case, "armada/7", committed=committed))
    acting.perform(OPERATOR, Finish(case, "ditambal"))
    room.seen(key, 2)
    return key


def closing(room: Room) -> TextSheet:
    room.desk.deeds.run("act:close")
    return room.sheet(TextSheet)


def closed(room: Room, key: int, count: int = 1) -> Case:
    room.done(count)
    assert room.ended[-1].trouble is None
    return room.case(key)


def test_a_case_without_an_estimate_is_closed_by_enter_alone(room: Room) -> None:
    key = finished(room)
    sheet = closing(room)
    assert sheet.cost is None
    QTest.keyClick(sheet.text, Qt.Key.Key_Return)
    assert closed(room, key).stage is Stage.CLOSED


@pytest.mark.parametrize(("typed", "spent"), [("690.000", 690_000), ("0", 0), ("=", 750_000)])
def test_with_an_estimate_the_cost_has_to_be_said(room: Room, typed: str, spent: int) -> None:
    key = finished(room, 750_000)
    sheet = closing(room)
    assert sheet.cost is not None and sheet.cost.edit.hasFocus() and sheet.cost.edit.text() == ""
    assert "Rp750.000" in sheet.cost.edit.accessibleName()
    assert not sheet.do.isEnabled()
    QTest.keyClick(sheet.cost.edit, Qt.Key.Key_Return)
    assert sheet.isVisible()  # nothing was said yet
    QTest.keyClicks(sheet.cost.edit, typed)
    QTest.keyClick(sheet.cost.edit, Qt.Key.Key_Return)
    case = closed(room, key)
    assert (case.stage, case.spent, case.committed) == (Stage.CLOSED, spent, 0)


def test_one_key_says_that_it_cost_nothing(room: Room) -> None:
    key = finished(room, 750_000)
    sheet = closing(room)
    QTest.keyClick(sheet.cost.edit, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)  # type: ignore[union-attr]
    case = closed(room, key)
    assert (case.stage, case.spent, case.committed) == (Stage.CLOSED, 0, 0)


def test_several_at_once_leave_the_one_with_an_estimate_alone_and_say_why(room: Room) -> None:
    key = finished(room, 750_000)
    acting, case = Acting(room.journal, room.live.city), CaseId("sorot", str(key))
    (why,) = acting.perform_some(OPERATOR, [(bulk_deed(Verb.CLOSE, "", "")(case), "op")], 1.0)
    assert isinstance(why, Refused)
    assert "masih terikat" in reasons([Failed(case, why)], room.group.language)
    assert room.case(key).stage is Stage.DONE
