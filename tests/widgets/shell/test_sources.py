"""The sources in chips, list and panel: worst first, colours only for what is abnormal."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from app.domain.severity import Severity
from app.domain.source import Ask, LinkState
from app.i18n import Language
from app.journal.about import StoreFacts
from app.picture.frame import Frame
from tests.widgets.fakes import NOW
from tests.widgets.shell.conftest import resized, turn
from widgets.panels.sources import SourcesPanel
from widgets.panels.sources_model import COLUMNS
from widgets.source_chips import SourceChips
from widgets.source_words import grade


@pytest.fixture
def live(live):
    """A city of two sources, however many the one we ship has."""
    live.city = live.city.model_copy(update={"sources": live.city.sources[:2]})
    live.picture.sources = {name: live.picture.sources[name] for name in ("sorot", "armada")}
    return live


@pytest.fixture
def panel(live, group):
    group.set_language(Language("en"))
    made = SourcesPanel(live, group)
    made.resize(1600, 200)
    made.show()
    turn()
    yield made
    made.close()
    made.deleteLater()
    turn()


def _row(panel: SourcesPanel, row: int) -> list[str]:
    return [panel.model.data(panel.model.index(row, at)) for at in range(len(COLUMNS))]


def _colour(panel: SourcesPanel, row: int, column: int):
    return panel.model.data(panel.model.index(row, column), Qt.ItemDataRole.ForegroundRole)


def test_a_healthy_source_is_plain_text_without_mark(panel, live):
    row = _row(panel, 0)
    assert row[0] == "Sorot"
    assert row[1] == "connected"
    assert row[2] == "4 s"
    assert row[4:7] == ["84 ms", "120", "2"]
    assert _colour(panel, 0, 1) is None
    assert grade(panel.model.lines[0]) is None
    assert panel.headline == "2 of 2 connected"


def test_the_worst_source_comes_first_with_mark_colour_word_and_next_step(panel, live, group):
    live.set_source(
        "armada",
        state=LinkState.DOWN,
        last_good=NOW - timedelta(minutes=14),
        error="The server did not answer within 15 s.",
        next_step="Nothing to do: we try again.",
    )
    assert _row(panel, 0)[:3] == ["Armada", "down", "lost 14 min"]
    assert "15 s" in _row(panel, 0)[8]
    assert grade(panel.model.lines[0]) is Severity.KRITIS
    assert _colour(panel, 0, 2).name() == group.theme.kritis
    assert _colour(panel, 0, 4) is None, "colour where nothing is abnormal"


def test_the_selected_source_stays_selected_when_the_order_changes(panel, live):
    panel.table.selectRow(0)
    assert panel.model.lines[0].id == "sorot"
    live.set_source("armada", state=LinkState.DOWN, last_good=NOW - timedelta(hours=1))
    assert panel.model.lines[0].id == "armada"
    assert panel.model.lines[panel.table.currentIndex().row()].id == "sorot"
    assert panel.table.selectionModel().selectedRows()[0].row() == 1


def test_a_source_never_tried_is_never_not_zero(panel, live):
    live.picture.sources.pop("sorot")
    live.sources_changed.emit()
    row = next(_row(panel, at) for at in range(2) if _row(panel, at)[0] == "Sorot")
    assert row[1:4] == ["not tried yet", "no answer yet", "–"]
    assert row[4] == row[5] == "–"


def test_ages_and_countdowns_run_with_the_clock(panel, live):
    live.tick(3)
    assert _row(panel, 0)[2] == "7 s"
    assert "03" in _row(panel, 0)[7]
    live.tick(10)
    assert _row(panel, 0)[7] == "now"


def test_try_now_pause_and_resume_are_asked_of_the_collector(panel, live):
    panel.table.selectRow(0)
    QTest.mouseClick(panel.detail.buttons["now"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.detail.buttons["pause"], Qt.MouseButton.LeftButton)
    live.set_source("sorot", state=LinkState.PAUSED)
    panel.table.selectRow(next(at for at, line in enumerate(panel.model.lines) if line.id == "sorot"))
    assert panel.detail.buttons["pause"].text() == "Resume"
    QTest.mouseClick(panel.detail.buttons["pause"], Qt.MouseButton.LeftButton)
    assert live.asked == [("sorot", Ask.POLL_NOW), ("sorot", Ask.PAUSE), ("sorot", Ask.RESUME)]


def test_details_are_copied_as_text(panel, live):
    live.set_source("sorot", state=LinkState.DOWN, error="refused\u202e")
    panel.table.selectRow(0)
    panel.detail.buttons["copy"].click()
    text = QGuiApplication.clipboard().text()
    assert "Source: sorot (open311)" in text
    assert "Error: refused‹U+202E›" in text
    assert "30 Nov 2016" in text


def test_X7_an_error_page_of_a_source_is_shown_literally(panel, live):
    live.set_source("sorot", state=LinkState.DOWN, error="<html><img src='/etc/x.png'>" + "x" * 100_000)
    shown = panel.model.data(panel.model.index(0, 8))
    assert shown.startswith("<html><img src=")
    assert len(shown) < 400
    assert "&lt;html&gt;" in panel.model.data(panel.model.index(0, 8), Qt.ItemDataRole.ToolTipRole)


def test_the_foot_says_when_the_database_is_away(panel, live):
    assert "database answers" in panel._foot.text()
    live.database_away_since = NOW
    live.database_changed.emit(False, NOW)
    assert "database lost since" in panel._foot.text()


def test_a_hidden_panel_does_no_work_and_catches_up(panel, live):
    panel.hide()
    before = panel.model.lines
    live.tick(30)
    assert panel.model.lines is before
    panel.show()
    assert panel.model.lines[0].link_age_s == pytest.approx(34)


def test_chips_fit_their_room_and_count_the_rest(live, group):
    group.set_language(Language("en"))
    chips = SourceChips(live, group)
    chips.resize(600, 30)
    chips.show()
    turn()
    assert [c.text() for c in chips._chips if c.isVisible()] == ["Sorot 4 s", "Armada 4 s"]
    assert not chips._rest.isVisible()
    resized(chips, 170, 30)
    assert sum(c.isVisible() for c in chips._chips) == 0 or chips._rest.isVisible()
    assert chips._rest.text() in ("+1 sources", "+2 sources")
    assert chips._rest.icon().isNull()
    live.set_source("armada", state=LinkState.DOWN, last_good=NOW - timedelta(hours=1))
    resized(chips, 60, 30)
    assert not any(c.isVisible() for c in chips._chips)
    assert not chips._rest.icon().isNull(), "a lost source hides behind a number"
    chips.deleteLater()


def test_the_list_of_sources_leads_to_the_panel(live, group, qtbot):
    chips = SourceChips(live, group)
    menu = chips.list_menu()
    assert len(menu.actions()) == 4  # two sources, a line, the way to the panel
    with qtbot.waitSignal(group.panel_requested) as asked:
        menu.actions()[-1].trigger()
    assert asked.args == ["sources"]
    chips.deleteLater()


def test_the_detail_stands_beside_or_under_the_table(panel):
    assert panel.detail.x() > panel.table.x()
    resized(panel, 500, 500)
    assert panel.detail.y() > panel.table.y()


def test_the_foot_says_what_the_store_is(panel, live):
    assert "SQLite 3.45.1 (primary)" in panel._foot.text()
    assert "80.0 GB free" in panel._foot.text()
    live.store_ready.emit(StoreFacts("PostgreSQL 15.8", True, 2_500_000_000, None, 7.2))
    assert "PostgreSQL 15.8 (replica, read only) · 2.5 GB large · its clock differs by 7 s" in panel._foot.text()
    live.store_ready.emit(StoreFacts("PostgreSQL 15.8", False, None, None, 0.1))
    assert "clock" not in panel._foot.text()


def test_B13_without_its_database_a_desk_asks_nothing(panel, live):
    live.database_away_since = NOW
    live.database_changed.emit(False, NOW)
    assert not panel.detail.buttons["now"].isEnabled()
    assert not panel.detail.buttons["pause"].isEnabled()
    assert panel.detail.buttons["copy"].isEnabled()


def test_in_replay_a_desk_asks_nothing(panel, group):
    group.set_frame(Frame(NOW - timedelta(hours=1)))
    assert not panel.detail.buttons["now"].isEnabled()
    assert not panel.detail.buttons["pause"].isEnabled()
    assert panel.detail.buttons["copy"].isEnabled()
    group.set_frame(None)
    assert panel.detail.buttons["now"].isEnabled()


def test_an_error_is_said_in_the_persons_language(panel, live, group):
    live.set_source("sorot", state=LinkState.DOWN, last_good=NOW - timedelta(hours=1), error="The answer ended early.")
    group.set_language(Language("id"))
    assert _row(panel, 0)[8] == "Jawaban terputus sebelum selesai."
    assert "Jawaban terputus" in panel.detail._error.text()


HALF = timedelta(minutes=30)


@pytest.mark.parametrize(
    "state,error,step",
    [
        (LinkState.DOWN, "The server refused the connection.", "check this room's network"),
        (LinkState.DEGRADED, "No whole answer within 15 s.", "check this room's network"),
        (LinkState.DOWN, "The server answered 502.", "check this room's network"),
        (LinkState.DOWN, "The server answered 400. It says: 400 jurisdiction_id was not provided", "our question"),
        (LinkState.DOWN, "The server sent text/html instead of data: <html>", "in a browser"),
        (LinkState.DOWN, "The answer is not JSON: Expecting value at byte 7.", "does not answer as agreed"),
        (LinkState.DOWN, "This program has a fault and could not read the answer (KeyError).", "this program"),
        (LinkState.WAITING, "The server asked us to wait (503).", "asked again at 10.42.13, not before"),
        (LinkState.MISCONFIGURED, "The address cannot be called.", "city file"),
    ],
)
def test_H1_H3_the_panel_says_what_is_wrong_since_when_and_what_to_do(panel, live, state, error, step):
    live.set_source("sorot", state=state, last_good=NOW - HALF, error=error)
    panel.table.selectRow(0)
    turn()
    detail = panel.detail
    assert detail._error.text().replace("\u200b", "") == error
    since = detail._since.text().replace("\u200b", "")
    assert since.startswith("Last whole answer at 10.12.07, 30 min ago.")
    assert ("Next try at 10.42.13." in since) is (state is not LinkState.WAITING)
    assert step in detail._step.text().replace("\u200b", "")
    assert not detail._step.isHidden() and not detail._since.isHidden()


def test_a_healthy_source_needs_no_advice_and_one_without_an_answer_says_so(panel, live):
    assert panel.detail._since.isHidden() and panel.detail._step.isHidden()
    live.set_source("sorot", state=LinkState.DEGRADED, last_good=None, error="The server cannot be reached.")
    panel.table.selectRow(0)
    turn()
    assert panel.detail._since.text().startswith("No whole answer yet.")


@pytest.mark.parametrize(
    "note,step",
    [
        ("3 records of the last answer were rejected, such as 7: no time (fixTime).", "export rejected"),
        ("The server's clock differs from ours by 120 min.\nmore", "two clocks"),
        ("The list of services changed.", ""),
    ],
)
def test_H8_H9_a_source_that_answers_oddly_is_told_with_a_step(panel, live, note, step):
    live.set_source("sorot", note=note)
    panel.table.selectRow(0)
    turn()
    assert panel.detail._error.text().replace("\u200b", "").startswith(note.split("\n")[0])
    assert step in panel.detail._step.text().replace("\u200b", "")
    assert panel.detail._step.isHidden() is (step == "")


def test_the_step_the_collector_named_comes_before_our_own(panel, live):
    step = "Ask the agency what this key may read."
    live.set_source("sorot", state=LinkState.MISCONFIGURED, error="The server refused us (403).", next_step=step)
    panel.table.selectRow(0)
    turn()
    assert panel.detail._step.text().replace("\u200b", "") == step


def test_a_word_without_end_wraps_and_leaves_the_buttons_in_sight(panel, live):
    live.set_source("sorot", state=LinkState.DOWN, last_good=NOW - timedelta(hours=1), error="y" * 5_000)
    panel.table.selectRow(0)
    resized(panel, 1366, 120)
    button = panel.detail.buttons["copy"]
    assert panel.detail.rect().contains(button.geometry())
    assert panel.detail._error.width() <= panel.detail.width()
