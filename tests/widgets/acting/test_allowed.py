"""Which commands are on, and that those which are off say why."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.domain.case import Case, CaseId
from app.domain.kind import Kind
from app.domain.lifecycle import Stage
from app.domain.person import Person, Role, Signed
from app.i18n import Language
from app.journal.reader import Delta
from app.picture.frame import Frame, Mode
from tests.actions.conftest import OPERATOR
from tests.journal.facts import case_row
from tests.widgets.fakes import NOW, FakeLive
from widgets.acting.verbs import COMMANDS
from widgets.group import Group
from widgets.palette_find import command_entries
from widgets.screens.desk import DeskWindow

Opener = Callable[..., DeskWindow]


def acted(live: FakeLive, case: Case, key: int) -> None:
    """An action on a case reaches the picture."""
    row = case_row(key, case.stage, case.version)
    delta = Delta(commit=live.picture.commit + 1, kinds=frozenset({Kind.ACTION}), cases=[row])
    live.changed.emit(live.picture.apply(delta))


def off(desk: DeskWindow) -> dict[str, str]:
    actions = {spec.id: desk.commands.actions[spec.id] for spec in COMMANDS}
    return {name: action.toolTip() for name, action in actions.items() if not action.isEnabled()}


def test_nobody_acts_before_signing_in_and_the_reason_is_said(open_desk: Opener, group: Group) -> None:
    desk = open_desk()
    group.select("complaint", 1)
    assert set(off(desk)) == {spec.id for spec in COMMANDS}
    assert "Belum ada yang masuk" in off(desk)["act:verify"]
    group.set_operator(OPERATOR)
    assert "act:verify" not in off(desk)
    assert desk.commands.actions["poll"].isEnabled()


def test_what_the_stage_does_not_allow_is_off_and_says_so(open_desk: Opener, group: Group, live: FakeLive) -> None:
    desk = open_desk()
    group.set_operator(OPERATOR)
    group.select("complaint", 1)
    assert set(off(desk)) == {"act:reopen", "act:close", "act:start", "act:finish", "act:recall", "act:safe"}
    acted(live, Case(CaseId("sorot", "1"), Stage.DONE, version=4), 1)
    assert {"act:verify", "act:dispatch", "act:reject"} <= set(off(desk))
    assert "Selesai dikerjakan" in off(desk)["act:verify"]
    assert not {"act:close", "act:reopen", "act:note"} & set(off(desk))


def test_an_earlier_instant_lets_nobody_act(open_desk: Opener, group: Group) -> None:
    desk = open_desk()
    group.set_operator(OPERATOR)
    group.select("complaint", 1)
    group.set_frame(Frame(NOW, mode=Mode.REPLAY))
    assert set(off(desk)) == {spec.id for spec in COMMANDS}
    assert not desk.commands.actions["poll"].isEnabled()
    group.set_frame(None)
    assert "act:verify" not in off(desk)


def test_the_role_decides_too(open_desk: Opener, group: Group) -> None:
    desk = open_desk()
    group.select("complaint", 1)
    group.set_operator(Signed(Person("wali", "Wali Kota", Role.BRIEFING), "wall"))
    assert {"act:verify", "act:note", "act:dispatch"} <= set(off(desk))
    assert "Wali Kota" in off(desk)["act:verify"]


@pytest.fixture
def signed_desk(open_desk: Opener, group: Group, live: FakeLive, qtbot: QtBot) -> DeskWindow:
    """A desk that has the keyboard, an operator, and a case in hand whose crew was sent."""
    desk = open_desk()
    group.set_operator(OPERATOR)
    group.select("complaint", 1)
    acted(live, Case(CaseId("sorot", "1"), Stage.ASSIGNED, version=2), 1)
    desk.activateWindow()
    qtbot.waitUntil(desk.isActiveWindow)
    return desk


def test_the_key_of_a_command_that_is_off_says_why_and_what_comes_next_once(
    signed_desk: DeskWindow, group: Group
) -> None:
    words: Language = group.language
    QTest.keyClicks(signed_desk, "aa")
    (said,) = signed_desk.toasts.texts()
    assert said.startswith("Verifikasi sekarang tidak bisa.") and "Regu dikirim" in said
    assert said.endswith(words.text("Next: {title} ({key}).", title=words.text("Set status"), key="S"))
    group.set_operator(None)
    QTest.keyClicks(signed_desk, "n")
    assert signed_desk.toasts.texts()[-1].endswith("Belum ada yang masuk. Masuk dahulu.")
    group.set_operator(OPERATOR)
    group.set_frame(Frame(NOW, mode=Mode.REPLAY))
    QTest.keyClicks(signed_desk, "d")
    assert signed_desk.toasts.texts()[-1].endswith("Alt+0 kembali ke sekarang.")


def test_the_same_letter_in_a_text_field_only_types_and_a_new_key_is_answered_too(signed_desk: DeskWindow) -> None:
    signed_desk.find()
    QTest.keyClicks(signed_desk.topbar.search, "a")
    assert signed_desk.topbar.search.text() == "a" and not signed_desk.toasts.texts()
    signed_desk.setFocus()
    assert signed_desk.commands.rebind("act:verify", "Ctrl+Shift+V")
    QTest.keyClicks(signed_desk, "a")
    assert not signed_desk.toasts.texts()
    QTest.keySequence(signed_desk, "Ctrl+Shift+V")
    assert len(signed_desk.toasts.texts()) == 1


def test_the_palette_does_nothing_the_keys_may_not(signed_desk: DeskWindow, group: Group) -> None:
    ask, deeds = signed_desk.palette_sheet.command_asked.emit, signed_desk.deeds
    ask("act:reopen")
    assert deeds.sheet is None and len(signed_desk.toasts.texts()) == 1
    ask("act:note")
    assert deeds.sheet is not None
    deeds.sheet.reject()
    group.set_frame(Frame(NOW, mode=Mode.REPLAY))
    ask("act:note")
    assert deeds.sheet is None and len(signed_desk.toasts.texts()) == 2
    (found,) = [e for e in command_entries(group.language, signed_desk.commands) if e.command == "act:note"]
    assert found.detail == signed_desk.commands.why_off("act:note") != ""
