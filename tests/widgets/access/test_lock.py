"""The locked desk (safety row R2): covered, deaf to keys, alive beneath, and not opened by ending the program."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app import clock
from app.errors import JournalError
from app.journal.store import Journal
from tests.widgets.access.conftest import PIN, RINA, SECRET, Opener, settled, signed_in, stopped
from tests.widgets.access.test_sign_in import told
from tests.widgets.fakes import FakeLive
from tests.widgets.shell.conftest import turn
from widgets.access import desk_access, idle
from widgets.access.desk_access import DeskAccess
from widgets.access.lock import LockSheet
from widgets.access.veil import Veil
from widgets.group import Group
from widgets.screens.desk import DeskWindow


@pytest.fixture
def desk(access: DeskAccess, staff: Journal) -> Iterator[DeskWindow]:
    """Rina's desk."""
    signed_in(access)
    window = access.parent()
    assert isinstance(window, DeskWindow)
    yield window
    access.lock.uncover()


def unlock(desk: DeskWindow, secret: str) -> None:
    """Type a secret into the sheet and hand it in by key."""
    sheet = desk.access.lock.sheet
    assert sheet is not None
    sheet.secret.setText(secret)
    QTest.keyClick(sheet.secret, Qt.Key.Key_Return)
    settled(desk.access)


def is_covered(window: QWidget) -> bool:
    """Whether the topmost thing in a window lies over all of it and is a veil."""
    turn()
    veil = window.childAt(window.rect().center())
    return isinstance(veil, Veil) and veil.geometry() == window.rect()


