"""The queue as a model: lazy at any size, patched in place, touched by one thread only."""

import threading
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.clock import monotonic
from app.i18n import Language
from tests.widgets.queue.conftest import Opener, settle
from tests.widgets.queue.room import QueueLive, million
from widgets.fonts import load_fonts
from widgets.panels.queue_delegate import GAP, PAD
from widgets.panels.queue_model import ASK_AGAIN_S, CASE, DUE, MARK, STATUS
from widgets.panels.queue_table import WIDTHS

Role = Qt.ItemDataRole


def test_a_million_rows_ask_only_for_the_texts_in_sight(qtbot: QtBot, live: QueueLive, open_panel: Opener) -> None:
    million(live)
    panel = open_panel()
    model, table = panel.parts.model, panel.parts.table
    assert model.rowCount() > 600_000
    first = set(live.asked_texts)
    assert 0 < len(first) < 100
    table.verticalScrollBar().setValue(300_000 * 44)
    second = set(live.asked_texts) - first
    assert 0 < len(second) < 100
    in_sight = {model.key_at(row) for row in range(300_000, 300_010)}
    assert in_sight <= second
    panel._on_states("all")
    assert model.rowCount() == 1_000_000
    assert len(live.asked_texts) == len(set(live.asked_texts)) < 300


def test_a_screen_reader_or_test_that_walks_rows_reads_no_text(live: QueueLive, open_panel: Opener) -> None:
    million(live, 50_000)
    panel = open_panel()
    asked = len(live.asked_texts)
    model = panel.parts.model
    for row in range(1_000, 3_000):
        model.data(model.index(row, CASE), Role.AccessibleTextRole)
    assert len(live.asked_texts) == asked


def test_a_row_is_a_placeholder_until_its_text_is_read(live: QueueLive, open_panel: Opener) -> None:
    live.mute = True
    key = live.put(title="Lubang besar")
    panel = open_panel()
    row = panel.parts.model.row(0)
    assert row is not None and not row.read and row.title == ""
    assert panel.grab().isNull() is False
    live.answer([key])
    row = panel.parts.model.row(0)
    assert row is not None and row.read and row.title == "Lubang besar"


def test_a_change_of_values_patches_rows_without_a_reset(qtbot: QtBot, live: QueueLive, open_panel: Opener) -> None:
    for _ in range(5):
        live.put(quiet=True)
    panel = open_panel()
    model = panel.parts.model
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    key = model.key_at(2)
    live.put(key, status="in_progress", title="Judul baru")
    settle(qtbot, panel)
    assert not resets
    row = model.row(2)
    assert row is not None and row.title == "Judul baru"
    assert row.status == Language("id").text("In progress")


def test_texts_of_changed_complaints_are_read_again_and_the_old_stay_meanwhile(
    qtbot: QtBot, live: QueueLive, open_panel: Opener
) -> None:
    key = live.put(title="Lama")
    panel = open_panel()
    live.mute = True
    live.put(key, title="Baru")
    settle(qtbot, panel)
    row = panel.parts.model.row(0)
    assert row is not None and row.title == "Lama"
    live.answer([key])
    row = panel.parts.model.row(0)
    assert row is not None and row.title == "Baru"


def test_a_row_speaks_one_sentence_with_its_severity_in_words(live: QueueLive, open_panel: Opener) -> None:
    live.put(category="banjir", title="Genangan", address="Jl. Pekayon", status="open")
    model = open_panel().parts.model
    words = Language("id")
    spoken = model.data(model.index(0, CASE), Role.AccessibleTextRole)
    assert spoken.startswith(words.text("critical"))
    assert all(part in spoken for part in ("Genangan", "Jl. Pekayon", words.text("Still open")))
    assert model.data(model.index(0, MARK), Role.AccessibleTextRole) == words.text("critical")
    for column in (CASE, STATUS, DUE):
        assert model.headerData(column, Qt.Orientation.Horizontal)


