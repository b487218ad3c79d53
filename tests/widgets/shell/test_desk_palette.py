"""The palette over the desk."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest


def test_the_palette_finds_a_complaint_and_selects_it(open_desk, live, group, qtbot):
    desk = open_desk()
    key = live.add_complaint(title="Beringin roboh di alun-alun", address="Jl. Veteran")
    desk.on_command("find")
    QTest.keyClicks(desk.topbar.search, "beringin roboh")
    palette = desk.palette_sheet
    qtbot.waitUntil(lambda: any(e.kind == "complaint" for e in palette.model.entries))
    assert palette.isVisible()
    assert palette.model.entries[0].title == "Beringin roboh di alun-alun"
    with qtbot.waitSignal(group.place_requested):
        QTest.keyClick(desk.topbar.search, Qt.Key.Key_Return)
    assert group.selection == ("complaint", key)
    assert not palette.isVisible()
    assert desk.topbar.search.text() == ""


def test_the_palette_finds_vehicles_places_and_commands_by_a_near_spelling(open_desk, live, group):
    desk = open_desk()
    desk.find()
    found = {}
    place = live.city.places.landmarks[0].name
    for text in (live.picture.vehicle_names[3], place, group.language.text("Switch language")):
        desk.topbar.search.setText(text[:-1])
        desk.palette_sheet.open()
        found[text] = desk.palette_sheet.model.entries[0]
    assert [entry.kind for entry in found.values()] == ["vehicle", "landmark", "command"]
    assert next(iter(found.values())).key == 4


def test_X8_hostile_titles_in_the_palette_are_spelled_out(open_desk, live, qtbot):
    desk = open_desk()
    live.add_complaint(title="\u202ebanjir <b>besar</b> " + "x" * 100_000)
    desk.find()
    QTest.keyClicks(desk.topbar.search, "banjir <b>")
    qtbot.waitUntil(lambda: any(e.kind == "complaint" for e in desk.palette_sheet.model.entries))
    title = desk.palette_sheet.model.entries[0].title
    assert title.startswith("‹U+202E›banjir <b>besar</b> ")
    assert len(title) < 200


def test_Escape_leaves_the_palette_and_keys_move_in_it(open_desk):
    desk = open_desk()
    desk.find()
    view = desk.palette_sheet._list
    QTest.keyClick(desk.topbar.search, Qt.Key.Key_Down)
    QTest.keyClick(desk.topbar.search, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 2
    QTest.keyClick(desk.topbar.search, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 1
    QTest.keyClick(desk.topbar.search, Qt.Key.Key_Escape)
    assert not desk.palette_sheet.isVisible()
