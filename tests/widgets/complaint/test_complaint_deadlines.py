"""The block of deadlines in the complaint panel: each step with its net end, the pause, the rule it follows."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.domain.action import Action
from app.domain.case import Case, CaseId
from app.domain.lifecycle import Stage
from app.journal.breaches import Breached
from app.settings.rule_of import owed_by
from tests.widgets.complaint.conftest import Opener
from tests.widgets.complaint.room import HOUR, CaseLive, complaint
from tests.widgets.fakes import NOW
from widgets.panels.complaint import ComplaintPanel


def block(panel: ComplaintPanel) -> dict[str, str]:
    rows = [row for row in panel.page.deadlines.grid._rows if row[0].isVisible()]
    return {label.text(): value.toPlainText() for label, value in rows}


def touched(live: CaseLive, **more: Any) -> None:
    owed = owed_by(live.city, "sampah", "kebersihan", complaint().requested_at)
    after = Case(CaseId("sorot", "2016-11-30-0412"), Stage.VERIFIED, 1, deadlines=owed, rule="2016-08")
    live.deeds[1] = (Action("op", NOW, "verify", "rina", "meja-1", replace(after, **more)),)


def test_every_step_is_shown_with_the_rule_of_the_city_file(live: CaseLive, open_panel: Opener) -> None:
    said = block(open_panel())
    assert list(said)[:3] == ["Jawaban pertama", "Di lokasi", "Selesai"]
    assert "Hukum: tuntas" in said and "sisa" in said["Selesai"]
    assert said["Aturan"].endswith("berkas kota sekarang")


def test_a_paused_case_says_why_and_shows_net_and_gross(live: CaseLive, open_panel: Opener) -> None:
    touched(live, paused_at=NOW - HOUR / 2, pause_reason="menunggu <b>warga</b>", paused_s=60)
    said = block(open_panel())
    assert "menunggu <b>warga</b>" in said["Jeda"] and "31 mnt seluruhnya" in said["Jeda"]
    assert "bruto" in said["Selesai"] and "dijeda" in said["Selesai"] and "sisa" in said["Hukum: tuntas"]
    assert said["Aturan"] == "2016-08, disimpan bersama kasus"


def test_offices_that_hear_of_a_missed_deadline_stand_in_the_order_of_the_ladder(
    live: CaseLive, open_panel: Opener
) -> None:
    live.breaches[1] = (
        Breached("breach/first_answer", NOW - 2 * HOUR, NOW, ("lurah",)),
        Breached("told/camat", NOW - HOUR, NOW, ("camat",)),
        Breached("breach/done", NOW - HOUR, NOW, ("lurah",)),
    )
    said = block(open_panel())
    assert said["Perlu diberi tahu"] == "lurah 30 Nov 08.42 · camat 30 Nov 09.42"


def test_what_the_case_bound_of_the_fund_is_said(live: CaseLive, open_panel: Opener) -> None:
    touched(live, committed=750_000)
    assert block(open_panel())["Dana tanggap"] == "perkiraan Rp750.000"
    touched(live, committed=750_000, stage=Stage.CLOSED)
    assert block(open_panel())["Dana tanggap"] == "perkiraan Rp750.000 · masih terikat: bukukan biayanya"
    touched(live, spent=690_000)
    assert block(open_panel())["Dana tanggap"] == "biaya Rp690.000"


def test_a_missed_step_is_alarming_and_a_met_one_is_not(live: CaseLive, open_panel: Opener) -> None:
    touched(live, first_answer_at=NOW - HOUR / 2, arrived_at=NOW + timedelta(days=90))
    panel = open_panel()
    rows = {label.text(): value for label, value in panel.page.deadlines.grid._rows}
    assert "tercapai" in rows["Jawaban pertama"].toPlainText() and not rows["Jawaban pertama"].property("alarming")
    assert "terlambat" in rows["Di lokasi"].toPlainText() and rows["Di lokasi"].property("alarming")
