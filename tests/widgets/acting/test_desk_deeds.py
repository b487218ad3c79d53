"""Deeds by key at a whole desk: how few keys a pothole takes, what each asks, undo, conflicts, and nothing lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.actions.moves import Move, Refer
from app.actions.perform import Acting, orders_on
from app.domain.case import CaseId
from app.domain.lifecycle import Stage, Verb
from app.errors import JournalError
from app.journal.cases import actions_on
from app.journal.engine import reading
from tests.actions.conftest import SUPERVISOR
from tests.widgets.acting.room import Room
from widgets.acting.sheet import ChoiceSheet, TextSheet
from widgets.acting.undoing import UndoNote


def test_a_pothole_is_acknowledged_and_dispatched_in_at_most_five_keys(room: Room) -> None:
    first = room.key
    keys = ["a", "d", "Return"]
    room.press(*keys[:2])
    room.until(lambda: room.dispatch.unit() is not None)  # there before a person could look
    room.press(keys[2])
    room.done(2)
    assert len(keys) <= 5
    case = room.case(first)
    assert (case.stage, case.agency) == (Stage.ASSIGNED, duty_of_potholes(room))
    with reading(room.journal.engine) as connection:
        assert [action.verb for action in actions_on(connection, first)] == ["dispatch", "verify"]
        assert [order.unit for order in orders_on(connection, str(case.id)).values()] == ["armada/7"]
    assert room.key not in (0, first)  # the next open case is in hand


def test_without_units_to_choose_the_agency_of_the_category_gets_the_case(room: Room) -> None:
    first = room.key
    room.desk.panels.pop("dispatch")
    room.press("a", "d")
    room.done(2)
    case = room.case(first)
    assert (case.stage, case.agency) == (Stage.REFERRED, duty_of_potholes(room))


def duty_of_potholes(room: Room) -> str:
    category = room.live.city.category_of("jalan")
    assert category is not None
    return category.agency


def test_verify_and_note_keep_the_case_in_hand(room: Room) -> None:
    first = room.key
    room.press("a", "n")
    sheet = room.sheet(TextSheet)
    QTest.keyClicks(sheet.text, "dekat sekolah")  # letters go into the text, not to the commands
    QTest.keyClick(sheet.text, Qt.Key.Key_Return)
    room.done(2)
    assert room.key == first
    with reading(room.journal.engine) as connection:
        newest = actions_on(connection, first)[0]
    assert (newest.verb, newest.said["text"]) == ("note", "dekat sekolah")


def test_single_letters_type_while_a_text_field_has_the_keyboard(room: Room) -> None:
    room.desk.find()
    QTest.keyClicks(room.desk.topbar.search, "ad")
    QTest.qWait(50)
    assert room.desk.topbar.search.text() == "ad"
    assert not room.ended


def test_another_agency_is_chosen_with_its_reason(room: Room) -> None:
    first = room.key
    room.press("l")
    sheet = room.sheet(ChoiceSheet)
    assert sheet.reason is not None
    duty = room.live.city.category_of("jalan")
    assert duty is not None and sheet.choices[0].value == duty.agency
    assert duty.name in sheet.why.text()
    sheet.list.setCurrentRow(1)
    QTest.keyClicks(sheet.reason, "jalan lingkungan")
    QTest.keyClick(sheet.reason, Qt.Key.Key_Return)
    room.done(1)
    assert room.case(first).agency == sheet_choice(room, 1)


def sheet_choice(room: Room, at: int) -> str:
    day = room.live.frame().at.astimezone(room.live.city.city.tz).date()
    duty = room.live.city.category_of("jalan")
    valid = [a for a in room.live.city.agencies if a.is_valid(day)]
    valid.sort(key=lambda a: (duty is None or a.id != duty.agency, a.name))
    return valid[at].id


def test_a_duplicate_names_a_case_near_by(room: Room) -> None:
    first = room.key
    room.press("g")
    sheet = room.sheet(ChoiceSheet)
    room.until(lambda: len(sheet.choices) == 5)
    of = sheet.choices[0].value
    QTest.keyClick(sheet.list, Qt.Key.Key_Return)
    room.done(1)
    assert (room.case(first).stage, room.case(first).duplicate_of) == (Stage.DUPLICATE, str(of))


def test_what_the_stage_does_not_allow_is_off_in_the_menu_of_the_status(room: Room) -> None:
    menu = room.desk.deeds.menu()
    on = {action.objectName() for action in menu.actions() if action.isEnabled() and action.objectName()}
    assert {"act:reject", "act:not-ours", "act:answer"} <= on
    assert not {"act:close", "act:finish", "act:reopen", "act:recall"} & on
    off = next(action for action in menu.actions() if action.objectName() == "act:close")
    assert "Belum ditangani" in off.toolTip()
    menu.deleteLater()


def say(room: Room, command: str, text: str) -> None:
    room.desk.deeds.run(command)
    sheet = room.sheet(TextSheet)
    QTest.keyClicks(sheet.text, text)
    QTest.keyClick(sheet.text, Qt.Key.Key_Return)


def test_a_pause_and_the_cost_are_said_from_the_desk_and_the_case_stays_in_hand(room: Room) -> None:
    first = room.key
    say(room, "act:pause", "menunggu warga")
    room.done(1)
    assert room.key == first
    assert room.case(first).pause_reason == "menunggu warga" and room.case(first).deadlines
    room.desk.deeds.run("act:resume")
    room.done(2)
    assert room.case(first).paused_at is None
    say(room, "act:cost", "Rp690.000")
    room.done(3)
    assert (room.case(first).spent, room.case(first).committed) == (690_000, 0)
    say(room, "act:cost", "banyak")
    room.done(4)
    assert room.ended[3].refused and room.case(first).spent == 690_000


def test_undo_by_key_takes_the_newest_deed_back(room: Room) -> None:
    first = room.key
    room.desk.panels.pop("dispatch")
    room.press("d")
    room.done(1)
    assert room.key != first
    room.press("u")
    room.done(2)
    assert room.case(first).stage is Stage.NEW
    assert room.key == first  # one sees what was undone
    assert room.ended[1].wish.verb == "undo"
    room.press("u")
    assert any("Tidak ada" in text for text in room.desk.toasts.texts())


def test_the_note_counts_down_and_then_offers_the_counter_order(room: Room) -> None:
    room.desk.deeds.run("act:reject")
    sheet = room.sheet(TextSheet)
    QTest.keyClicks(sheet.text, "iklan")
    sheet.confirm()
    room.done(1)
    note = next(note for note in room.desk.toasts._notes() if isinstance(note, UndoNote))
    assert note.button.text().startswith("Batalkan U · ")
    note._until -= 11
    note.on_second()
    assert note.button.text() == "Buka kembali" and not note.may_undo
    note.button.click()
    assert isinstance(room.desk.deeds.sheet, TextSheet)
    assert room.desk.deeds.sheet.windowTitle() == "Buka kembali"
    room.desk.deeds.sheet.reject()


def test_B15_the_second_desk_sees_who_did_what_and_may_do_its_own_on_top(room: Room) -> None:
    first, other = room.key, Acting(room.journal, room.live.city)
    id_ = f"{first}"
    room.desk.deeds.run("act:refer")  # looked at version 0
    sheet = room.sheet(ChoiceSheet)
    other.perform(SUPERVISOR, Move(CaseId("sorot", id_), Verb.VERIFY))
    other.perform(SUPERVISOR, Refer(CaseId("sorot", id_), "kebersihan", "sampah"))
    sheet.confirm()
    room.done(1)
    conflict = room.desk.deeds.outcomes.sheet
    assert conflict is not None and conflict.isVisible()
    lines = {name: (theirs, ours) for name, theirs, ours in conflict.lines}
    assert lines["Siapa"] == ("budi", "meja ini")
    assert lines["Apa"] == ("Alihkan SKPD", "Alihkan SKPD")
    assert lines["Tahap"][0] == "Pada dinas"
    assert lines["Kapan"][0]
    wanted = room.desk.deeds._agency_name(sheet_choice(room, 0))
    assert lines["SKPD"] == (room.desk.deeds._agency_name("kebersihan"), wanted) and lines["Regu"] == ("–", "–")
    assert room.case(first).agency == "kebersihan"  # nothing was overwritten
    conflict.repeat.click()
    room.done(2)
    assert room.case(first).agency == sheet_choice(room, 0)
    assert room.case(first).version == 3


def test_a_text_that_could_not_be_stored_is_still_there(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    first = room.key
    room.press("n")
    with monkeypatch.context() as away:
        away.setattr("widgets.acting.lane.case_of_key", _away)
        sheet = room.sheet(TextSheet)
        QTest.keyClicks(sheet.text, "kabel putus")
        sheet.confirm()
        room.done(1)
    room.group.select("complaint", first)
    room.desk.deeds.run("act:note")
    again = room.sheet(TextSheet)
    assert again.text.toPlainText() == "kabel putus"
    again.reject()
    note = next(note for note in room.desk.toasts._notes() if note.button.text() == "Coba lagi")
    note.button.click()
    room.done(2)
    assert room.ended[1].outcome is not None
    room.desk.deeds.run("act:note")
    assert room.desk.deeds.sheet.findChild(QPlainTextEdit).toPlainText() == ""  # type: ignore[union-attr]
    room.desk.deeds.sheet.reject()  # type: ignore[union-attr]


def _away(*_: object) -> None:
    raise JournalError("database", "it does not answer.")