def test_a_complaint_without_place_says_so(live: QueueLive, open_panel: Opener) -> None:
    live.put(address="", place=(None, None))
    row = open_panel().parts.model.row(0)
    assert row is not None and row.place == Language("id").text("no place")


def test_the_area_is_not_said_twice(live: QueueLive, open_panel: Opener) -> None:
    area = live.city.places.kelurahan[3].name
    for address in (f"Jl. Cempaka 9, {area.upper()}", "Jl. Cempaka 9"):
        live.put(address=address, quiet=True)
    live.picture.complaints.area[:] = 3
    model = open_panel().parts.model
    places = {row.place for row in (model.row(0), model.row(1)) if row}
    around = Language("id").text("around {area}", area=area)
    assert places == {f"Jl. Cempaka 9, {area.upper()}", f"Jl. Cempaka 9 · {around}"}


def test_the_agency_is_the_one_of_the_category_when_the_source_names_none(live: QueueLive, open_panel: Opener) -> None:
    live.put(category="sampah", agency="")
    row = open_panel().parts.model.row(0)
    assert row is not None and row.agency == live.city.agency_of("kebersihan").short  # type: ignore[union-attr]


def test_D18_the_model_refuses_another_thread(live: QueueLive, open_panel: Opener) -> None:
    live.put()
    model = open_panel().parts.model
    caught: list[BaseException] = []

    def touch() -> None:
        try:
            model.take_texts({})
        except AssertionError as error:
            caught.append(error)

    worker = threading.Thread(target=touch)
    worker.start()
    worker.join()
    assert caught and "worker" in str(caught[0])


@pytest.mark.parametrize("code", ["id", "en"])
def test_words_follow_the_language(qtbot: QtBot, live: QueueLive, open_panel: Opener, code: str) -> None:
    live.put(category="sampah")
    panel = open_panel()
    words = Language(code)
    panel._group.set_language(words)
    model = panel.parts.model
    assert model.headerData(STATUS, Qt.Orientation.Horizontal) == words.text("Status")
    assert panel.parts.sorts.text() == words.text("Priority")
    category = live.city.category_of("sampah")
    assert category is not None
    assert (category.name if code == "id" else category.name_en) in panel.parts.chips.captions()


def test_a_text_that_never_came_is_asked_for_again(
    live: QueueLive, open_panel: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    live.mute = True
    key = live.put(quiet=True)
    panel = open_panel()
    asked = live.asked_texts.count(key)
    assert asked > 0
    live.tick(1)
    assert live.asked_texts.count(key) == asked, "asked twice for what is under way"
    monkeypatch.setattr("widgets.panels.queue_model.monotonic", lambda: monotonic() + ASK_AGAIN_S)
    live.mute = False
    live.tick(1)
    row = panel.parts.model.row(0)
    assert row is not None and row.read


def test_rows_that_come_into_an_empty_queue_are_read_at_once(live: QueueLive, open_panel: Opener) -> None:
    panel = open_panel()
    key = live.put()
    panel.pace.now()
    assert key in live.asked_texts


def test_the_day_of_a_promise_fits_beside_the_longest_countdown(live: QueueLive, open_panel: Opener) -> None:
    load_fonts()
    panel = open_panel()
    room = QRectF(0, 0, WIDTHS[DUE] - 2 * PAD, 18)
    canvas = QImage(200, 40, QImage.Format.Format_RGB32)
    painter, short = QPainter(canvas), []
    for words in (Language("id"), Language("en")):
        for month in range(1, 13):
            text = words.date(datetime(2016, month, 28, tzinfo=UTC), "d MMM")
            left = panel.parts.delegate._promise(painter, room, text, "\N{MINUS SIGN}47:58:57")
            box = int(room.width() - left.width() - GAP)
            if QFontMetrics(panel.parts.delegate.small).elidedText(text, Qt.TextElideMode.ElideRight, box) != text:
                short.append(text)
    painter.end()
    assert short == []
