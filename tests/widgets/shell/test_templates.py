"""Answers written before: offered for the kind of complaint, filled in, in either language, begun or inserted."""

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from app.i18n import Language
from tests.widgets.shell.conftest import OPERATOR, turn
from widgets.acting.templates import ANSWER
from widgets.share import Place


@pytest.fixture
def desk(open_desk, group):
    made = open_desk()
    group.set_operator(OPERATOR)
    group.select("complaint", 2)
    return made


def picker_of(desk):
    desk.commands.actions["template:answer"].trigger()
    turn()
    picker = desk.tools.templates.picker
    assert picker is not None and picker.isVisible()
    return picker


def test_T_begins_an_answer_with_the_text_of_a_template_and_sends_nothing(desk, group, live):
    wished = []
    group.deed_wished.connect(wished.append)
    picker = picker_of(desk)
    text, number = picker.text(), live._texts[2].id
    assert number in text and "{" not in text
    QTest.keyClick(picker.list, Qt.Key.Key_Return)
    turn()
    assert desk.deeds.sheet is not None and desk.deeds.sheet.text.toPlainText() == text
    assert wished == [] and desk.drafts.get((2, ANSWER)) == text
    desk.deeds.sheet.reject()


def test_what_was_typed_before_stays_in_front_of_the_template(desk):
    desk.drafts[2, ANSWER] = "Bapak/Ibu,"
    picker = picker_of(desk)
    QTest.keyClick(picker.list, Qt.Key.Key_2)
    turn()
    assert desk.deeds.sheet.text.toPlainText().startswith("Bapak/Ibu,\n")
    desk.deeds.sheet.reject()


def test_the_citizens_language_is_chosen_apart_from_the_desks(desk, group):
    group.set_language(Language("en"))
    picker = picker_of(desk)
    assert "Terima kasih" in picker.preview.toPlainText(), "citizens read Indonesian"
    assert "received" in picker.list.item(0).text(), "titles are the operator's"
    QTest.keyClick(picker.list, Qt.Key.Key_Right)
    assert "Thank you" in picker.preview.toPlainText() and picker.list.currentRow() == 0
    picker.languages["id"].click()
    assert "Terima kasih" in picker.text()
    picker.reject()


def test_a_template_of_another_kind_is_not_offered(desk, live):
    picture = live.picture
    kinds = {key: picture.words.text(int(picture.complaints.category[key - 1])) for key in range(1, 20)}
    flood = next(key for key, kind in kinds.items() if kind == "banjir")
    other = next(key for key, kind in kinds.items() if kind != "banjir")
    ids = [[one.id for one in desk.tools.templates._for(key)] for key in (flood, other)]
    assert ids[0][0] == "banjir" and "banjir" not in ids[1] and len(ids[1]) == len(ids[0]) - 1


def test_a_key_inserts_a_template_where_one_writes(desk):
    field = QPlainTextEdit(desk)
    desk.tools.templates.attach(field)
    field.setPlainText("Halo. ")
    field.moveCursor(field.textCursor().MoveOperation.End)
    field.show()
    desk.activateWindow()
    assert QTest.qWaitForWindowActive(desk, 20_000)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    turn()
    picker = desk.tools.templates.picker
    QTest.keyClick(picker.list, Qt.Key.Key_1)
    assert field.toPlainText().startswith("Halo. Terima kasih")


def test_without_a_complaint_it_says_so(desk, group):
    group.select("")
    desk.tools.templates.open()
    assert desk.toasts.texts() and desk.tools.templates.picker is None


def test_drafts_come_back_with_the_desk_and_it_says_so(desk, open_desk, group, live):
    desk.drafts[1, "act:note"] = "belum dikirim"
    desk.close()
    group.select("")
    again = open_desk()
    live.picture_ready.emit()
    [note] = again.toasts._notes()
    note.button.click()
    assert group.selection == ("complaint", 1)
    again.on_command("act:note")
    assert again.deeds.sheet.text.toPlainText() == "belum dikirim"
    again.deeds.sheet.reject()


def test_a_place_is_told_in_ways_other_programs_open():
    place = Place("Alun-alun", -6.2412345678, 106.9987654321)
    assert place.shared("coordinates") == "-6.241235, 106.998765"
    assert place.shared("geo") == "geo:-6.241235,106.998765"
    assert place.shared("osm") == (
        "https://www.openstreetmap.org/?mlat=-6.241235&mlon=106.998765#map=18/-6.241235/106.998765"
    )
    assert place.shared("google") == "https://www.google.com/maps/search/?api=1&query=-6.241235,106.998765"
    whole = Place("<b>a</b>\u202e", 1, 2).whole(Language("en")).splitlines()
    assert whole[0] == "<b>a</b>‹U+202E›" and len(whole) == 5


def test_the_place_of_what_is_selected_goes_to_the_clipboard(desk, group, live):
    desk.commands.actions["place:all"].trigger()
    lines = QGuiApplication.clipboard().text().splitlines()
    text = live._texts[2]
    assert lines[0].startswith(text.id) and text.address in lines[0] and "geo:" in lines[2]
    group.select("vehicle", 2)
    desk.commands.actions["place:geo"].trigger()
    v = live.picture.vehicles
    assert QGuiApplication.clipboard().text() == f"geo:{v.lat[1]:.6f},{v.lon[1]:.6f}"
    group.select("landmark", 0)
    desk.commands.actions["place:coordinates"].trigger()
    mark = live.city.places.landmarks[0]
    assert QGuiApplication.clipboard().text() == f"{mark.lat:.6f}, {mark.lon:.6f}"


def test_a_complaint_without_a_place_copies_nothing(desk, live):
    QGuiApplication.clipboard().setText("before")
    live.picture.complaints.lat[1] = math.nan
    desk.commands.actions["place:all"].trigger()
    assert QGuiApplication.clipboard().text() == "before" and desk.toasts.texts()
