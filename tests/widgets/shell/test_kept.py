"""Filters under a name and what one follows: kept in the journal, at every desk, told when something changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.kind import Kind
from app.i18n import Language
from app.journal.arrivals import Arrived
from app.journal.kept import What, all_kept
from app.journal.reader import Changes
from tests.journal.facts import complaint
from tests.widgets.fakes import NOW
from tests.widgets.shell.conftest import ADMIN, OPERATOR
from widgets.filters import NameBox
from widgets.panels.queue_run import kept_filter


@pytest.fixture
def desk(acting_desk):
    """A desk at which Rina acts."""
    return acting_desk


def queue_of(desk):
    return desk.panels["queue"]


def wait_kept(qtbot: QtBot, desk, count: int) -> None:
    qtbot.waitUntil(lambda: len(all_kept(desk.live.journal, OPERATOR)) == count, timeout=30_000)
    qtbot.waitUntil(lambda: len(desk.tools.keeping.kept) == count, timeout=30_000)


def test_a_filter_is_kept_under_a_name_and_comes_back_whole(desk, qtbot):
    queue = queue_of(desk)
    queue._on_states("all")
    queue._on_sort("NEWEST")
    queue.parts.field.setText("lubang")
    before = kept_filter(queue)
    desk.commands.actions["filter:keep"].trigger()
    box = desk.tools.filters.box
    assert box.shared.isVisibleTo(box) and not box.act.isEnabled()
    box.name.setText("Lubang & banjir")
    box.shared.setChecked(True)
    box.act.click()
    wait_kept(qtbot, desk, 1)
    [kept] = desk.tools.keeping.of(What.FILTER)
    assert kept.is_shared and dict(kept.value) == before
    queue.lift_filter()
    assert kept_filter(queue) != before
    desk.commands.actions["filter:choose"].trigger()
    qtbot.waitUntil(lambda: desk.tools.filters.menu is not None, timeout=30_000)
    first = desk.tools.filters.menu.actions()[0]
    assert first.text().startswith("&1") and "Lubang && banjir" in first.text()
    first.trigger()
    assert kept_filter(queue) == before and queue.search.text == "lubang"
    desk.tools.filters.menu.close()


def test_a_kept_filter_is_removed_by_the_menu_and_garbage_in_one_is_ignored(desk, qtbot):
    keeping = desk.tools.keeping
    keeping.keep(What.FILTER, "aneh", {"sort": 7, "states": "nowhere", "text": 5, "categories": "x"})
    wait_kept(qtbot, desk, 1)
    desk.tools.filters.use(keeping.of(What.FILTER)[0].value)
    assert kept_filter(queue_of(desk))["text"] == ""
    desk.commands.actions["filter:choose"].trigger()
    qtbot.waitUntil(lambda: desk.tools.filters.menu is not None, timeout=30_000)
    menu = desk.tools.filters.menu
    menu.actions()[-1].menu().actions()[0].trigger()
    wait_kept(qtbot, desk, 0)
    menu.close()


def test_a_followed_case_is_told_when_it_changes_and_only_then(desk, qtbot, group):
    group.set_language(Language("en"))
    table = queue_of(desk).parts.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Home)
    key = group.selection[1]
    desk.commands.actions["follow:this"].trigger()
    wait_kept(qtbot, desk, 1)
    name = desk.tools.following.things["complaint", key]
    desk.live.journal.append([complaint("new", at=5)])
    qtbot.waitUntil(lambda: desk.live.picture.complaints.n == 31, timeout=30_000)
    assert not [text for text in desk.toasts.texts() if "now" in text]
    desk.live.journal.append([complaint(name.split(" · ")[0], at=60, status="closed", agency="disbimarta")])
    qtbot.waitUntil(lambda: any(text.startswith(f"{name}: now Closed") for text in desk.toasts.texts()), timeout=30_000)
    group.select("")
    next(note for note in desk.toasts._notes() if "now" in note.label.text()).button.click()
    assert group.selection == ("complaint", key)
    desk.commands.actions["follow:list"].trigger()
    assert desk.tools.following.menu.actions()[0].text().startswith(name)
    desk.tools.following.menu.close()
    desk.commands.actions["follow:this"].trigger()
    wait_kept(qtbot, desk, 0)


def test_what_one_follows_is_there_at_another_desk_and_nobody_elses(desk, qtbot, group):
    from app.journal.kept import keep

    keep(desk.live.journal, OPERATOR, What.FOLLOW, "complaint:3", {"name": "tiga"})
    keep(desk.live.journal, ADMIN, What.FOLLOW, "complaint:4", {"name": "empat"})
    keep(desk.live.journal, OPERATOR, What.FOLLOW, "nonsense:x", {})
    group.set_operator(OPERATOR)
    qtbot.waitUntil(lambda: desk.tools.following.things == {("complaint", 3): "tiga"}, timeout=30_000)
    group.set_operator(ADMIN)
    qtbot.waitUntil(lambda: desk.tools.following.things == {("complaint", 4): "empat"}, timeout=30_000)


@pytest.mark.parametrize("code", ["id", "en"])
def test_the_box_for_a_name_names_its_parts(app, code, qtbot):
    box = NameBox(Language(code), may_share=False)
    qtbot.addWidget(box)
    box.show()
    assert all(part.accessibleName() for part in (box, box.name, box.shared, box.leave, box.act))
    assert not box.shared.isVisible() and not box.act.isEnabled()


def test_an_arrival_of_what_is_followed_is_told_once(open_desk, group, live):
    group.set_language(Language("en"))
    desk = open_desk()
    group.set_operator(OPERATOR)
    old = Arrived(3, "Baktor 03", NOW - timedelta(hours=1), NOW, "landmark", 0, "Alun-alun")
    live.arrivals["vehicle", 3] = (old,)
    desk.tools.following.toggle("vehicle", 3)
    assert not [text for text in desk.toasts.texts() if "arrived" in text], "what was known is no news"
    live.arrivals["vehicle", 3] = (replace(old, at=NOW, place_name="TPA Sumur Batu"), old)
    for _ in range(2):
        live.changed.emit(Changes(9, frozenset({Kind.DERIVED})))
    told = [text for text in desk.toasts.texts() if "arrived" in text]
    assert len(told) == 1 and told[0].endswith("arrived at TPA Sumur Batu")
