"""One decision on several complaints, through the desk: selected by keys, asked by a box, done in the lane."""

import threading

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.actions.bulk import ALONE, Bulk
from app.domain.lifecycle import STAGES, Stage, Verb
from app.errors import JournalError
from app.i18n import Language
from app.journal.acting_tables import actions, cases
from app.journal.engine import reading
from tests.widgets.shell.conftest import turn
from widgets.acting.bulk_box import BulkBox
from widgets.screens.desk import DeskWindow


@pytest.fixture
def desk(acting_desk: DeskWindow) -> DeskWindow:
    """A desk at which Rina acts."""
    return acting_desk


def select(desk: DeskWindow, count: int) -> None:
    """By keys: the first, then so many more."""
    desk.activateWindow()
    assert QTest.qWaitForWindowActive(desk, 20_000)
    table = desk.panels["queue"].parts.table
    table.setFocus()
    table.unmark()
    QTest.keyClick(table, Qt.Key.Key_Home)
    for _ in range(count - 1):
        QTest.keyClick(table, Qt.Key.Key_J, Qt.KeyboardModifier.ShiftModifier)
    assert desk.panels["queue"].selected()[1] == count


def box_of(desk: DeskWindow, key: Qt.Key) -> BulkBox:
    """The box a key opens."""
    QTest.keyClick(desk.panels["queue"].parts.table, key, Qt.KeyboardModifier.ShiftModifier)
    turn()
    box = desk.tools.bulk.box
    assert box is not None and box.isVisible()
    return box


def stages(desk: DeskWindow) -> dict[Stage, int]:
    with reading(desk.live.journal.engine) as connection:
        rows = connection.execute(sa.select(cases.c.stage, sa.func.count()).group_by(cases.c.stage))
        return {STAGES[stage]: count for stage, count in rows}


def over(qtbot: QtBot, box: BulkBox) -> None:
    qtbot.waitUntil(lambda: box.note.text() != "" and not box._is_running, timeout=20_000)


def test_U1_up_to_twenty_a_box_with_the_count_then_each_its_own_deed_and_undo_of_the_whole(desk, qtbot, group):
    select(desk, 3)
    box = box_of(desk, Qt.Key.Key_L)
    assert "3" in box.title.text() and not box.act.isEnabled(), "no agency is chosen"
    assert stages(desk) == {}, "nothing before the person said so"
    box.choice.setCurrentIndex(1)
    box.act.click()
    over(qtbot, box)
    assert stages(desk) == {Stage.REFERRED: 3}
    with reading(desk.live.journal.engine) as connection:
        ids = connection.execute(sa.select(actions.c.id)).scalars().all()
    assert len({operation.rpartition("-")[0] for operation in ids}) == 1
    assert box.back.isVisible() and not box.report.isVisible()
    box.back.click()
    qtbot.waitUntil(lambda: stages(desk) == {Stage.NEW: 3}, timeout=15_000)
    over(qtbot, box)
    assert not box.back.isVisible()
    box.reject()
    assert not box.isVisible()


def test_U1_above_twenty_the_box_wants_a_second_person_and_a_wrong_secret_does_nothing(desk, qtbot):
    select(desk, ALONE + 1)
    box = box_of(desk, Qt.Key.Key_A)
    assert box.who.isVisible() and not box.act.isEnabled()
    box.who.setText("budi")
    box.secret.setText("salah")
    box.act.click()
    over(qtbot, box)
    assert stages(desk) == {} and box.act.isVisible()
    box.secret.setText("rahasia-budi")
    box.act.click()
    qtbot.waitUntil(lambda: stages(desk) == {Stage.VERIFIED: ALONE + 1}, timeout=20_000)
    over(qtbot, box)
    assert box.secret.text() == ""
    box.reject()


def test_U1_the_whole_can_still_be_undone_after_the_box_was_closed(desk, qtbot):
    select(desk, 2)
    box = box_of(desk, Qt.Key.Key_A)
    box.act.click()
    over(qtbot, box)
    box.reject()
    [note] = [note for note in desk.toasts._notes() if "2" in note.label.text() and note.button.isVisibleTo(note)]
    note.button.click()
    qtbot.waitUntil(lambda: stages(desk) == {Stage.NEW: 2}, timeout=15_000)
    over(qtbot, box)
    box.reject()
    assert len([text for text in desk.toasts.texts() if text.startswith(box.title.text())]) <= 1


def test_the_summary_tells_which_failed_and_why_and_copies_it(desk, qtbot, group):
    group.set_language(Language("en"))
    select(desk, 2)
    box = box_of(desk, Qt.Key.Key_A)
    box.act.click()
    over(qtbot, box)
    box.reject()
    select(desk, 3)
    box = box_of(desk, Qt.Key.Key_A)
    box.act.click()
    over(qtbot, box)
    assert "1 done" in box.note.text() and "2 not done" in box.note.text()
    text = box.report.toPlainText()
    assert text.startswith("2 × Not for a case that is at: Verified\n")
    box.copy.click()
    from PySide6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text() == text
    box.reject()


