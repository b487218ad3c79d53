"""The desk as a whole: bands, commands, palette, words in both languages, names for screen readers."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.clock import REAL
from app.domain.source import Ask
from app.i18n import Language
from app.journal.reader import Axis
from app.picture.frame import Frame, Mode
from tests.widgets.fakes import NOW
from tests.widgets.shell.conftest import turn
from widgets.desk_commands import COMMANDS
from widgets.panels.registry import PANELS, PanelSpec
from widgets.screens.keys_sheet import KeysSheet
from widgets.theme import DAY

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, QComboBox)


def _outside_docks(widget: QWidget) -> bool:
    """Buttons of the docking library's own title bars have their own names."""
    while widget is not None:
        if type(widget).__name__ in ("CDockAreaTitleBar", "CDockWidgetTab"):
            return False
        widget = widget.parentWidget()
    return True


def test_every_control_has_a_name_for_screen_readers(open_desk):
    desk = open_desk()
    desk.open_panel("sources")
    nameless = [
        f"{type(c).__name__} {c.objectName()} in {type(c.parent()).__name__}"
        for c in desk.findChildren(QWidget)
        if isinstance(c, CONTROLS) and _outside_docks(c) and not c.accessibleName() and not c.isHidden()
    ]
    assert nameless == []
    assert all(desk.panels[name].accessibleName() for name in desk.panels)


def test_title_bar_buttons_of_docks_have_names_too(open_desk):
    desk = open_desk()
    buttons = [b for b in desk.findChildren(QAbstractButton) if not _outside_docks(b) and b.isVisible()]
    assert buttons
    assert all(b.accessibleName() for b in buttons)


def test_the_language_changes_while_running(open_desk, group):
    desk = open_desk()
    title = desk.layouts.dock("sources").windowTitle
    first = title()
    group.set_language(Language("en"))
    assert title() == "Sources"
    assert desk.topbar.search.placeholderText() == "Find a complaint, vehicle, address, command…"
    assert "SIMULATION" in desk.bands.simulated.text
    group.set_language(Language("id"))
    assert title() == first


def test_the_command_for_language_goes_round(open_desk, group):
    desk = open_desk()
    codes = []
    for _ in range(2):
        desk.on_command("language")
        codes.append(group.language.code)
    assert codes == ["en", "id"]


def test_the_theme_changes_while_running(open_desk, group):
    desk = open_desk()
    desk.on_command("theme")
    assert group.theme is DAY
    assert desk.palette().window().color().name() == DAY.window
    assert DAY.panel in desk.layouts.manager.styleSheet()
    desk.on_command("theme")


def test_a_simulated_clock_is_said_across_the_top_edge(open_desk, live):
    desk = open_desk()
    assert desk.bands.simulated.isVisible()
    assert desk.bands.simulated.mapTo(desk, desk.bands.simulated.rect().topLeft()).y() == 0
    live.clock = REAL
    desk.state.retranslate()
    assert not desk.bands.simulated.isVisible()


def test_a_lost_database_is_a_grey_band_with_its_time(open_desk, live):
    desk = open_desk()
    live.clock = REAL
    live.database_changed.emit(False, NOW)
    assert desk.bands.database.isVisible()
    assert "10.42" in desk.bands.database.text
    live.database_changed.emit(True, None)
    assert not desk.bands.database.isVisible()


def test_replay_is_unmistakable_and_has_a_way_back(open_desk, group):
    desk = open_desk()
    group.set_frame(Frame(NOW - timedelta(hours=3), mode=Mode.REPLAY))
    assert desk.bands.replay.isVisible()
    assert "07.42" in desk.bands.replay.text
    desk.bands.replay.button.click()
    assert group.frame is None
    assert not desk.bands.replay.isVisible()


def test_in_replay_nothing_acts_the_clock_shows_the_instant_and_a_key_goes_back(open_desk, group, live):
    desk = open_desk()
    group.set_frame(Frame(NOW - timedelta(hours=3), Axis.TRUE, Mode.REPLAY))
    assert group.language.text("as it truly was") in desk.bands.replay.text
    assert not desk.commands.actions["poll"].isEnabled()
    live.tick(1)
    assert desk.topbar.clock._figure.text() == "07.42.07"
    desk.commands.actions["live"].trigger()
    assert group.frame is None
    assert desk.commands.actions["poll"].isEnabled()
    assert desk.topbar.clock._figure.text() == group.language.clock(live.now)


def test_a_critical_case_in_replay_is_told_with_the_way_back(open_desk, group):
    desk = open_desk()
    desk.critical.said.emit("Kasus kritis baru: Banjir")
    assert desk.toasts.texts() == []
    group.set_frame(Frame(NOW - timedelta(hours=3), mode=Mode.REPLAY))
    desk.critical.said.emit("Kasus kritis baru: Banjir")
    [note] = desk.toasts._notes()
    assert note.button.text() == group.language.text("Back to live")
    note.button.click()
    assert group.frame is None


