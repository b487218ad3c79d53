"""What this room did, beside what the source says: the stage, the history, and the two side by side when they part."""

from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.action import Action
from app.domain.case import Case, CaseId
from app.domain.kind import Kind
from app.domain.lifecycle import Stage
from app.domain.order import OrderState
from app.i18n import Language
from app.journal.unanswered import Unanswered
from tests.widgets.complaint.conftest import Opener, said
from tests.widgets.complaint.room import CaseLive, version
from tests.widgets.fakes import NOW

WORDS = Language("id")


def did(at: datetime, stage: Stage, verb: str, **what: str) -> Action:
    case = CaseId("sorot", "2016-11-30-0412")
    after = Case(case, stage, 1, "disbimarta", seen="open", changed_at=at, changed_by="rina", changed_verb=verb)
    return Action(f"op-{verb}", at, verb, "rina", "meja-1", after, what)


def test_our_stage_stands_beside_the_status_and_deeds_in_the_history(live: CaseLive, open_panel: Opener) -> None:
    live.deeds[1] = (
        did(NOW - timedelta(minutes=2), Stage.REFERRED, "refer", agency="disbimarta", reason="jalan kota"),
    )
    live.names = {"rina": "Rina Kartika"}
    panel = open_panel()
    assert said(panel)["Di sini"] == "Pada dinas · oleh Rina Kartika"
    assert said(panel)["Status"].startswith("Terbuka")
    first = panel.page.history._lines[0].text.toPlainText()
    assert first == "Alihkan SKPD · Rina Kartika · Bina Marga · jalan kota · Pada dinas"
    assert not panel.page.sides.isVisible()


def test_B15_a_source_that_moved_on_is_shown_side_by_side_with_us(live: CaseLive, open_panel: Opener) -> None:
    live.deeds[1] = (did(NOW - timedelta(minutes=5), Stage.ASSIGNED, "dispatch", unit="armada/7"),)
    at = NOW - timedelta(minutes=1)
    live.records[1] = (version(), version(2, at, status="closed", valid_at=at))
    live.names = {"rina": "Rina Kartika"}
    panel = open_panel()
    sides = panel.page.sides
    assert sides.isVisible()
    shown = [[label.text().replace("\u200b", "") for label in cells] for cells in sides._cells]
    assert shown[0] == ["SOROT", "Ditutup", WORDS.moment(at)]
    assert shown[1][1] == "Regu dikirim" and "Rina Kartika" in shown[1][2]
    assert said(panel)["Di sini"].startswith("Regu dikirim")  # nothing here was overwritten


def test_a_case_nobody_touched_says_nothing_of_here(live: CaseLive, open_panel: Opener) -> None:
    panel = open_panel()
    assert "Di sini" not in said(panel)
    assert not panel.page.sides.isVisible()


def test_a_crew_that_lets_its_time_pass_is_told_in_the_history_and_beside_our_stage(
    live: CaseLive, open_panel: Opener
) -> None:
    sent = did(NOW - timedelta(minutes=9), Stage.ASSIGNED, "dispatch", unit="armada/8")
    sent = replace(sent, after=replace(sent.after, order="P-1", order_state=OrderState.SENT))
    live.deeds[1] = (sent,)
    live.unanswered[1] = (Unanswered("P-1", "disbimarta", 5, NOW - timedelta(minutes=4), NOW - timedelta(minutes=4)),)
    panel = open_panel()
    assert said(panel)["Di sini"] == "Regu dikirim · perintah terkirim · regu belum menjawab · oleh rina"
    assert panel.page.history._lines[0].text.toPlainText() == "Regu belum menjawab selama 5 menit"
    answered = replace(sent, after=replace(sent.after, order_state=OrderState.ACCEPTED))
    live.deeds[1] = (answered,)
    live.news_of(1, Kind.ACTION)
    assert "belum menjawab" not in said(panel)["Di sini"]
