"""The queue by keyboard alone, its selection shared with the group, and what is copied."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.i18n import Language
from tests.widgets.queue.conftest import Opener
from tests.widgets.queue.room import QueueLive, million
from widgets.panels.queue import QueuePanel
from widgets.panels.queue_keys import COMMANDS

Key = Qt.Key


@pytest.fixture
def panel(live: QueueLive, open_panel: Opener) -> QueuePanel:
    """Thirty complaints; the table has the keyboard."""
    for _ in range(30):
        live.put(quiet=True)
    opened = open_panel()
    opened.activateWindow()
    assert QTest.qWaitForWindowActive(opened, 20_000)
    opened.parts.table.setFocus()
    return opened


def at(panel: QueuePanel) -> int:
    return panel.parts.table.currentIndex().row()


def test_J_K_arrows_home_and_end_move_the_focus(qtbot: QtBot, panel: QueuePanel) -> None:
    table = panel.parts.table
    steps = ((Key.Key_J, 0), (Key.Key_J, 1), (Key.Key_Down, 2), (Key.Key_K, 1), (Key.Key_Up, 0), (Key.Key_K, 0))
    for key, row in (*steps, (Key.Key_End, 29), (Key.Key_J, 29), (Key.Key_Home, 0)):
        qtbot.keyClick(table, key)
        assert at(panel) == row
        assert panel._group.selection == ("complaint", panel.parts.model.key_at(row))


def test_every_command_does_something_without_the_focus(qtbot: QtBot, panel: QueuePanel) -> None:
    panel.parts.chips.focus_first()
    done: list[object] = []
    panel._group.place_requested.connect(lambda *what: done.append(what))
    for command in sorted(COMMANDS, key=lambda command: command.id == "queue:unanswered"):
        panel.run(command.id)
    assert panel.parts.model.rowCount() == 0  # every crew answers
    panel.run("queue:unanswered")
    assert at(panel) == 0 and panel.parts.table.selected_keys() == [panel.parts.model.key_at(0)]
    assert panel.parts.field.hasFocus() and done
    assert QGuiApplication.clipboard().text()
    keys = [command.key for command in COMMANDS if command.key]
    assert len(set(keys)) == len(keys) == 9


def test_shift_extends(qtbot: QtBot, panel: QueuePanel) -> None:
    table = panel.parts.table
    qtbot.keyClick(table, Key.Key_J)
    qtbot.keyClick(table, Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert len(table.selected_keys()) == 2
    qtbot.keyClick(table, Key.Key_End, Qt.KeyboardModifier.ShiftModifier)
    assert len(table.selected_keys()) == 30


def test_space_marks_and_moving_about_keeps_the_marks(qtbot: QtBot, panel: QueuePanel) -> None:
    table, strip = panel.parts.table, panel.parts.selected
    for key in (Key.Key_J, Key.Key_Space, Key.Key_J, Key.Key_J, Key.Key_Space, Key.Key_Down, Key.Key_End):
        qtbot.keyClick(table, key)
    assert table.selected_keys() == [panel.parts.model.key_at(row) for row in (0, 2)]
    assert at(panel) == 29 and panel._group.selection == ("complaint", panel.parts.model.key_at(29))
    assert strip.isVisible() and strip.label.text().startswith("2 ")
    panel._group.select("complaint", panel.parts.model.key_at(5))
    assert len(table.selected_keys()) == 2, "a case chosen on the map leaves the marks alone"
    qtbot.keyClick(table, Key.Key_Space)
    qtbot.keyClick(table, Key.Key_Space)
    assert len(table.selected_keys()) == 2
    qtbot.keyClick(table, Key.Key_Escape)
    assert table.selected_keys() == [panel.parts.model.key_at(5)] and not strip.isVisible()


def test_ctrl_and_shift_clicks_select_and_a_plain_click_ends_it(qtbot: QtBot, panel: QueuePanel) -> None:
    table = panel.parts.table

    def click(row: int, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        middle = table.visualRect(panel.parts.model.index(row, 1)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, middle)

    click(1)
    click(3, Qt.KeyboardModifier.ControlModifier)
    assert table.selected_keys() == [panel.parts.model.key_at(row) for row in (1, 3)]
    click(6, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_keys() == [panel.parts.model.key_at(row) for row in (1, 3, 4, 5, 6)]
    qtbot.keyClick(table, Key.Key_Space)
    click(2)
    assert table.selected_count() == 1 and not table.is_marking


def test_the_count_of_a_selection_is_exact_beyond_what_is_kept(live: QueueLive, open_panel: Opener) -> None:
    million(live, 2_000)
    panel = open_panel()
    panel.parts.table.selectAll()
    assert panel.parts.table.selected_count() == panel.parts.model.rowCount() > 1_000
    assert panel.parts.selected.count == panel.parts.model.rowCount()


def test_marks_stay_when_rows_come_and_move(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    table = panel.parts.table
    for key in (Key.Key_J, Key.Key_Space, Key.Key_J, Key.Key_Space):
        qtbot.keyClick(table, key)
    kept = table.selected_keys()
    live.put(category="banjir")
    qtbot.waitUntil(lambda: panel.parts.model.rowCount() == 31)
    assert table.selected_keys() == kept and panel.parts.selected.count == 2


def test_enter_opens_the_case(qtbot: QtBot, panel: QueuePanel) -> None:
    asked: list[str] = []
    panel._group.panel_requested.connect(asked.append)
    qtbot.keyClick(panel.parts.table, Key.Key_J)
    with qtbot.waitSignal(panel.opened) as said:
        qtbot.keyClick(panel.parts.table, Key.Key_Return)
    assert said.args == [panel.parts.model.key_at(0)] and asked == ["complaint"]


def test_slash_goes_to_the_filter_and_escape_comes_back(qtbot: QtBot, panel: QueuePanel) -> None:
    qtbot.waitUntil(panel.parts.table.hasFocus)
    qtbot.keyClicks(panel.parts.table, "/")
    assert panel.parts.field.hasFocus()
    qtbot.keyClicks(panel.parts.field, "abc")
    qtbot.keyClick(panel.parts.field, Key.Key_Escape)
    assert panel.parts.field.text() == "" and panel.parts.table.hasFocus()


def test_other_letters_do_not_walk_a_million_rows(live: QueueLive, open_panel: Opener, qtbot: QtBot) -> None:
    million(live, 200_000)
    panel = open_panel()
    read: list[int] = []
    row = panel.parts.model.row
    panel.parts.model.row = lambda index: (read.append(index), row(index))[1]  # type: ignore[method-assign, assignment]
    qtbot.keyClicks(panel.parts.table, "xyz")
    assert len(read) < 500


def test_a_selection_made_elsewhere_is_shown_and_a_hidden_one_selects_nothing(
    live: QueueLive, panel: QueuePanel
) -> None:
    said: list[int] = []
    panel.parts.table.moved.connect(said.append)
    last = panel.parts.model.key_at(29)
    panel._group.select("complaint", last)
    assert at(panel) == 29 and said == []
    assert (
        panel.parts.table.visualRect(panel.parts.table.currentIndex()).bottom() <= panel.parts.table.viewport().height()
    )
    panel._group.select("vehicle", 3)
    assert panel.parts.table.selected_keys() == []
    panel._group.select("complaint", 999)
    assert panel.parts.table.selected_keys() == [] and panel._group.selection == ("complaint", 999)


def test_copy_gives_one_plain_line_a_case(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    table = panel.parts.table
    qtbot.keyClick(table, Key.Key_J)
    qtbot.keyClick(table, Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    key = panel.parts.model.key_at(0)
    assert lines[0].startswith(live.words[key].id) and live.words[key].title in lines[0]


def test_copy_waits_for_texts_that_are_not_read_yet(qtbot: QtBot, live: QueueLive, open_panel: Opener) -> None:
    live.mute = True
    key = live.put(title="Lampu padam")
    panel = open_panel()
    QGuiApplication.clipboard().setText("before")
    panel.parts.table.step(down=True)
    panel.copy_rows()
    assert QGuiApplication.clipboard().text() == "before"
    live.answer([key])
    assert "Lampu padam" in QGuiApplication.clipboard().text()


def test_show_on_map_asks_the_group(panel: QueuePanel) -> None:
    asked: list[tuple[str, int]] = []
    panel._group.place_requested.connect(lambda kind, key: asked.append((kind, key)))
    panel.parts.table.step(down=True)
    panel.show_on_map()
    assert asked == [("complaint", panel.parts.model.key_at(0))]


@pytest.mark.parametrize("code", ["id", "en"])
def test_every_control_has_a_name_and_is_large_enough(panel: QueuePanel, code: str) -> None:
    panel._group.set_language(Language(code))
    controls = [w for w in panel.findChildren(QWidget) if isinstance(w, QAbstractButton | QLineEdit) and w.isVisible()]
    assert len(controls) >= 5
    for control in [*controls, panel.parts.table, panel]:
        assert control.accessibleName(), control
    for control in controls:
        if control.parent() is not panel.parts.field:  # Qt's own clear button stands inside the field
            assert control.height() >= 28, control.accessibleName()
