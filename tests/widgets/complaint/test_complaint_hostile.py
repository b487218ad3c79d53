"""Hostile texts in the complaint panel are shown literally, cut, and never make it freeze or grow sideways."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.domain.visible import FULL_CAP
from tests.widgets.complaint.conftest import Opener, said
from tests.widgets.complaint.room import CaseLive, version
from widgets.panels.complaint_page import HEAD

MARKUP = (
    "<img src=x onerror=window.PWN=1>",
    "<b>tebal</b>",
    "<img src='/etc/passwd'>",
    "<a href='file:///etc/passwd'>x</a>",
)


@pytest.mark.parametrize("text", MARKUP)
def test_X1_every_text_of_a_complaint_is_literal(live: CaseLive, open_panel: Opener, text: str) -> None:
    words = dict.fromkeys(("title", "address", "status", "status_notes", "service_name"), text)
    words["description"] = f"{text} dua"
    live.records[1] = (version(**words, agency=text, extra={text: text}, media=(text,)), version(2, id=text))
    panel = open_panel()
    page = panel.page
    live.records[1] = (version(id=text, **words, agency=text, extra={text: text}, media=(text,)),)
    live.news_of(1)
    assert page.title.toPlainText() == text and page.description.toPlainText() == f"{text} dua"
    assert page.media.text.toPlainText() == text and page.extra.text.toPlainText() == f"{text}: {text}"
    assert panel.headline == text
    assert sum(text in value for value in said(panel).values()) >= 5
    assert not panel.grab().isNull()


def test_X7_no_label_of_the_panel_guesses_rich_text(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(id=MARKUP[0]), version(2, id=MARKUP[0], title=MARKUP[1]))
    labels = open_panel().findChildren(QLabel)
    assert len(labels) > 10
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_X1_a_vehicle_name_is_literal(live: CaseLive, open_panel: Opener) -> None:
    live.picture.vehicle_names[0] = MARKUP[0]
    panel = open_panel("vehicle", 1)
    assert panel.vehicle.title.toPlainText() == MARKUP[0] and panel.headline == MARKUP[0]


def test_X8_hidden_characters_are_spelled_out(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(title="a\u202eb", description="satu\ndua\x00\u200b", address="x\ud800"),)
    panel = open_panel()
    assert panel.page.title.toPlainText() == "a‹U+202E›b"
    assert panel.page.description.toPlainText() == "satu\ndua‹U+0000›‹U+200B›"
    assert "x‹U+D800›" in said(panel).values()


@pytest.mark.parametrize("text", ["x" * 1_000_000, "e" + "\u0301" * 10_000, "\n" * 200_000 + "x", "\u202e" * 20_000])
def test_X8_endless_texts_are_cut_and_wrap_inside_the_panel(
    qtbot: QtBot, live: CaseLive, open_panel: Opener, text: str
) -> None:
    live.records[1] = (version(title=text, description=text, address=text, status=text, extra={"a": text}),)
    panel = open_panel()
    page, spelled = panel.page, 8
    assert len(page.description.toPlainText()) <= (HEAD + 1) * spelled
    if page.more.isVisible():
        page.more.click()
    assert len(page.description.toPlainText()) <= (FULL_CAP + 1) * spelled
    qtbot.wait(20)
    assert page.widget().width() <= panel.width()
    assert not panel.grab().isNull()


def test_a_long_description_is_folded_until_one_asks(live: CaseLive, open_panel: Opener) -> None:
    live.records[1] = (version(description="kata " * 4_000),)
    page = open_panel().page
    assert len(page.description.toPlainText()) <= HEAD + 1
    page.more.click()
    shown = page.description.toPlainText()
    assert len(shown) == FULL_CAP + 1 and shown.endswith("…")
    assert not page.more.isVisible()
