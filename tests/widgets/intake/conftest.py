"""The intake window over a real journal, with an operator at it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.journal.store import Journal
from app.settings import CityFile, load_city
from tests.conftest import CITIES
from tests.journal.facts import T0, complaint
from tests.widgets.dispatch.conftest import RINA
from tests.widgets.fakes import fake_group
from widgets.acting.lane import OperatorLane
from widgets.acting.wish import Ended
from widgets.group import Group
from widgets.intake import IntakeWindow
from widgets.live import Live


def town() -> CityFile:
    """Kota Bekasi whose first source creates what is taken by hand."""
    city = load_city(CITIES / "kota-bekasi.toml")
    first = city.sources[0].model_copy(update={"write_back": True})
    return city.model_copy(update={"sources": (first, *city.sources[1:])})


@dataclass
class Desk:
    """A window and what became of what was wished."""

    live: Live
    group: Group
    window: IntakeWindow
    lane: OperatorLane
    qtbot: QtBot
    ended: list[Ended] = field(default_factory=list)

    def fill(self, category: str = "Illegal dump", said: str = "Sampah di jalan") -> None:
        """What is needed at least."""
        self.window.form.category.setEditText(category)
        self.window.form.description.setPlainText(said)

    def stored(self) -> str:
        """Store and wait for the number."""
        before = len(self.ended)
        self.window.save()
        self.qtbot.waitUntil(lambda: len(self.ended) > before, timeout=30_000)
        return self.window.number


@pytest.fixture(scope="module")
def live(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """The live picture of an almost empty journal."""
    journal = Journal.create(str(tmp_path_factory.mktemp("intake") / "j.db"), Clock.starting(T0, speed=0))
    journal.append([complaint("1")])
    made = Live(journal, town(), "meja-1")
    made.start()
    yield made
    assert made.stop()
    journal.close()


@pytest.fixture
def desk(live: Live, qtbot: QtBot) -> Iterator[Desk]:
    """A window on the screen."""
    group = fake_group("en")
    group.set_operator(RINA)
    window = IntakeWindow(live, group)
    qtbot.addWidget(window)
    made = Desk(live, group, window, OperatorLane(live, group), qtbot)
    group.deed_ended.connect(made.ended.append)
    window.open_for_caller()
    yield made
    assert made.lane.stop()
    assert live.wait_until_idle()
    qtbot.wait(1)
