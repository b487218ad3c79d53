"""Sending a unit from the panel: by digits and Enter, by channel or voice, called back, and never by mistake."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QWidget

from app.actions.dispatch import Dispatch
from app.domain.case import CaseId
from app.domain.order import Order, OrderState
from app.journal.case_orders import case_orders
from app.picture.frame import Frame, Mode
from app.views.ours import order_of
from tests.journal.test_unanswered import silent
from tests.widgets.dispatch.conftest import RINA, Room, pressed, typed


def orders(room: Room, key: int) -> list[Order]:
    """The orders of a case as they stand."""
    return [told[-1] for told in case_orders(room.live.journal, key).told.values()]


def names(room: Room) -> list[str]:
    """The units in the list."""
    return [unit.name for unit in room.panel.page.model.units]


def test_the_soonest_unit_is_chosen_and_why_the_others_are_missing_is_said(room: Room) -> None:
    room.look_at(1)
    ready = [unit.ready_s or 0 for unit in room.panel.page.model.units]
    assert len(ready) == 4
    assert ready == sorted(ready)
    assert room.panel.page.units.row() == 0
    assert room.panel.page.left_out.toPlainText() == "1 unit of another kind · 1 unit was never seen"
    assert "straight line × 1.4" in room.panel.page.basis.toPlainText()


def test_a_case_is_as_grave_here_as_in_the_queue_one_step_up_when_overdue(room: Room) -> None:
    room.look_at(1)
    before = room.panel.page.case.text()
    room.live.picture.complaints.due[0] = room.live.frame().seconds - 60
    room.group.set_frame(Frame(room.live.frame().at))
    room.until(lambda: room.panel.page.case.text() != before)
    room.group.set_frame(None)


def test_a_digit_and_enter_send_that_unit_and_the_keyboard_goes_back_to_the_queue(room: Room) -> None:
    room.look_at(2)
    dealt: list[int] = []
    room.group.case_dealt_with.connect(dealt.append)
    with room.qtbot.waitSignal(room.group.panel_requested) as asked:
        pressed(room.panel.page.units, Qt.Key.Key_2)
        second = room.panel.page.model.units[1]
        assert second.name in room.panel.page.send.text()
        room.panel.page.text.setText("Bawa sekop")
        pressed(room.panel.page.units, Qt.Key.Key_Return)
    assert asked.args == ["queue"]
    room.until(lambda: dealt == [2])
    (order,) = orders(room, 2)
    assert (order.unit, order.channel, order.text, order.by) == (second.id, "wa-bersih", "Bawa sekop", "rina")
    room.until(lambda: len(room.panel.lines) == 1)
    assert second.name not in names(room)
    assert "1 unit has this order already" in room.panel.page.left_out.toPlainText()


def test_one_press_sends_one_crew_however_fast_it_is_repeated(room: Room) -> None:
    room.look_at(3)
    for _ in range(3):
        pressed(room.panel.page.units, Qt.Key.Key_Return)
    room.until(lambda: room.panel.page.send.isEnabled() and len(orders(room, 3)) == 1)
    assert room.lane.wait_until_idle()
    assert len(orders(room, 3)) == 1


def test_a_crew_that_is_called_has_its_words_read_out_and_one_key_records_that_it_accepts(room: Room) -> None:
    room.acting.perform(RINA, Dispatch(CaseId("sorot", "4"), "armada/1", "telp-bersih"))
    room.look_at(4)
    room.until(lambda: len(room.panel.lines) == 1)
    block = room.panel.page.orders.blocks[0]
    room.until(lambda: "Jl. Baru" in block.script.toPlainText())
    said = block.script.toPlainText()
    assert "Call Pak Dedi, 021 8896 0250." in said
    assert "Order for Baktor 1." in said
    assert "Place: Jl. Baru." in said
    room.panel.run("dispatch:accepted")
    room.until(lambda: orders(room, 4)[0].state is OrderState.ACCEPTED)
    room.until(lambda: room.panel.lines[0].state is OrderState.ACCEPTED)
    assert [step.by for step in room.panel.lines[0].steps] == ["rina", "rina"]
    assert block.accepted.isHidden()


def test_that_nobody_answers_is_said_once_the_watch_has_noted_it(room: Room) -> None:
    case = CaseId("sorot", "6")
    room.acting.perform(RINA, Dispatch(case, "armada/1", "wa-bersih"))
    room.look_at(6)
    room.until(lambda: len(room.panel.lines) == 1)
    block, (order,) = room.panel.page.orders.blocks[0], orders(room, 6)
    assert block.alarm.isHidden()
    room.acting.journal.append([silent(6, order.id, order.valid_at)])
    room.until(lambda: "No answer for" in block.alarm.toPlainText())


def test_who_has_to_call_stays_with_the_case(room: Room) -> None:
    room.look_at(10)
    asked: list[str] = []
    room.group.panel_requested.connect(asked.append)
    room.panel.page.channel.setCurrentIndex(room.panel.page.channel.findData("telp-bersih"))
    pressed(room.panel.page.units, Qt.Key.Key_Return)
    room.until(lambda: bool(room.panel.lines))
    assert orders(room, 10)[0].channel == "telp-bersih"
    assert room.panel.page.orders.blocks[0].script.toPlainText()
    assert asked == []


def test_a_key_pressed_before_the_orders_are_read_waits_for_them(room: Room) -> None:
    room.acting.perform(RINA, Dispatch(CaseId("sorot", "11"), "armada/1", "telp-bersih"))
    room.group.select("complaint", 11)
    room.panel.run("dispatch:accepted")
    room.until(lambda: orders(room, 11)[0].state is OrderState.ACCEPTED)


def test_what_nobody_looks_at_is_not_sent_by_a_command(room: Room) -> None:
    room.look_at(12)
    room.panel.page.text.setFocus()
    room.panel.run("dispatch:send")
    assert room.lane.wait_until_idle()
    assert orders(room, 12) == []
    assert room.panel.page.units.hasFocus()


def test_calling_back_asks_for_a_reason_and_does_nothing_without_one(room: Room) -> None:
    room.acting.perform(RINA, Dispatch(CaseId("sorot", "5"), "armada/1", "wa-bersih"))
    room.look_at(5)
    room.until(lambda: len(room.panel.lines) == 1)
    room.panel.run("dispatch:recall")
    reason = room.panel.page.orders.blocks[0].reason
    pressed(reason, Qt.Key.Key_Return)
    assert room.lane.wait_until_idle()
    assert orders(room, 5)[0].state is OrderState.WAITING
    typed(reason, "salah alamat")
    pressed(reason, Qt.Key.Key_Return)
    room.until(lambda: orders(room, 5)[0].state is OrderState.RECALLED)


def test_units_keep_their_rows_and_the_chosen_one_stays_chosen_while_they_move(room: Room) -> None:
    room.look_at(6)
    before = names(room)
    room.panel.page.units.choose(2)
    vehicles = room.live.picture.vehicles
    was = vehicles.lat.copy()
    vehicles.lat[:4] = was[:4][::-1]
    room.panel.refresh()
    assert names(room) == before
    chosen = room.panel.unit()
    assert chosen is not None
    assert chosen.name == before[2]
    vehicles.lat[:] = was


@pytest.mark.parametrize("why", ["nobody", "replay"])
def test_nothing_is_sent_while_nobody_is_signed_in_or_an_earlier_instant_is_shown(room: Room, why: str) -> None:
    room.look_at(7)
    if why == "nobody":
        room.group.set_operator(None)
    else:
        room.group.set_frame(Frame(datetime(2016, 11, 30, 3, 0, 5, tzinfo=UTC), mode=Mode.REPLAY))
    assert not room.panel.page.send.isEnabled()
    assert room.panel.page.send.toolTip()
    pressed(room.panel.page.units, Qt.Key.Key_Return)
    room.panel.run("dispatch:accepted")
    assert room.lane.wait_until_idle()
    assert orders(room, 7) == []


def test_the_rule_of_funds_follows_what_a_person_says_it_costs(room: Room) -> None:
    room.look_at(8)
    assert "Response fund: not known" in room.panel.page.money.toPlainText()
    room.panel.page.cost.clear()
    typed(room.panel.page.cost, "2.500.000")
    assert "Rp2,500,000" in room.panel.page.money.toPlainText() or "2.5 million" in room.panel.page.money.toPlainText()


def test_both_languages_say_everything_and_a_name_is_never_markup(room: Room) -> None:
    room.look_at(9)
    for code, said in (("id", "Unit yang dapat dikirim"), ("en", "Units that may be sent")):
        room.group.set_language(type(room.group.language)(code))
        assert room.panel.page.units.accessibleName() == said
    model = room.panel.page.model
    text = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert str(text).startswith(f"1. {names(room)[0]}. ")
    assert "Garbage tricycle" in str(text)


def test_nothing_selected_is_said(room: Room) -> None:
    assert room.panel.stack.currentWidget() is room.panel.empty


def test_everything_one_can_touch_has_a_name(room: Room) -> None:
    room.acting.perform(RINA, Dispatch(CaseId("sorot", "12"), "armada/2", "telp-bersih"))
    room.look_at(12)
    room.until(lambda: len(room.panel.lines) == 1)
    controls = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView)
    found = [w for w in room.panel.findChildren(QWidget) if isinstance(w, controls) and w.isVisible()]
    assert [w for w in found if not w.accessibleName()] == []


def test_more_units_and_every_kind_are_shown_on_request_and_forgotten_with_the_case(room: Room) -> None:
    room.look_at(1)
    before = names(room)
    room.panel.page.any_kind.click()
    assert "as you asked" in room.panel.page.basis.toPlainText()
    assert set(before) < set(names(room))
    room.look_at(2)
    assert not room.panel.page.any_kind.isChecked()
    assert "Pemadam" not in names(room)


def test_out_of_sight_it_asks_nothing_and_catches_up_when_it_is_seen(room: Room) -> None:
    room.look_at(3)
    room.panel.hide()
    assert room.live.wait_until_idle()  # what was asked while it was in sight is still answered
    room.qtbot.wait(20)
    before = room.panel._known
    room.acting.perform(RINA, Dispatch(CaseId("sorot", "3"), "armada/4", "telp-bersih"))
    room.until(lambda: bool(order_of(room.live.picture, 3)))
    assert room.live.wait_until_idle()
    room.qtbot.wait(20)
    assert room.panel._known is before
    room.panel.show()
    room.until(lambda: any(line.unit == "armada/4" for line in room.panel.lines))
