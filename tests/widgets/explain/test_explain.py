"""`?` on a figure: the card, the story, its parts, the facts behind it, and the keyboard all the way."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.severity import Severity
from tests.widgets.fakes import NOW, FakeLive, fake_group
from tests.widgets.figures import figure, keys
from tests.widgets.shell.conftest import turn
from widgets.explain.card import card_text
from widgets.explain.cells import FigureCells
from widgets.explain.explainer import Explainer
from widgets.explain.tile import FigureTile
from widgets.figure_table import Column, FigureTable, TableRow
from widgets.fonts import load_fonts
from widgets.stylesheet import dress


@dataclass
class Fact:
    """As the journal's reader tells one."""

    source: str = "pajak"
    id: str = "dispenda/realisasi_pajak/2016-11-29"
    commit: int = 4_812
    recorded_at: datetime = NOW - timedelta(hours=17)
    valid_at: datetime | None = NOW - timedelta(hours=18)
    words: str = "Rp6.100.000.000"


class Room:
    """A window with one figure, and whoever explains it."""

    def __init__(self) -> None:
        self.live, self.group = FakeLive(), fake_group()
        self.live.facts = (Fact(),)
        self.window = QWidget()
        self.window.resize(900, 700)
        self.tile = FigureTile(self.group, self.window)
        self.table = QTableView(self.window)
        self.column = QVBoxLayout(self.window)
        self.column.addWidget(self.tile)
        self.column.addWidget(self.table)
        self.explainer = Explainer(self.live, self.group, self.window)
        parts = (figure(1.42e12, "IDR", id="to_date", name="Realised to date", rule="revenue.to_date"),)
        self.figure = figure(inputs=(keys(1, 2, 3),), parts=parts)
        self.tile.show_figure(self.figure, NOW)
        self.window.show()
        turn()

    @property
    def sheet(self):
        return self.explainer.sheet


@pytest.fixture
def room(qapp: QApplication):
    load_fonts()
    made = Room()
    dress(qapp, made.group.theme)
    yield made
    if made.sheet is not None:
        made.sheet.dismiss()
    made.window.close()
    made.window.deleteLater()
    turn()


def test_a_tile_says_value_name_and_state_and_is_reachable_by_key(room):
    assert room.tile.value.text() == "91,6%"
    assert "91,60%" in room.tile.accessibleDescription()
    assert room.tile.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert room.tile.height() >= 28


def test_the_card_names_value_state_source_and_age():
    words = fake_group("en").language
    card = card_text(figure(freshness=Freshness.STALE, mark=Severity.TINGGI), words, NOW)
    assert card.splitlines() == [
        "Percent: 91.60%",
        "high · stale",
        "pajak · as of 29 Nov 2016 16.42 WIB (18 h ago)",
        "? explains this figure",
    ]


def test_what_is_unknown_is_a_dash_in_grey_and_what_is_stale_is_hatched(room):
    room.tile.show_figure(figure(None, freshness=Freshness.NEVER), NOW)
    assert room.tile.value.text() == "–"
    assert room.group.theme.faint in room.tile.value.styleSheet()
    plain = room.tile.grab().toImage()
    room.tile.show_figure(figure(None, freshness=Freshness.STALE), NOW)
    room.tile.show_figure(figure(91.6, freshness=Freshness.STALE), NOW)
    assert room.tile.grab().toImage() != plain
    assert "kedaluwarsa" in room.tile.below.text()