def test_D17_safe_mode_stops_what_moves_and_can_be_left(open_desk):
    desk = open_desk()
    desk.state.enter_safe_mode()
    assert desk.bands.safe.isVisible()
    assert not desk.layouts.is_open("map")
    assert desk.layouts.is_open("queue")
    desk.bands.safe.button.click()
    assert desk.layouts.is_open("map")
    assert not desk.bands.safe.isVisible()


@pytest.mark.qt_no_exception_capture
def test_a_panel_that_cannot_be_built_costs_its_place_not_the_desk(open_desk, specs, monkeypatch):
    from dataclasses import replace

    met: list[str] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, fault, where: met.append(str(fault)))

    def broken(live, group):
        raise RuntimeError("no graphics")

    desk = open_desk(panels=[replace(s, build=broken) if s.name == "map" else s for s in specs])
    assert desk.isVisible()
    assert met == ["no graphics"]


def test_commands_are_one_list_with_keys_nobody_shares(open_desk):
    desk = open_desk()
    specs = [spec for spec in desk.commands.specs if desk.commands.key(spec.id)]
    keys = [(desk.commands.key(spec.id), spec.owner if spec.local else "") for spec in specs]
    assert len(keys) == len(set(keys))
    assert {f"panel:{spec.name}" for spec in PANELS} <= set(desk.commands.actions)
    assert all(action.text() for action in desk.commands.actions.values())


def test_every_command_of_the_shell_does_something(open_desk):
    desk = open_desk()
    for spec in COMMANDS:
        if spec.id not in ("quit", "full"):
            desk.on_command(spec.id)
            turn()
    for sheet in desk.findChildren(KeysSheet):
        assert len(sheet.findChildren(QWidget)) > 2 * len(COMMANDS) - 4
        sheet.close()


def test_F5_asks_every_source_and_says_so(open_desk, live):
    desk = open_desk()
    desk.commands.actions["poll"].trigger()
    assert live.asked == [(source.id, Ask.POLL_NOW) for source in live.city.sources]
    assert len(desk.toasts.texts()) == 1


def test_the_clock_shows_the_citys_time(open_desk, live):
    desk = open_desk()
    live.tick(1)
    assert desk.topbar.clock._figure.text() == "10.42.08"
    assert "WIB" in desk.topbar.clock._day.text()
    assert "30 Nov 2016" in desk.topbar.clock._day.text()


def test_notes_are_plain_capped_and_few(open_desk):
    desk = open_desk()
    for n in range(9):
        desk.toasts.say(f"<b>{n}</b>\u202e" + "x" * 5_000, grave=True)
    texts = desk.toasts.texts()
    assert len(texts) == 4
    assert texts[-1].startswith("<b>8</b>‹U+202E›")
    assert len(texts[-1]) < 400


def test_nothing_is_clipped_at_twice_the_scale(open_desk):
    """What 200 % does to a 1920 screen: the same window with half the room, 960 by 540."""
    desk = open_desk(size=(960, 540))
    bar = desk.topbar
    assert desk.width() == 960, "something forces the window wider"
    for part in (bar.clock, bar.language, bar.theme, bar.layouts, bar.search):
        assert part.geometry().right() <= bar.width()
        assert part.width() >= part.minimumSizeHint().width()


def test_clickable_things_are_28_pixels_high(open_desk):
    desk = open_desk()
    low = [
        f"{type(b).__name__} {b.accessibleName()} {b.height()}"
        for b in desk.findChildren(QAbstractButton)
        if b.isVisible() and b.height() < 28 and _outside_docks(b)
    ]
    assert low == []


def test_tab_goes_from_the_top_bar_through_the_panels_and_round(open_desk):
    desk = open_desk()
    desk.activateWindow()
    assert QTest.qWaitForWindowActive(desk, 20_000), "without the focus there is nothing to see"
    desk.topbar.search.setFocus()
    seen = []
    while len(seen) < 100 and (now := QApplication.focusWidget()) not in (None, *seen):
        seen.append(now)
        QTest.keyClick(now, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is seen[0], "it comes round"
    places = [desk.panel_of(widget) for widget in seen]
    assert [name for at, name in enumerate(places) if name not in places[:at]] == [
        *("desk", "queue", "map", "complaint", "timeline")
    ]
    assert {desk.topbar.language, desk.topbar.theme, desk.topbar.layouts} <= set(seen)
    QTest.keyClick(seen[0], Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is seen[-1]


def test_panels_are_one_list_with_names_nobody_shares():
    assert len({spec.name for spec in PANELS}) == len(PANELS)
    assert all(isinstance(spec, PanelSpec) and spec.title for spec in PANELS)
