"""Nothing jumps: selection and place stay while rows come, go and move."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from app.domain.kind import Kind
from app.journal.reader import Changes
from tests.widgets.fakes import NOW
from tests.widgets.queue.conftest import Opener, settle
from tests.widgets.queue.room import QueueLive
from widgets.panels.queue import QueuePanel


@pytest.fixture
def panel(live: QueueLive, open_panel: Opener) -> QueuePanel:
    """Sixty complaints, newest first."""
    for n in range(60):
        live.put(quiet=True, requested=NOW - timedelta(hours=60 - n))
    panel = open_panel()
    panel._on_sort("NEWEST")
    return panel


def top(panel: QueuePanel) -> tuple[int, int]:
    """Key of the first row in sight and where it stands."""
    table = panel.parts.table
    row = table.first_row_in_sight()
    return panel.parts.model.key_at(row), table.rowViewportPosition(row)


def test_new_rows_above_do_not_shift_what_one_looks_at(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    table = panel.parts.table
    table.verticalScrollBar().setValue(20 * 44 + 13)
    before = top(panel)
    for n in range(3):
        live.put(requested=NOW - timedelta(seconds=30 - n))
    settle(qtbot, panel)
    assert top(panel) == before
    assert panel.parts.model.rowCount() == 63
    assert panel.parts.pill.isVisible() and panel.parts.pill.count == 3


def test_at_the_top_new_rows_come_into_sight_without_a_pill(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    key = live.put(requested=NOW - timedelta(seconds=1))
    settle(qtbot, panel)
    assert top(panel) == (key, 0)
    assert not panel.parts.pill.isVisible()


def test_the_pill_goes_to_the_top_and_then_away(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    panel.parts.table.verticalScrollBar().setValue(20 * 44)
    live.put(requested=NOW)
    settle(qtbot, panel)
    assert panel.parts.pill.text().startswith("1")
    panel.parts.pill.click()
    assert panel.parts.table.verticalScrollBar().value() == 0
    assert not panel.parts.pill.isVisible()


def test_a_back_fill_of_old_cases_is_not_announced_as_new(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    panel._on_sort("OLDEST")
    panel.parts.table.verticalScrollBar().setValue(20 * 44)
    live.put(requested=NOW - timedelta(days=20))
    settle(qtbot, panel)
    assert panel.parts.pill.count == 0


def test_the_selection_follows_its_case_and_says_nothing(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    table = panel.parts.table
    for _ in range(5):
        table.step(down=True)
    key = table.current_key()
    said: list[int] = []
    table.moved.connect(said.append)
    live.put(requested=NOW)
    settle(qtbot, panel)
    assert table.current_key() == key and table.selected_keys() == [key]
    assert panel._group.selection == ("complaint", key)
    assert said == []


def test_several_selected_rows_stay_selected(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    table = panel.parts.table
    table.step(down=True)
    table.step(down=True, extend=True)
    table.step(down=True, extend=True)
    keys = table.selected_keys()
    assert len(keys) == 3
    live.put(requested=NOW)
    settle(qtbot, panel)
    assert table.selected_keys() == keys


def test_when_the_first_row_in_sight_goes_the_next_one_takes_its_place(
    qtbot: QtBot, live: QueueLive, panel: QueuePanel
) -> None:
    table, model = panel.parts.table, panel.parts.model
    table.verticalScrollBar().setValue(20 * 44)
    gone, following = model.key_at(20), model.key_at(21)
    live.put(gone, state="closed", status="closed", requested=NOW - timedelta(hours=40))
    settle(qtbot, panel)
    assert model.row_of(gone) == -1
    assert top(panel) == (following, 0)


def test_another_order_begins_at_the_top(panel: QueuePanel) -> None:
    panel.parts.table.verticalScrollBar().setValue(20 * 44)
    panel._on_sort("OLDEST")
    assert panel.parts.table.verticalScrollBar().value() == 0


def test_D20_a_flood_of_changes_is_shown_at_most_four_times_a_second(
    qtbot: QtBot, live: QueueLive, panel: QueuePanel
) -> None:
    settle(qtbot, panel)
    before = panel.pace.built
    for _ in range(500):
        live.changed.emit(Changes(live.picture.commit, frozenset({Kind.COMPLAINT}), {Kind.COMPLAINT: [1]}))
    assert panel.pace.built - before <= 1
    settle(qtbot, panel)
    assert panel.pace.built - before <= 2
    assert panel.pace.pause_ms >= 250


def test_a_hidden_queue_builds_nothing_until_it_is_seen_again(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    settle(qtbot, panel)
    panel.hide()
    before = panel.pace.built
    key = live.put(requested=NOW)
    qtbot.wait(300)
    assert panel.pace.built == before
    panel.show()
    assert panel.pace.built == before + 1 and panel.parts.model.row_of(key) == 0


def test_other_kinds_of_facts_do_not_rebuild_the_queue(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    settle(qtbot, panel)
    before = panel.pace.built
    live.changed.emit(Changes(live.picture.commit, frozenset({Kind.POSITION}), {Kind.POSITION: [1]}))
    assert panel.pace.built == before


def test_a_case_that_becomes_overdue_steps_up_without_a_new_fact(
    qtbot: QtBot, live: QueueLive, open_panel: Opener
) -> None:
    live.put(category="sampah", requested=NOW - timedelta(hours=71, minutes=59, seconds=58))
    panel = open_panel()
    settle(qtbot, panel)
    row = panel.parts.model.row(0)
    assert row is not None and row.severity.name == "TINGGI" and not row.due.text.startswith("\N{MINUS SIGN}")
    live.tick(1)
    row = panel.parts.model.row(0)
    assert row is not None and row.due.text.endswith("01")
    live.tick(3)
    settle(qtbot, panel)
    row = panel.parts.model.row(0)
    assert row is not None and row.severity.name == "KRITIS" and row.due.text.startswith("\N{MINUS SIGN}")
    assert panel.headline.count("1") >= 1


def test_a_picture_that_was_just_read_is_shown_without_a_pause(live: QueueLive, open_panel: Opener) -> None:
    panel = open_panel()
    panel.pace.now()  # begins a pause, as the empty first view of a start does
    key = live.put(quiet=True)
    live.picture_ready.emit()
    assert panel.parts.model.row_of(key) == 0
