"""Filters, sorts and the reasons of an empty queue."""

from datetime import timedelta

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.i18n import Language
from app.picture.frame import Frame, Mode
from tests.widgets.fakes import NOW
from tests.widgets.queue.conftest import Opener, settle
from tests.widgets.queue.room import QueueLive
from widgets.group import Group
from widgets.panels.queue import QueuePanel
from widgets.panels.queue_chips import ALL
from widgets.panels.queue_empty import Why

WORDS = Language("id")


@pytest.fixture
def panel(live: QueueLive, open_panel: Opener) -> QueuePanel:
    """Three roads, two dumps, one flood; one more road is closed, one unknown."""
    for category, state in (
        *(("jalan", "open"),) * 3,
        *(("sampah", "open"),) * 2,
        ("banjir", "open"),
        ("jalan", "closed"),
        ("jalan", "unknown"),
    ):
        live.put(category=category, state=state, quiet=True)
    return open_panel()


def chip(panel: QueuePanel, category: str) -> None:
    panel.parts.chips._buttons[category].click()


def rows(panel: QueuePanel) -> int:
    return panel.parts.model.rowCount()


def test_closed_cases_are_out_and_unknown_ones_in_at_first(panel: QueuePanel) -> None:
    assert rows(panel) == 7


def test_chips_carry_counts_and_add_up(panel: QueuePanel) -> None:
    said = panel.parts.chips.captions()
    assert f"{WORDS.text('All')} 7" in said and "Jalan rusak 4" in said and "Banjir 1" in said


def test_several_chips_may_be_on_and_all_lifts_them(panel: QueuePanel) -> None:
    chip(panel, "sampah")
    assert rows(panel) == 2
    chip(panel, "banjir")
    assert rows(panel) == 3
    assert "Jalan rusak 4" in panel.parts.chips.captions(), "other counts stay in sight"
    chip(panel, ALL)
    assert rows(panel) == 7 and panel.parts.chips.chosen == frozenset()


def test_chips_keep_their_order_while_counts_change(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    before = list(panel.parts.chips._buttons)
    for _ in range(6):
        live.put(category="banjir", quiet=True)
    live.put(category="banjir")
    settle(qtbot, panel)
    assert list(panel.parts.chips._buttons) == before
    assert "Banjir 8" in panel.parts.chips.captions()


def test_chips_that_do_not_fit_are_in_the_menu(qtbot: QtBot, live: QueueLive, open_panel: Opener) -> None:
    for kind in live.city.categories:
        live.put(category=kind.id, quiet=True)
    panel = open_panel(width=400)
    bar = panel.parts.chips
    bar._fill_menu()
    hidden = {action.data() for action in bar._menu.actions()}
    shown = {name for name, button in bar._buttons.items() if button.isVisible()} - {ALL}
    assert hidden and shown and not hidden & shown
    assert hidden | shown == {kind.id for kind in live.city.categories}
    action = bar._menu.actions()[0]
    action.trigger()
    assert panel.parts.model.rowCount() == 1


@pytest.mark.parametrize(("states", "n"), [("open", 6), ("closed", 1), ("unknown", 1), ("all", 8), ("current", 7)])
def test_states_filter(panel: QueuePanel, states: str, n: int) -> None:
    panel._on_states(states)
    assert rows(panel) == n


def test_text_is_searched_off_the_window_and_only_the_newest_answer_counts(
    qtbot: QtBot, live: QueueLive, panel: QueuePanel
) -> None:
    qtbot.keyClicks(panel.parts.field, "lub")
    assert live.searches == [], "typing has not paused yet"
    qtbot.waitUntil(lambda: live.searches == ["lub"], timeout=20_000)
    assert rows(panel) == 7, "nothing is hidden before there is an answer"
    assert WORDS.text("searching…") in said_after_tick(live, panel)
    qtbot.keyClicks(panel.parts.field, "ang")
    qtbot.waitUntil(lambda: live.searches == ["lub", "lubang"], timeout=20_000)
    live.searched.emit("queue", "lub", np.array([1, 2, 3]))
    assert rows(panel) == 7
    live.searched.emit("queue", "lubang", np.array([2]))
    assert rows(panel) == 1
    panel.parts.field.clear()
    assert rows(panel) == 7


def said_after_tick(live: QueueLive, panel: QueuePanel) -> str:
    live.tick(0)
    return panel.headline


def test_an_answer_after_the_text_was_given_up_is_dropped(qtbot: QtBot, live: QueueLive, panel: QueuePanel) -> None:
    qtbot.keyClicks(panel.parts.field, "lubang")
    qtbot.waitUntil(lambda: bool(live.searches), timeout=20_000)
    panel.parts.field.clear()
    live.searched.emit("queue", "lubang", np.array([2]))
    assert rows(panel) == 7


def test_the_headline_names_source_and_counts_and_says_when_they_are_old(live: QueueLive, panel: QueuePanel) -> None:
    open_, late = WORDS.plural("{n} open", "{n} open", 6), WORDS.plural("{n} overdue", "{n} overdue", 0)
    assert panel.headline == f"SOROT · {open_} · {late}"
    live.late(timedelta(minutes=14))
    assert panel.headline.endswith(WORDS.text("{age} old", age=WORDS.age(14 * 60)))


def test_never_heard_valid_empty_and_hidden_by_the_filter_are_three_sentences(
    qtbot: QtBot, live: QueueLive, open_panel: Opener
) -> None:
    live.silence()
    panel = open_panel()
    empty = panel.parts.empty
    assert panel.parts.stack.currentWidget() is empty
    assert empty.title.text() == WORDS.text(Why.NEVER.value[0])
    assert panel.headline == WORDS.text("never received")
    live.set_source("sorot")
    assert empty.title.text() == WORDS.text(Why.NONE.value[0])
    live.put(state="closed")
    settle(qtbot, panel)
    assert empty.title.text() == WORDS.text(Why.ALL_DONE.value[0])
    live.put(category="jalan")
    settle(qtbot, panel)
    assert panel.parts.stack.currentWidget() is panel.parts.table
    panel._on_categories(frozenset({"sampah"}))
    assert empty.title.text() == WORDS.text(Why.FILTERED.value[0])
    panel.lift_filter()
    assert rows(panel) == 2 and panel.parts.chips.chosen == frozenset()


def test_sort_and_filter_are_remembered_and_garbage_is_ignored(live: QueueLive, panel: QueuePanel) -> None:
    panel._on_sort("DUE")
    panel._on_states("open")
    chip(panel, "sampah")
    kept = panel.remembered()
    panel.recall({"sort": "DROP TABLE", "states": 7, "categories": "jalan"})
    panel.pace.now()
    assert rows(panel) == 7
    panel.recall(kept)
    panel.pace.now()
    assert rows(panel) == 2
    assert panel.parts.sorts.current == "DUE" and panel.parts.states.current == "open"


def test_a_heading_sorts_by_its_column(panel: QueuePanel) -> None:
    panel.parts.table.horizontalHeader().sectionClicked.emit(4)
    assert panel.parts.sorts.current == "DUE"


def test_in_replay_an_empty_room_had_not_heard_yet(live: QueueLive, open_panel: Opener, group: Group) -> None:
    live.silence()
    group.set_frame(Frame(NOW - timedelta(hours=5), mode=Mode.REPLAY))
    panel = open_panel()
    assert panel.parts.empty.title.text() == WORDS.text(Why.THEN.value[0])
