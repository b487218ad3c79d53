"""Our stage in the list: it stands where the source's status stood, with the crew or the source below it."""

from pytestqt.qtbot import QtBot

from app.domain.kind import Kind
from app.domain.lifecycle import Stage
from app.journal.reader import Delta
from tests.journal.facts import case_row
from tests.widgets.fakes import NOW
from tests.widgets.queue.conftest import Opener, settle
from tests.widgets.queue.room import QueueLive


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
