"""A citizen's data at the desk: covered, shown by one key for a minute, told to the audit; and who else is here."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.domain.case import CaseId
from app.domain.person import Signed
from app.errors import JournalError
from app.journal.presence import Viewer, tell_presence, viewers
from app.journal.store import Journal
from tests.widgets.access.conftest import CREW, RINA, SITI, Opener, settled, stopped
from tests.widgets.access.test_sign_in import told
from tests.widgets.fakes import FakeLive
from widgets.access import presence, reveal
from widgets.access.desk_access import DeskAccess
from widgets.group import Group
from widgets.panels.complaint_citizen import Citizen, CitizenBlock, ViewersLine
from widgets.panels.queue_model import QueueModel
from widgets.panels.registry import PANELS
from widgets.screens.desk import DeskWindow

HERE, THERE = Signed(RINA, "operator 2"), Signed(replace(RINA, id="budi", name="Budi"), "meja 3")


@pytest.fixture
def desk(access: DeskAccess, staff: Journal, group: Group) -> DeskWindow:
    """Rina's desk with complaint 1 selected."""
    window = access.parent()
    assert isinstance(window, DeskWindow)
    group.set_operator(HERE)
    group.select("complaint", 1)
    return window


def texts(block: CitizenBlock) -> str:
    """All that a block says."""
    return " ".join(
        [block.note.text(), *(value.toPlainText() for _, value in block.fields._rows if value.isVisibleTo(block))]
    )


def test_one_key_shows_who_reported_after_a_row_in_the_audit(desk: DeskWindow, live: FakeLive, group: Group) -> None:
    block = CitizenBlock()
    Citizen(live, group, block, ViewersLine(block), block)  # type: ignore[arg-type]
    assert "Siti" not in texts(block) and block.look.text() == "Tampilkan"
    desk.on_command("access:reveal")
    settled(desk.access)
    assert group.citizen == SITI and "Siti Nurhaliza" in texts(block) and "0812-7777-1234" in texts(block)
    assert told(desk.access.parent().live.journal)[-1] == "revealed"  # type: ignore[union-attr]
    block.look.click()
    assert group.citizen is None and "Siti" not in texts(block)


def test_it_is_covered_again_by_another_case_by_time_by_the_lock_and_by_leaving(
    desk: DeskWindow, group: Group, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look() -> None:
        desk.on_command("access:reveal")
        settled(desk.access)
        assert group.citizen is not None

    look()
    group.select("complaint", 2)
    assert group.citizen is None
    look()
    assert group.citizen == {"name": "Budi"}
    later = reveal.monotonic() + reveal.SHOWN_S + 1
    monkeypatch.setattr(reveal, "monotonic", lambda: later)
    qtbot.waitUntil(lambda: group.citizen is None, timeout=20_000)
    monkeypatch.undo()
    look()
    desk.access.lock_desk()
    assert group.citizen is None
    settled(desk.access)
    desk.access.lock.uncover()
    look()
    desk.access.sign_out()
    assert group.citizen is None


def test_what_was_asked_for_another_case_is_not_shown(desk: DeskWindow, group: Group) -> None:
    desk.on_command("access:reveal")
    group.select("complaint", 2)
    settled(desk.access)
    assert group.citizen is None


@pytest.mark.parametrize("signed", [None, Signed(CREW, "kantor")])
def test_who_has_no_need_to_know_is_told_so(
    desk: DeskWindow, group: Group, live: FakeLive, signed: Signed | None
) -> None:
    group.set_operator(signed)
    block = CitizenBlock()
    Citizen(live, group, block, ViewersLine(block), block)  # type: ignore[arg-type]
    assert block.look.isHidden() and "operator dan supervisor" in block.note.text()
    desk.on_command("access:reveal")
    settled(desk.access)
    assert group.citizen is None
    said = desk.toasts.texts()[-1]
    assert said.startswith(
        "Belum ada yang masuk." if signed is None else "Peran agency tidak boleh melihat data warga."
    )


def test_desks_hear_of_each_other_at_most_every_ten_seconds(
    desk: DeskWindow, staff: Journal, group: Group, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell_presence(staff, THERE, CaseId("sorot", "2"))
    writes: list[CaseId | None] = []

    def counted(journal: Journal, signed: Signed, case: CaseId | None) -> None:
        writes.append(case)
        tell_presence(journal, signed, case)

    monkeypatch.setattr(presence, "tell_presence", counted)
    desk.access.presence.start()
    settled(desk.access)
    assert group.viewers == {"sorot/2": (Viewer("budi", "budi", "meja 3"),)}
    assert list(viewers(staff, THERE)) == ["sorot/1"]
    for key in (2, 1, 2, 1, 2):
        group.select("complaint", key)
    qtbot.waitUntil(lambda: bool(writes), timeout=20_000)
    settled(desk.access)
    assert writes == [CaseId("sorot", "1")]  # the rest waits for its turn
    desk.access.presence.tell()
    group.select("")
    desk.access.presence.tell()
    settled(desk.access)
    assert writes == [CaseId("sorot", "1"), CaseId("sorot", "2"), None]
    assert list(viewers(staff)) == ["sorot/2"]


def test_without_the_database_nobody_is_said_to_be_here(desk: DeskWindow, group: Group) -> None:
    group.set_viewers({"sorot/1": (Viewer("budi", "Budi", "meja 3"),)})
    desk.access.presence._on_heard(None, JournalError("journal", "away"))
    assert group.viewers == {}


def test_the_panel_and_the_row_say_who_else_has_the_case_open(live: FakeLive, group: Group, open_desk: Opener) -> None:
    real = {spec.name: spec for spec in PANELS}
    desk = open_desk([real["queue"], real["complaint"]], size=(1280, 800))
    group.select("complaint", 3)
    record = live._record(3)
    complaint = record.versions[-1].complaint
    line = desk.panels["complaint"].page.viewers  # type: ignore[attr-defined]
    assert line.isHidden()
    group.set_viewers({f"{complaint.source}/{complaint.id}": (Viewer("budi", "Budi", "meja 3"),)})
    assert line.isVisible() and line.text.text() == "Budi membuka kasus ini (meja 3)"
    model: QueueModel = desk.panels["queue"].parts.model  # type: ignore[attr-defined]
    live.want_texts([3])
    row = model.row(model.row_of(3))
    assert row is not None and row.viewers == "Budi"
    other = model.row(model.row_of(4))
    assert other is not None and other.viewers == ""
    group.set_viewers({})
    assert line.isHidden()
    again = model.row(model.row_of(3))
    assert again is not None and again.viewers == ""
    stopped(desk)
