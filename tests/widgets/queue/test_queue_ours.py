"""Our stage in the list: it stands where the source's status stood, with the crew or the source below it."""

import msgspec
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.domain.case import Case, CaseId
from app.domain.kind import Kind
from app.domain.lifecycle import Stage
from app.domain.order import OrderState
from app.i18n import Language
from app.journal.cases import ORDER_STATES
from app.journal.reader import Delta
from app.journal.unanswered import Silence
from tests.journal.facts import case_row
from tests.widgets.fakes import NOW
from tests.widgets.queue.conftest import Opener, settle
from tests.widgets.queue.room import QueueLive
from widgets.panels.queue_empty import Why
from widgets.panels.queue_model import CASE

WORDS = Language("id")


def acted(live: QueueLive, key: int, stage: Stage, order: int | None = None, agency: str = "") -> None:
    """An action on a case reaches the picture."""
    row = case_row(key, stage, agency=agency, order=order)
    delta = Delta(live.picture.commit + 1, kinds=frozenset({Kind.ACTION}), cases=[row])
    live.changed.emit(live.picture.apply(delta))


def test_a_touched_case_shows_our_stage_and_a_finished_one_leaves_the_list(
    live: QueueLive, open_panel: Opener, qtbot: QtBot
) -> None:
    for _ in range(3):
        live.put()
    panel = open_panel()
    acted(live, 1, Stage.ASSIGNED, order=2, agency="kebersihan")
    acted(live, 2, Stage.VERIFIED)
    acted(live, 3, Stage.CLOSED)
    settle(qtbot, panel)
    model = panel.parts.model
    rows = [row for i in range(model.rowCount()) if (row := model.row(i)) is not None]
    shown = {row.key: (row.status, row.below) for row in rows}
    assert shown == {1: ("Regu dikirim", "regu menerima"), 2: ("Terverifikasi", "Terbuka")}
    assert live.city.agency_at("kebersihan", NOW.date()).short in {row.agency for row in rows}


def sent(live: QueueLive, key: int, order: str, state: OrderState = OrderState.SENT) -> None:
    """An order to a case's crew reaches the picture."""
    row = case_row(key, Stage.ASSIGNED, order=ORDER_STATES.index(state))
    case = Case(CaseId("sorot", str(key)), order=order, order_state=state)
    after = msgspec.json.encode(case).decode() if state is OrderState.SENT else ""
    delta = Delta(live.picture.commit + 1, kinds=frozenset({Kind.ACTION}), cases=[(*row[:-1], after)])
    live.changed.emit(live.picture.apply(delta))


def kept_silent(live: QueueLive, key: int, order: str) -> None:
    """The watch noted that nobody answered an order."""
    told = [Silence(key, order, int((NOW.timestamp() - 60) * 1000))]
    delta = Delta(live.picture.commit + 1, kinds=frozenset({Kind.DERIVED}), silences=told)
    live.changed.emit(live.picture.apply(delta))


def test_a_crew_that_does_not_answer_is_marked_counted_and_can_be_listed_alone(
    live: QueueLive, open_panel: Opener, qtbot: QtBot
) -> None:
    for _ in range(3):
        live.put()
    panel = open_panel()
    sent(live, 1, "P-1")
    sent(live, 2, "P-2")
    kept_silent(live, 2, "P-2")
    settle(qtbot, panel)
    model = panel.parts.model
    told = {row.key: (row.below, bool(row.silent)) for i in range(3) if (row := model.row(i)) is not None}
    assert told[1] == (WORDS.text("order sent"), False) and told[2] == (WORDS.text("no answer"), True)
    assert "10.41" in model.data(model.index(model.row_of(2), CASE), Qt.ItemDataRole.ToolTipRole)
    assert panel.headline.endswith(WORDS.plural("{n} without an answer", "{n} without an answer", 1))
    panel.run("queue:unanswered")
    settle(qtbot, panel)
    assert [model.key_at(i) for i in range(model.rowCount())] == [2]
    sent(live, 2, "P-2", OrderState.ACCEPTED)
    settle(qtbot, panel)
    assert model.rowCount() == 0
    assert panel.parts.empty.title.text() == WORDS.text(Why.ANSWERED.value[0])
    panel.run("queue:unanswered")
    settle(qtbot, panel)
    assert model.rowCount() == 3
