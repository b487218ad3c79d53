"""From the citizen's telephone to the desk: simulator, collector, helper, journal and window, all real."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.domain.person import Person, Role, Signed
from app.journal.engine import reading
from app.journal.store import Journal
from app.settings import CityFile
from app.views.photos import Look
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.photos import Photos, photo_lines
from data_sources.simulator import FarEnd, running
from tests.journal.facts import T0
from tests.widgets.fakes import CITY, fake_group
from widgets.live import Live
from widgets.panels.complaint import ComplaintPanel

RINA = Signed(Person("rina", "Rina", Role.OPERATOR), "meja-1")


@pytest.fixture
def far() -> Iterator[FarEnd]:
    """A small simulated city, a minute after the scenario's rubbish was reported."""
    with running(city=CITY, complaint_days=2, track_days=1, scale=0.1) as end:
        end.advance(100)
        yield end


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """An empty one."""
    made = Journal.create(str(tmp_path / "journal.db"), Clock.starting(T0, speed=1))
    yield made
    made.close()


def test_an_operator_presses_the_citizens_photo_and_sees_it(
    far: FarEnd, journal: Journal, city: CityFile, qtbot: QtBot
) -> None:
    sorot = next(spec for spec in city.sources if spec.protocol == "open311")
    here = city.model_copy(update={"sources": (sorot.model_copy(update={"url": far.open311}),), "channels": ()})
    rest_s = 3600.0  # nothing is fetched at leisure: what comes was wished for
    lines, zone = photo_lines(here), here.city.tz
    collector = Collector(journal, here, building(journal.clock), beside=lambda: Photos(journal, lines, zone, rest_s))
    live, group = Live(journal, here), fake_group("en")
    group.set_operator(RINA)
    panel = ComplaintPanel(live, group)
    qtbot.addWidget(panel)
    panel.show()
    collector.start()
    live.start()
    try:
        qtbot.waitUntil(lambda: key_of(journal, far.scenario["rubbish"]) > 0, timeout=20_000)
        group.select("complaint", key_of(journal, far.scenario["rubbish"]))
        card = panel.page.photo.cards[0]
        qtbot.waitUntil(lambda: card.line is not None and card.line.look is Look.COVERED, timeout=30_000)
        card.click()
        qtbot.waitUntil(lambda: card.line is not None and card.line.look is Look.SHOWN, timeout=30_000)
        assert not card._image.isNull() and card.accessibleName().startswith("Citizen's photo")
        with reading(journal.engine) as connection:
            told = connection.execute(sa.text("SELECT actor, action, entity FROM audit")).all()
        assert [tuple(row) for row in told] == [("rina", "revealed", f"{sorot.id}/{far.scenario['rubbish']}")]
    finally:
        live.stop()
        collector.stop()


def key_of(journal: Journal, id_: str) -> int:
    with reading(journal.engine) as connection:
        found = connection.execute(sa.text("SELECT key FROM complaint_heads WHERE id = :id"), {"id": id_}).scalar()
    return found or 0
