"""Which commands are on, and that those which are off say why."""

from collections.abc import Callable

from app.domain.case import Case, CaseId
from app.domain.kind import Kind
from app.domain.lifecycle import Stage
from app.domain.person import Person, Role, Signed
from app.journal.reader import Delta
from app.picture.frame import Frame, Mode
from tests.actions.conftest import OPERATOR
from tests.journal.facts import case_row
from tests.widgets.fakes import NOW, FakeLive
from widgets.acting.verbs import COMMANDS
from widgets.group import Group
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