def test_R2_ten_idle_minutes_lock_the_desk_whatever_the_clock_on_the_wall_says(
    desk: DeskWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, began = desk.access.idle, clock.monotonic()
    assert watch.limit_s == 600
    monkeypatch.setattr(clock, "real_now", lambda: datetime.now(UTC) + timedelta(days=400))
    monkeypatch.setattr(idle, "monotonic", lambda: began + 590)
    watch.look()
    assert not desk.access.lock.is_on
    QTest.keyClick(desk.windowHandle(), Qt.Key.Key_Shift)  # hands at the desk put it off
    monkeypatch.setattr(idle, "monotonic", lambda: began + 1_180)
    watch.look()
    assert not desk.access.lock.is_on
    monkeypatch.setattr(clock, "real_now", lambda: datetime.now(UTC) - timedelta(days=400))
    monkeypatch.setattr(idle, "monotonic", lambda: began + 1_191)
    watch.look()
    assert desk.access.lock.is_on and is_covered(desk)
    settled(desk.access)
    assert told(desk.live.journal)[-1] == "locked"


def test_R2_no_key_reaches_a_locked_desk(desk: DeskWindow, group: Group) -> None:
    desk.activateWindow()
    assert QTest.qWaitForWindowActive(desk, 20_000)
    before = group.theme.name
    QTest.keyClick(
        desk.windowHandle(), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    turn()
    assert group.theme.name != before  # the key works
    desk.access.lock_desk()
    turn()
    before = group.theme.name
    for key, more in (
        (Qt.Key.Key_D, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.NoModifier),
    ):
        QTest.keyClick(desk.windowHandle(), key, Qt.KeyboardModifier.ControlModifier | more)
    QTest.mouseClick(
        desk.windowHandle(),
        Qt.MouseButton.LeftButton,
        pos=desk.topbar.theme.mapTo(desk, desk.topbar.theme.rect().center()),
    )
    turn()
    assert group.theme.name == before and not desk.palette_sheet.isVisible()
    sheet = desk.access.lock.sheet
    assert sheet is not None
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    sheet.close()
    assert sheet.isVisible() and desk.access.lock.is_on


def test_R2_time_and_alarms_go_on_beneath(desk: DeskWindow, live: FakeLive) -> None:
    desk.panels["queue"].headline = "SOROT · 30 terbuka"  # type: ignore[attr-defined]
    desk.access.lock_desk()
    sheet = desk.access.lock.sheet
    assert sheet is not None
    first = sheet.time.text()
    desk.critical.said.emit("Kasus kritis baru: Jl. Rahasia 7")
    live.tick(5)
    assert sheet.time.text() != first
    assert sheet.counts.text() == "SOROT · 30 terbuka · 1 aduan kritis baru"
    assert not any("Rahasia" in label.text() for label in sheet.findChildren(QLabel))
    assert desk.topbar.clock.isVisible()  # beneath the veil


def test_R2_every_window_is_covered_and_whatever_opens_later_too(desk: DeskWindow, live: FakeLive) -> None:
    beside, later = QWidget(), QWidget()
    beside.resize(300, 200)
    beside.show()
    desk.access.lock_desk()
    assert is_covered(desk) and is_covered(beside)
    desk.toasts.say("Kasus Siti Nurhaliza")
    later.show()
    live.tick()
    desk.resize(1400, 880)
    beside.resize(500, 400)
    assert is_covered(desk) and is_covered(beside) and is_covered(later)
    assert isinstance(desk.childAt(desk.width() - 40, desk.height() - 40), Veil)  # where the note would be
    unlock(desk, PIN)
    turn()
    for window in (desk, beside, later):
        assert not window.findChildren(Veil)
    beside.close()
    later.close()


def test_R2_the_way_back_comes_above_a_floating_dock_and_a_window_that_goes_takes_its_veil(
    desk: DeskWindow, live: FakeLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[QWidget] = []
    monkeypatch.setattr(LockSheet, "raise_", lambda sheet: raised.append(sheet))
    desk.layouts.dock("complaint").setFloating()
    floating, brief = desk.layouts.dock("complaint").window(), QWidget()
    brief.show()
    sheet = desk.access.lock.cover(RINA)
    assert floating is not desk and is_covered(floating) and is_covered(desk) and sheet in raised
    raised.clear()
    QApplication.sendEvent(floating, QEvent(QEvent.Type.WindowActivate))
    assert raised == [sheet]
    brief.deleteLater()
    turn()
    desk.access.lock.on_ticked(live.now)
    desk.access.lock.uncover()
    turn()
    assert not floating.findChildren(Veil)


def test_R2_five_wrong_pins_and_even_the_right_one_waits(desk: DeskWindow) -> None:
    desk.access.lock_desk()
    settled(desk.access)
    sheet = desk.access.lock.sheet
    assert sheet is not None
    for _ in range(5):
        unlock(desk, "0000")
        assert "salah" in sheet.wrong.text()
    unlock(desk, PIN)
    assert "banyak percobaan salah" in sheet.wrong.text() and desk.access.lock.is_on
    assert told(desk.live.journal)[-6:] == ["sign-in-refused"] * 6


def test_R2_a_program_that_ended_while_locked_is_locked_again(
    desk: DeskWindow, open_desk: Opener, group: Group
) -> None:
    desk.access.lock_desk()
    settled(desk.access)
    desk.access.lock.uncover()  # as when the process is gone: only the disk remembers
    group.set_operator(None)
    again = open_desk(size=(1280, 800))
    again.access.begin()
    settled(again.access)
    assert again.access.lock.is_on and is_covered(again) and group.operator is None
    unlock(again, PIN)
    assert not again.access.lock.is_on and group.operator is not None
    assert group.operator.person.id == "rina"
    assert again.access.mark.who() is None
    stopped(again)


def test_the_password_opens_too_and_another_person_may_take_over(desk: DeskWindow, group: Group) -> None:
    desk.access.lock_desk()
    sheet = desk.access.lock.sheet
    assert sheet is not None
    sheet.how.click()
    unlock(desk, SECRET)
    assert not desk.access.lock.is_on
    desk.access.lock_desk()
    sheet = desk.access.lock.sheet
    assert sheet is not None
    sheet.who.click()
    sheet.name.setText("sri")
    unlock(desk, SECRET)
    assert group.operator is not None and group.operator.person.id == "sri"
    settled(desk.access)
    assert told(desk.live.journal)[-3:] == ["locked", "signed-in", "signed-out"]


def test_R2_the_desk_opens_while_the_database_is_away_and_tells_the_audit_afterwards(
    desk: DeskWindow, live: FakeLive, group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise JournalError("journal", "the database does not answer (gone).", "")

    desk.access.lock_desk()
    settled(desk.access)
    monkeypatch.setattr(desk_access, "sign_in", away)
    unlock(desk, "0000")
    assert desk.access.lock.is_on
    unlock(desk, PIN)
    assert not desk.access.lock.is_on and group.operator is not None
    desk.access.lock_desk()
    settled(desk.access)
    for _ in range(5):
        unlock(desk, "0000")
    unlock(desk, PIN)
    assert desk.access.lock.is_on  # the wait counts here too
    before = told(live.journal).count("unlocked")
    live.database_changed.emit(True, None)
    settled(desk.access)
    assert told(live.journal).count("unlocked") == before + 1


def test_a_desk_where_nobody_is_signed_in_does_not_lock(access: DeskAccess, staff: Journal) -> None:
    access.lock_desk()
    assert not access.lock.is_on


def test_a_mark_that_cannot_be_read_locks_nobody_out(access: DeskAccess, tmp_path: Path) -> None:
    access.mark._path.write_text("kein json")
    assert access.mark.who() is None
