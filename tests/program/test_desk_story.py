"""The launch of 30 November 2016 on a real desk: reported, chosen by keyboard, seen arriving, closed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.domain.complaint import State
from app.journal import tables
from app.journal.engine import reading
from app.journal.search import search_complaints
from app.journal.store import Journal
from app.settings import CityFile
from app.watch.catalogue import city_watches
from app.watch.runner import WatchRunner
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.simulator import FarEnd, running
from tests.maps.conftest import NO_CARD, WEB
from tests.program.real_desk import BUSY, RealDesk, real_desk
from widgets.shots import has_content

pytestmark = [*WEB, pytest.mark.expects_log(f"{NO_CARD}|{BUSY}")]
SPEED = 25.0
UNDERPASS = (-6.2440, 107.0185)
CLOSED = list(State).index(State.CLOSED)


@pytest.fixture
def far() -> Iterator[FarEnd]:
    """The city of the launch, small and fast."""
    with running(speed=SPEED, scale=0.2, complaint_days=1, track_days=1, extended_status=True) as far_end:
        yield far_end


@pytest.fixture
def desk(qapp: QApplication, city: CityFile, far: FarEnd, tmp_path: Path) -> Iterator[RealDesk]:
    """A desk and a collector over it."""
    urls = {"open311": far.open311, "traccar": far.traccar}
    told = [s for s in city.sources if s.protocol in urls]
    sources = [s.model_copy(update={"url": urls[s.protocol], "every": s.every / 10}) for s in told]
    city = city.model_copy(update={"sources": tuple(sources)})
    url = str(tmp_path / "j.sqlite")
    journal = Journal.create(url, Clock.starting(far.now(), SPEED))
    watches = WatchRunner(journal, city_watches(city, journal.clock), city)
    collector = Collector(journal, city, building(journal.clock), (watches,))
    collector.start()
    try:
        with real_desk(city, url, tmp_path / "home") as opened:
            yield opened
    finally:
        assert collector.stop()
        journal.close()


def arrivals(journal: Journal, case: str) -> list[dict[str, Any]]:
    """What the watch said of vehicles that came to a case."""
    query = sa.select(tables.derived.c.body).where(tables.derived.c.watch == "arrival")
    with reading(journal.engine) as connection:
        told = [json.loads(body) for body in connection.execute(query).scalars()]
    return [body for body in told if body["id"] == case]


def go_by_keyboard(desk: RealDesk, key: int, qtbot: QtBot) -> None:
    """To the top of the queue, then down until the case is reached."""
    table = desk.queue.parts.table
    desk.window.activateWindow()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home)
    for _ in range(desk.queue.parts.model.rowCount()):
        if desk.group.selection == ("complaint", key):
            return
        qtbot.keyClick(table, Qt.Key.Key_J)


def test_rubbish_is_reported_chosen_seen_served_and_closed(desk: RealDesk, far: FarEnd, qtbot: QtBot) -> None:
    case, rows = far.scenario["rubbish"], desk.queue.parts.model
    desk.until(lambda: search_complaints(desk.live.journal, case))
    (key,) = search_complaints(desk.live.journal, case)
    desk.until(lambda: rows.row_of(key) >= 0)
    go_by_keyboard(desk, key, qtbot)
    assert desk.group.selection == ("complaint", key)
    desk.until(lambda: case in desk.complaint.headline)
    ring = "poc._parts.live.selection.kind + poc._parts.live.selection.key"
    desk.until(lambda: desk.js(ring) == f"complaint{key}")
    qtbot.keyClick(desk.queue.parts.table, Qt.Key.Key_M)
    centre = "(p => [p.lat, p.lng].map(x => x.toFixed(3)).join())(poc._parts.map.getCenter())"
    desk.until(lambda: desk.js(centre) == f"{UNDERPASS[0]:.3f},{UNDERPASS[1]:.3f}")
    desk.until(lambda: desk.live.picture.complaints.state[key - 1] == CLOSED, 60)
    desk.until(lambda: rows.row_of(key) < 0)  # what is closed leaves the queue of what is to do
    (arrival,) = arrivals(desk.live.journal, case)
    assert (arrival["kind"], arrival["key"], arrival["lat"], arrival["lon"]) == ("complaint", key, *UNDERPASS)
    told = ("dikirim ke lokasi", "Baktor tiba di lokasi", "lokasi bersih")
    desk.until(lambda: all(words in history(desk) for words in told))
    assert has_content(desk.window.grab().toImage())


def history(desk: RealDesk) -> str:
    """What the panel tells of the case's versions."""
    return "\n".join(block.toPlainText() for block in desk.complaint.page.history.findChildren(QPlainTextEdit))