def test_leaving_it_in_the_middle_leaves_the_rest_alone_and_says_so(desk, qtbot, monkeypatch):
    step = Bulk.step
    monkeypatch.setattr(Bulk, "step", lambda bulk: step(bulk, 0))
    select(desk, 12)
    box = box_of(desk, Qt.Key.Key_N)
    assert not box.act.isEnabled(), "a note without a word"
    box.text.setText("dicek di lapangan")
    box.act.click()
    qtbot.waitUntil(lambda: box.bar.value() >= 1, timeout=15_000)
    box.leave.click()
    over(qtbot, box)
    bulk = desk.tools.bulk.running.bulk
    assert 1 <= len(bulk.done) < 12 and not bulk.failed
    assert str(12 - len(bulk.done)) in box.note.text()
    box.reject()


@pytest.mark.parametrize("leaves", [False, True])
def test_a_lost_database_stops_it_and_it_goes_on_where_it_was_or_is_left(desk, qtbot, monkeypatch, leaves):
    away = [True]
    step = Bulk.step

    def perhaps(bulk):
        if away[0] and bulk.at == 2:
            raise JournalError("journal", "the database does not answer.")
        return step(bulk, 0)

    monkeypatch.setattr(Bulk, "step", perhaps)
    select(desk, 4)
    box = box_of(desk, Qt.Key.Key_A)
    box.act.click()
    qtbot.waitUntil(box.act.isEnabled, timeout=15_000)
    assert stages(desk) == {Stage.VERIFIED: 2}
    if leaves:
        box.leave.click()
        over(qtbot, box)
        assert "2" in box.note.text() and box.back.isVisible()
        box.reject()
        return
    away[0] = False
    box.act.click()
    over(qtbot, box)
    assert stages(desk) == {Stage.VERIFIED: 4}
    box.reject()


def test_a_bug_in_the_middle_is_told_to_the_hook_and_leaves_nobody_waiting(desk, qtbot, monkeypatch):
    met, step = [], Bulk.step
    monkeypatch.setattr(threading, "excepthook", met.append)

    def perhaps(bulk):
        if bulk.at == 1:
            raise ValueError
        return step(bulk, 0)

    monkeypatch.setattr(Bulk, "step", perhaps)
    select(desk, 3)
    box = box_of(desk, Qt.Key.Key_A)
    box.act.click()
    qtbot.waitUntil(box.act.isEnabled, timeout=15_000)
    assert box.note.text()
    box.leave.click()
    over(qtbot, box)
    assert [args.exc_type for args in met] == [ValueError]
    assert stages(desk) == {Stage.VERIFIED: 1}
    box.reject()
    assert not box.isVisible()


def test_a_bug_at_the_beginning_lets_it_be_said_anew(desk, qtbot, monkeypatch):
    met = []
    monkeypatch.setattr(threading, "excepthook", met.append)
    with monkeypatch.context() as patch:
        patch.setattr("widgets.acting.bulk_run.complaint_texts", lambda *_: 1 / 0)
        select(desk, 2)
        box = box_of(desk, Qt.Key.Key_A)
        box.act.click()
        over(qtbot, box)
    assert [args.exc_type for args in met] == [ZeroDivisionError]
    box.act.click()
    qtbot.waitUntil(lambda: stages(desk) == {Stage.VERIFIED: 2}, timeout=15_000)
    over(qtbot, box)
    box.reject()


def test_nothing_is_offered_to_nobody_and_in_replay(desk, group):
    select(desk, 2)
    strip = desk.panels["queue"].parts.selected
    assert strip.isVisible() and strip.buttons["bulk:refer"].isEnabled()
    group.set_operator(None)
    assert not strip.buttons["bulk:refer"].isEnabled() and desk.commands.why_off("bulk:refer")
    desk.tools.bulk.open(Verb.VERIFY)
    assert desk.tools.bulk.box is None


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize("verb", [Verb.VERIFY, Verb.REFER, Verb.DISPATCH, Verb.NOTE, Verb.CLOSE])
def test_every_box_names_its_parts_in_both_languages(app, group, code, verb, qtbot):
    group.set_language(Language(code))
    box = BulkBox(verb, ALONE + 1, (("a", "A"),), group)
    qtbot.addWidget(box)
    box.show()
    for part in (box.choice, box.text, box.who, box.secret, box.leave, box.act, box.bar, box.report):
        assert part.accessibleName() or part.isHidden(), part
    assert str(ALONE + 1) in box.title.text()
    assert ("case" in box.title.text()) == (code == "en")
    assert all("{" not in label.text() for label in box.findChildren(QLabel))