@pytest.mark.parametrize("key", [Qt.Key.Key_Question, Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_key_opens_the_story_with_rule_basis_commits_and_facts(room, key):
    room.tile.setFocus()
    QTest.keyClick(room.tile, key)
    said = dict(room.sheet.rows)
    assert room.sheet.isVisible()
    assert said["Nilai"] == "91,60%"
    assert said["Aturan"] and said["Dasar"]
    assert "commit" in said["Dibuat dari"]
    assert said["Diterima"].startswith("29 Nov 2016 17.42")
    assert ("total.percent", Kind.COMPLAINT, 3) in room.live.facts_asked
    assert room.sheet.facts.cell(0, 5) == "Rp6.100.000.000"
    assert "1" in room.sheet.facts.headline() and "3" in room.sheet.facts.headline()


def test_question_mark_goes_to_the_figure_and_not_to_the_sheet_of_keys(room):
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?")
    event.ignore()
    QApplication.sendEvent(room.tile, event)
    assert event.isAccepted()


def test_a_part_is_explained_in_turn_and_back_comes_back(room):
    room.tile.explain()
    button = room.sheet.part_buttons[0]
    assert "Rp1,42 triliun" in button.text()
    button.click()
    assert dict(room.sheet.rows)["Nilai"] == "Rp1.420.000.000.000"
    assert room.sheet.back.isVisible()
    room.sheet.back.click()
    assert dict(room.sheet.rows)["Nilai"] == "91,60%"
    assert not room.sheet.back.isVisible()


def test_escape_closes_and_gives_the_keyboard_back(room, qtbot):
    room.window.activateWindow()
    qtbot.waitUntil(room.window.isActiveWindow)
    room.tile.setFocus()
    turn()
    room.tile.explain()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is room.sheet.copy)
    QTest.keyClick(room.sheet, Qt.Key.Key_Escape)
    assert not room.sheet.isVisible()
    assert QApplication.focusWidget() is room.tile


def test_a_click_elsewhere_closes(room):
    room.tile.explain()
    QTest.mouseClick(room.table.viewport(), Qt.MouseButton.LeftButton)
    assert not room.sheet.isVisible()


def test_the_whole_story_is_copied_as_text(room):
    room.tile.explain()
    room.sheet.copy.click()
    text = QGuiApplication.clipboard().text()
    assert "91,60%" in text and "4.812" in text and "Rp6.100.000.000" in text
    assert "\u200b" not in text


def test_an_answer_for_another_figure_is_not_shown(room):
    room.live.facts = ()
    room.tile.explain()
    room.live.facts_ready.emit("another", (Fact(),))
    assert room.sheet.facts.rowCount() == 0


def test_a_cell_explains_its_figure_by_key_and_a_cell_without_one_leaves_the_key_alone(room):
    table = FigureTable(room.group, (Column("Jenis"), Column("Persen", is_figure=True)))
    room.table.setModel(table)
    cells = FigureCells(room.table, room.group, lambda: NOW)
    table.show([TableRow("PBB", ("PBB-P2", figure(80.0, id="kind.PBB.percent")))])
    room.table.setCurrentIndex(table.index(0, 1))
    assert "80,0%" in table.data(table.index(0, 1))
    QTest.keyClick(room.table, Qt.Key.Key_Question)
    assert dict(room.sheet.rows)["Nilai"] == "80,00%"
    room.sheet.dismiss()
    room.table.setCurrentIndex(table.index(0, 0))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?")
    event.ignore()
    QApplication.sendEvent(room.table, event)
    assert not event.isAccepted()
    assert not cells.explain(table.index(0, 0))


def test_hostile_names_are_shown_literally_and_stay_inside(room):
    room.live.facts = (Fact(id="<b>x</b>\u202e" + "y" * 4000, words="<img src='/etc/passwd'>"),)
    room.tile.show_figure(figure(inputs=(keys(1),), sources=("a" * 4000,)), NOW)
    room.tile.explain()
    assert room.window.rect().contains(room.sheet.geometry())
    assert "\u202e" not in room.sheet.facts.cell(0, 4)
    assert room.sheet.facts.cell(0, 4).startswith("<b>x</b>")


def test_colours_of_a_mark_come_with_its_shape(room):
    room.tile.show_figure(figure(mark=Severity.KRITIS), NOW)
    assert QColor(room.group.theme.kritis).name() in room.tile.value.styleSheet()
    assert not room.tile._mark.pixmap().isNull()
