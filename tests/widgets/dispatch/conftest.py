"""A dispatch panel over a real journal: vehicles around the complaints, a person signed in, a lane for deeds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.actions.perform import Acting
from app.clock import Clock
from app.domain.complaint import Complaint
from app.domain.person import Person, Role, Signed
from app.domain.vehicle import Position, Vehicle
from app.journal.store import Journal
from app.settings import CityFile, read_city
from tests.conftest import CITIES
from tests.journal.facts import T0, complaint, fix, vehicle
from tests.widgets.fakes import fake_group
from widgets.acting.lane import OperatorLane
from widgets.group import Group
from widgets.live import Live
from widgets.panels.dispatch import DispatchPanel

CHANNELS = """
[[channel]]
id = "wa-bersih"
agency = "kebersihan"
kind = "webhook"
url = "http://127.0.0.1:9/"
name = "WA Kebersihan"
[[channel]]
id = "telp-bersih"
agency = "kebersihan"
kind = "voice"
name = "Pak Dedi"
phone = "021 8896 0250"
"""
RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")
CASES = 12


def town() -> CityFile:
    """Kota Bekasi with two ways to reach its garbage crews, and a router that nobody answers for."""
    path = CITIES / "kota-bekasi.toml"
    text = path.read_text(encoding="utf-8").partition("[[channel]]")
    rest = text[2].partition("\n\n")[2] if text[1] else ""
    return read_city(text[0] + rest + CHANNELS, path)


def pressed(widget: QWidget, key: Qt.Key) -> None:
    """Press one key."""
    QTest.keyClick(widget, key)


def typed(widget: QWidget, text: str) -> None:
    """Type a text."""
    QTest.keyClicks(widget, text)


@dataclass
class Room:
    """Everything a test of the panel needs."""

    live: Live
    group: Group
    panel: DispatchPanel
    lane: OperatorLane
    acting: Acting
    qtbot: QtBot

    def look_at(self, key: int) -> None:
        """Select a complaint and wait until its units are shown."""
        self.group.select("complaint", key)
        self.qtbot.waitUntil(lambda: self.panel.found is not None and self.panel._key == key)

    def until(self, true: Callable[[], bool]) -> None:
        """Let the event loop run until something is true."""
        self.qtbot.waitUntil(true, timeout=30_000)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """Twelve complaints of rubbish (keys 1 to 12) and four baktor, nearer and nearer."""
    made = Journal.create(str(tmp_path_factory.mktemp("dispatch") / "j.db"), Clock.starting(T0, speed=0))
    facts: list[Complaint | Vehicle | Position] = [
        complaint(f"{n}", category="sampah", agency="kebersihan", title=f"Sampah {n}", address="Jl. Baru")
        for n in range(1, CASES + 1)
    ]
    for n in range(1, 5):
        facts += [vehicle(f"{n}", name=f"Baktor {n}", vehicle_kind="baktor"), fix(f"{n}", lat=-6.24 - 0.01 * (5 - n))]
    facts += [vehicle("8", name="Pemadam", vehicle_kind="fire"), fix("8", lat=-6.3)]
    facts.append(vehicle("9", name="<b>Truk</b>", vehicle_kind="dump_truck"))
    made.append(facts)
    yield made
    made.close()


@pytest.fixture(scope="module")
def live(qapp: QApplication, journal: Journal) -> Iterator[Live]:
    """The live picture, for all tests of a module."""
    made = Live(journal, town(), "meja-1")
    made.start()
    yield made
    assert made.stop()


@pytest.fixture
def room(live: Live, qtbot: QtBot) -> Iterator[Room]:
    """A panel on the screen, with an operator."""
    group = fake_group("en")
    group.set_operator(RINA)
    panel = DispatchPanel(live, group)
    qtbot.addWidget(panel)
    lane = OperatorLane(live, group)
    panel.resize(440, 900)
    panel.show()
    qtbot.waitUntil(lambda: live.is_loaded)
    yield Room(live, group, panel, lane, Acting(live.journal, live.city), qtbot)
    assert lane.stop()
    panel.shutdown()
    assert live.wait_until_idle()
