"""The watch over unanswered orders: each is told once, at the instant its patience was over, however late one looks."""

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.actions.dispatch import Dispatch, Report
from app.actions.perform import Acting
from app.clock import REAL, Clock
from app.domain.case import CaseId
from app.domain.order import OrderState
from app.journal import lease, tables
from app.journal.engine import reading
from app.journal.store import Journal
from app.settings import CityFile
from app.watch.no_answer import NoAnswer
from app.watch.runner import WatchRunner
from tests.actions.conftest import OPERATOR
from tests.watch.scenes import T0, at, open_complaint

CASE = CaseId("sorot", "4812")
CITY = CityFile.model_validate(
    {
        "city": {"name": "Kota", "zone": "Asia/Jakarta", "box": [-6.4, 106.8, -6.1, 107.1]},
        "channel": [
            {"id": "wa", "agency": "dlh", "kind": "webhook", "url": "http://127.0.0.1:1/"},
            {"id": "telp", "agency": "damkar", "kind": "voice", "phone": "112", "no_answer_after": "2m"},
        ],
        "source": [{"id": "sorot", "protocol": "open311", "url": "http://127.0.0.1:1/"}],
    }
)


class Scene:
    """A journal whose hour is set by hand, with one complaint."""

    def __init__(self, url: str, clock: Clock = REAL) -> None:
        self.journal = Journal.create(url, Clock.starting(T0, speed=0))
        self.acting = Acting(self.journal, CITY)
        self.epoch = lease.take(self.journal, "this test") or 0
        self.journal.append([open_complaint()], at=T0)
        self.runner = WatchRunner(self.journal, [NoAnswer(CITY.channels, clock)], CITY)

    def do(self, second: float, deed: Dispatch | Report, operation: str) -> None:
        self.journal.clock = Clock.starting(at(second), speed=0)
        self.acting.perform(OPERATOR, deed, operation=operation)

    def look(self, second: float) -> datetime | None:
        return self.runner.run(self.epoch, at(second))

    def told(self) -> list[tuple[str, float]]:
        table = tables.derived.c
        with reading(self.journal.engine) as connection:
            rows = connection.execute(sa.select(table.what, table.valid_at).order_by(table.valid_at)).all()
        return [(row.what, row.valid_at / 1000 - T0.timestamp()) for row in rows]


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A scene on SQLite."""
    return Scene(f"sqlite:///{tmp_path / 'j.db'}")


def test_an_order_nobody_answers_is_told_once_when_its_patience_is_over(scene: Scene) -> None:
    scene.do(60, Dispatch(CASE, "armada/8", "wa", "dlh"), "a")
    assert scene.look(70) == at(360)
    assert scene.told() == []
    scene.look(900)
    scene.look(1_000)
    assert scene.told() == [("no_answer/P-a", 360.0)]


def test_an_answer_in_time_is_no_news_and_one_that_came_late_is(scene: Scene) -> None:
    scene.do(0, Dispatch(CASE, "armada/8", "wa", "dlh"), "a")
    scene.do(100, Report(CASE, "P-a", OrderState.SENT), "sent")
    scene.do(200, Report(CASE, "P-a", OrderState.ACCEPTED), "answer")
    scene.do(400, Dispatch(CASE, "armada/9", "telp", "damkar"), "b")
    scene.do(600, Report(CASE, "P-b", OrderState.REFUSED, "ban bocor"), "no")
    scene.look(3_000)  # read in one piece, as after a night without a collector
    assert scene.told() == [("no_answer/P-b", 520.0)]


def test_it_is_told_again_for_another_order_and_a_new_runner_repeats_nothing(scene: Scene) -> None:
    scene.do(0, Dispatch(CASE, "armada/8", "wa", "dlh"), "a")
    scene.look(400)
    scene.do(500, Dispatch(CASE, "armada/9", "wa", "dlh"), "b")
    scene.runner = WatchRunner(scene.journal, [NoAnswer(CITY.channels)], CITY)
    scene.look(2_000)
    assert scene.told() == [("no_answer/P-a", 300.0), ("no_answer/P-b", 800.0)]


@pytest.mark.parametrize(("speed", "over"), [(1, 360), (20, 6_060), (0.5, 360), (0, 360)])
def test_a_crew_has_its_real_minutes_however_fast_the_city_runs(tmp_path: Path, speed: float, over: float) -> None:
    """Ten seconds of undo and ten until the gateway is asked are 400 s of a city that runs twenty times faster."""
    scene = Scene(f"sqlite:///{tmp_path / 'j.db'}", Clock.starting(T0, speed))
    scene.do(60, Dispatch(CASE, "armada/8", "wa", "dlh"), "a")
    assert scene.look(over - 1) == at(over)
    assert scene.told() == []
    scene.look(over)
    assert scene.told() == [("no_answer/P-a", over)]
