"""Words of a row: the due cell, status words, hostile texts."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.i18n import Language
from tests.widgets.fakes import NOW
from tests.widgets.queue.conftest import Opener
from tests.widgets.queue.room import QueueLive
from widgets.case_words import LIST_CAP, one_line, status_word
from widgets.panels.queue_due import DueState, due_of
from widgets.panels.queue_model import CASE

WORDS = Language("id")
T = NOW.timestamp()
NAN = float("nan")
MARKUP = (
    "<img src=x onerror=window.PWN=1>",
    "<b>tebal</b>",
    "<img src='/etc/passwd'>",
    "</script><script>alert(1)</script>",
)


@pytest.mark.parametrize(
    ("due", "requested", "state", "text", "share"),
    [
        (T + 1102, T - 898, DueState.CALM, "00:18:22", 0.449),
        (T + 100, T - 900, DueState.SOON, "00:01:40", 0.9),
        (T - 250, T - 1000, DueState.OVERDUE, "\N{MINUS SIGN}00:04:10", 1.0),
        (T, T - 1000, DueState.SOON, "00:00:00", 1.0),
        (T - 10, T - 10, DueState.OVERDUE, "\N{MINUS SIGN}00:00:10", 1.0),
    ],
)
def test_the_due_cell_counts_down_to_the_target(
    due: float, requested: float, state: DueState, text: str, share: float
) -> None:
    cell = due_of(WORDS, due, requested, NAN, T)
    assert (cell.state, cell.text) == (state, text)
    assert cell.share == pytest.approx(share, abs=0.001)


def test_days_are_said_as_days() -> None:
    assert due_of(WORDS, T + 4.5 * 86_400, T, NAN, T).text == WORDS.countdown(4.5 * 86_400)


def test_a_paused_case_says_so_and_counts_nothing_down() -> None:
    paused = due_of(WORDS, T - 5, T - 60, NAN, T, is_paused=True)
    assert (paused.text, paused.label, paused.paused) == ("", "dijeda", True)


def test_without_a_target_there_is_no_bar_and_the_promise_stands_alone() -> None:
    cell = due_of(WORDS, NAN, T - 60, T + 3600, T)
    assert cell.state is DueState.NONE and cell.text == "" and cell.expected == "11.42" and cell.label
    assert due_of(WORDS, T + 60, T - 60, T + 5 * 86_400, T).expected == "5 Des"
    assert due_of(WORDS, NAN, T, NAN, T) == due_of(WORDS, NAN, NAN, NAN, T)


def test_a_closed_case_counts_nothing(live: QueueLive, open_panel: Opener) -> None:
    live.put(state="closed", category="sampah", requested=NOW - timedelta(days=9))
    panel = open_panel()
    panel._on_states("closed")
    row = panel.parts.model.row(0)
    assert row is not None and row.due.text == ""


def test_known_status_words_are_translated_and_others_made_readable() -> None:
    assert status_word(WORDS, "IN_PROGRESS") == WORDS.text("In progress")
    assert status_word(WORDS, "not_councils_responsibility") == WORDS.text("Not the city's")
    assert status_word(WORDS, "menunggu_vendor") == "Menunggu vendor"
    assert status_word(WORDS, "") == ""


@pytest.mark.parametrize("text", MARKUP)
def test_X1_markup_in_a_row_is_shown_literally(live: QueueLive, open_panel: Opener, text: str) -> None:
    live.put(title=text, address=text, status=text)
    panel = open_panel()
    model = panel.parts.model
    row = model.row(0)
    assert row is not None and row.title == text and text in row.place
    assert model.data(model.index(0, CASE)) == text
    assert not panel.grab().isNull()


@pytest.mark.parametrize("text", MARKUP)
def test_X7_tooltips_escape_what_a_citizen_wrote(live: QueueLive, open_panel: Opener, text: str) -> None:
    live.put(title=text)
    model = open_panel().parts.model
    shown = model.data(model.index(0, CASE), Qt.ItemDataRole.ToolTipRole)
    assert text not in shown and "&lt;" in shown


def test_X8_hidden_characters_are_spelled_out_in_rows() -> None:
    assert one_line("a\u202eb\x00c\u200bd\ud800") == "a‹U+202E›b‹U+0000›c‹U+200B›d‹U+D800›"
    assert one_line("baris\n\n dua\tkata") == "baris dua kata"


@pytest.mark.parametrize("text", ["x" * 1_000_000, "e" + "\u0301" * 10_000, "\u202e" * 10_000, " \n" * 500_000])
def test_X8_endless_texts_are_cut_before_they_are_painted(
    qtbot: QtBot, live: QueueLive, open_panel: Opener, text: str
) -> None:
    live.put(title=text, address=text)
    panel = open_panel()
    row = panel.parts.model.row(0)
    assert row is not None
    spelled = 10  # characters of one ‹U+202E›, at most
    assert len(row.title) <= (LIST_CAP + 1) * spelled and len(row.place) <= (LIST_CAP + 60) * spelled
    assert not panel.grab().isNull()
    model = panel.parts.model
    assert len(model.data(model.index(0, CASE), Qt.ItemDataRole.ToolTipRole)) < 10_000
