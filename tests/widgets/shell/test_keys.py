"""One list of commands: menu, palette, key sheet, help and keys come of it; keys can be changed and never meet."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from app.i18n import LANGUAGES, Language
from tests.conftest import ROOT
from tests.widgets.shell.conftest import turn
from widgets.access.commands import COMMANDS as ACCESS
from widgets.acting.verbs import COMMANDS as VERBS
from widgets.commands import Commands, CommandSpec
from widgets.desk_commands import desk_specs
from widgets.keymap import IS_NEEDED, IS_PRESS, NO_KEY, TAKEN, KeyMap
from widgets.panels.registry import PANELS
from widgets.screens.desk_tools import OWNERS
from widgets.screens.keys_dialog import KeysDialog
from widgets.screens.keys_sheet import COLUMNS, KeysSheet, spread

SPECS = desk_specs(PANELS, *VERBS, *ACCESS)
TITLES = {panel.name: panel.title for panel in PANELS}
LISTS = ("J", "K", "Shift+J", "Shift+K", "Space", "Return", "M", "/")
ACTS = ("A", "D", "L", "S", "N", "T", "G", "U", "Ctrl+Z")
ASKED = (*LISTS, *ACTS, "Ctrl+K", "?", "F1", "F2", "F5", *(f"Ctrl+{n}" for n in range(1, 10)))
"""Keys people were promised."""


@pytest.fixture
def commands(app) -> Commands:
    window = QWidget()
    made = Commands(SPECS, window, titles=TITLES)
    made.retranslate(Language("id"))
    made.window = window  # keeps it
    return made


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_command_has_its_words_and_a_line_of_help_in_both_languages(code):
    words = Language(code)
    for spec in SPECS:
        for message in (spec.title, spec.help, spec.short, spec.section):
            assert not message or code == "en" or spec.owner == "layout" or words.text(message), spec.id
        assert spec.help and len(words.text(spec.help)) <= 90, spec.id
        if code == "id" and spec.owner != "layout":
            assert words.text(spec.help) != spec.help, f"{spec.id} is not translated"


def test_ids_are_nobody_elses_and_owners_are_known():
    assert len({spec.id for spec in SPECS}) == len(SPECS)
    owners = {spec.owner for spec in SPECS}
    assert owners <= {"", "panel", "act", "access"} | OWNERS | set(TITLES)


def test_no_two_commands_share_a_key_where_they_could_meet():
    kept = KeyMap().of(SPECS)
    for spec in SPECS:
        assert kept[spec.id] == tuple(filter(None, (spec.key, spec.also))), f"{spec.id} lost a key"
    claimed = [(key, spec.owner if spec.local else "") for spec in SPECS for key in kept[spec.id]]
    assert len(claimed) == len(set(claimed))
    assert set(ASKED) <= {key for keys in kept.values() for key in keys}


def test_menu_and_palette_offer_every_command(commands):
    from PySide6.QtWidgets import QMenu

    from widgets.palette_find import command_entries

    menu = QMenu(commands.window)
    commands.fill(menu, Language("en"))
    parts = [action.menu() for action in menu.actions()]
    offered = [action.objectName() for part in parts for action in part.actions()]
    assert sorted(offered) == sorted(spec.id for spec in SPECS)
    assert all(action.toolTip() for part in parts for action in part.actions())
    found = {entry.command: entry for entry in command_entries(Language("en"), commands)}
    assert set(found) == {spec.id for spec in SPECS} - {"find"}
    assert found["poll"].shortcut == "F5"


def test_the_sheet_shows_every_key_under_its_heading_and_finds_what_is_typed(open_desk, group):
    desk = open_desk()
    sheet = KeysSheet(desk.commands, group, desk)
    shown = {label.text() for label in sheet.findChildren(QLabel)}
    words = group.language
    for spec in desk.commands.specs:
        if desk.commands.key(spec.id):
            assert {desk.commands.all_keys(spec.id), desk.commands.title(spec, words)} <= shown, spec.id
    assert words.text("Complaint queue") in shown
    sheet.field.setText("F5")
    shown = {label.text() for label in sheet.lines.widget().findChildren(QLabel)}
    assert words.text("Ask all sources now") in shown and words.text("Next complaint") not in shown
    sheet.close()


def test_columns_of_the_sheet_are_of_about_the_same_height():
    sections = [(str(n), [SPECS[0]] * lines) for n, lines in enumerate((14, 9, 8, 9, 10, 9))]
    columns = spread(sections, COLUMNS)
    assert [section for column in columns for section in column] == sections
    heights = [sum(len(specs) + 2 for _, specs in column) for column in columns]
    assert max(heights) - min(heights) <= 14


def test_a_key_that_is_taken_or_needed_is_refused_with_the_reason(commands):
    keys, words = commands.keymap, Language("en")
    wanted = {"J": TAKEN, "Tab": IS_NEEDED, "Space": IS_PRESS, "Ctrl+X, Ctrl+S": NO_KEY, "Ctrl+Shift+9": ""}
    for key, why in wanted.items():
        assert keys.why_not(SPECS, "poll", key) == why, key
    assert commands.why_not("poll", "J", words) == "J belongs to: Next complaint"
    assert not commands.rebind("poll", "J") and commands.key("poll") == "F5"
    assert keys.why_not(SPECS, "queue:mark", "Return") == TAKEN, "two keys of one list meet"
    assert keys.why_not(SPECS, "queue:mark", "F12") == ""


def test_keys_of_two_lists_do_not_meet_but_a_key_for_everywhere_meets_both():
    specs = [CommandSpec("a:x", "x", "X", local=True), CommandSpec("b:x", "x", "Y", local=True)]
    specs.append(CommandSpec("all", "all", "Z"))
    keys = KeyMap()
    assert keys.why_not(specs, "b:x", "X") == ""
    assert keys.why_not(specs, "all", "X") == TAKEN and keys.why_not(specs, "a:x", "Z") == TAKEN


def test_changed_keys_are_kept_and_a_damaged_file_changes_nothing(tmp_path: Path, caplog):
    path = tmp_path / "keys.json"
    spec = next(spec for spec in SPECS if spec.id == "poll")
    KeyMap(path).put(spec, "Ctrl+R")
    again = KeyMap(path)
    assert again.of(SPECS)["poll"] == ("Ctrl+R",) and again.is_own("poll")
    again.put(spec, spec.key)
    assert not KeyMap(path).is_own("poll")
    for text in ("{", '{"keys": {"poll": 5, "quit": "Nonsense+Q"}}', "[]", "null"):
        path.write_text(text, encoding="utf-8")
        assert KeyMap(path).of(SPECS) == KeyMap().of(SPECS)


def test_a_file_that_gives_a_key_twice_takes_none_from_a_command_that_had_it_first(tmp_path: Path):
    path = tmp_path / "keys.json"
    path.write_text('{"keys": {"poll": "J", "quit": "Esc", "theme": "Ctrl+R", "gone": "Ctrl+T"}}', encoding="utf-8")
    kept = KeyMap(path).of(SPECS)
    assert kept["queue:next"] == ("J",) and kept["poll"] == () and kept["quit"] == ()
    assert kept["theme"] == ("Ctrl+R",)


def test_the_dialog_changes_keys_says_why_not_and_brings_all_back(open_desk, group, tmp_path):
    desk = open_desk()
    dialog = KeysDialog(desk.commands, group, desk)
    dialog.choose("poll")
    dialog.give("Ctrl+R")
    assert desk.commands.key("poll") == "Ctrl+R" and dialog.why.text() == ""
    assert (tmp_path / "keys.json").exists()
    dialog.give("J")
    assert desk.commands.key("poll") == "Ctrl+R" and "J" in dialog.why.text()
    dialog.none.click()
    assert desk.commands.key("poll") == ""
    dialog.all_first.click()
    assert desk.commands.key("poll") == "F5"
    dialog.close()


def test_single_letters_act_only_while_no_text_field_has_the_keyboard(open_desk, live):
    desk = open_desk()
    field = QPlainTextEdit(desk)
    field.show()
    desk.activateWindow()
    assert QTest.qWaitForWindowActive(desk, 20_000)
    met: list[str] = []
    desk.commands.asked.connect(met.append)
    for widget in (field, desk.topbar.search):
        widget.setFocus()
        QTest.keyClicks(widget, "jkma")
        QTest.keyClick(widget, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert field.toPlainText().lower() == "jkmaj" and desk.topbar.search.text().lower() == "jkmaj"
    assert met == []
    desk.topbar.search.clear()
    desk.layouts.setFocus() if isinstance(desk.layouts, QWidget) else desk.topbar.layouts.setFocus()
    QTest.keyClick(desk.topbar.layouts, Qt.Key.Key_J)
    assert met == ["queue:next"]
    desk.commands.rebind("queue:next", "F12")
    QTest.keyClick(desk.topbar.layouts, Qt.Key.Key_J)
    QTest.keyClick(desk.topbar.layouts, Qt.Key.Key_F12)
    assert met == ["queue:next", "queue:next"]


def test_a_layout_kept_under_a_number_comes_back_by_its_key(open_desk):
    desk = open_desk()
    desk.tools.keep_under(3)
    desk.layouts.hide("timeline")
    assert desk.layouts.kept_numbers() == (3,)
    turn()
    desk.commands.actions["layout:3"].trigger()
    turn()
    assert desk.layouts.is_open("timeline")
    desk.commands.actions["layout:4"].trigger()
    assert any("4" in text for text in desk.toasts.texts())


def test_F5_says_which_sources_do_not_answer_and_why(open_desk, live, group):
    from datetime import timedelta

    from app.domain.source import LinkState

    desk = open_desk()
    live.set_source("armada", state=LinkState.DOWN, last_good=live.now - timedelta(hours=2), error="no route to host")
    desk.commands.actions["poll"].trigger()
    [text] = desk.toasts.texts()
    assert "Armada: no route to host" in text


def test_F2_keeps_the_eyes_informed_while_nothing_is_spoken(open_desk, live, monkeypatch):
    spoken: list[str] = []
    monkeypatch.setattr("widgets.announce.announce", lambda widget, text: spoken.append(text))
    desk = open_desk()
    seen: list[str] = []
    desk.critical.said.connect(seen.append)
    desk.critical._say("first")
    desk.commands.actions["silence"].trigger()
    desk.critical._say("second")
    assert spoken == ["first"] and seen == ["first", "second"]


def test_the_help_page_holds_every_command_with_its_key_as_it_is_now(open_desk, group):
    desk = open_desk()
    desk.commands.rebind("poll", "Ctrl+R")
    desk.help.open("keys")
    shown, words = desk.help.window.view.toPlainText(), group.language
    for spec in desk.commands.specs:
        assert desk.commands.title(spec, words) in shown, spec.id
    assert "Ctrl+R" in shown and "F5" not in shown and "{keys}" not in shown
    desk.help.window.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_in_help_pages_are_keys_that_exist(language):
    known = {key for keys in KeyMap().of(SPECS).values() for key in keys} | {"Enter", "Home", "End", "Esc", "Ctrl+C"}
    known |= {"Ctrl+1", "Tab", "PgUp", "PgDown", "Left", "Right", "Up", "Down", "Shift+Left", "Shift+Right"}
    for page in (ROOT / "resources" / "help" / language).glob("*.md"):
        if page.stem in ("desk", "queue", "keys"):
            cells = [line.split("|")[1] for line in page.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
            named = {key for cell in cells for key in re.findall(r"`([^`]+)`", cell)}
            assert named <= known, page
