"""The scene that opened the centre, acted on a real desk by keys and clicks: rubbish, a baktor, the citizen knows.

A citizen reports rubbish at the underpass; the operator verifies it and sends a baktor; it is seen arriving; its photo
of the clean place comes; the operator closes the case, and the backend has the last word for the citizen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.actions.messenger import Messenger
from app.actions.perform import Acting
from app.clock import Clock
from app.domain.case import Case
from app.domain.lifecycle import Stage
from app.domain.mail import MailState
from app.domain.person import Person, Role
from app.domain.photo import Part
from app.journal.cases import actions_on
from app.journal.engine import reading
from app.journal.outbox import letters_of
from app.journal.people import add_person, sign_in
from app.journal.photos import photos_of
from app.journal.search import search_complaints
from app.journal.store import Journal
from app.settings import CityFile
from app.views.photos import Look
from app.watch.catalogue import city_watches
from app.watch.runner import WatchRunner
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.outgoing import outgoing
from data_sources.photos import photos
from data_sources.simulator import FarEnd, running
from data_sources.together import together
from tests.maps.conftest import NO_CARD, WEB
from tests.program.real_desk import BUSY, RealDesk, real_desk
from tests.program.test_desk_story import UNDERPASS, arrivals, go_by_keyboard
from widgets.acting.sheet import TextSheet

pytestmark = [*WEB, pytest.mark.expects_log(f"{NO_CARD}|{BUSY}|poc.delivery|courier|open311")]
SPEED = 150.0
SECRET = "meja-uji-2016"
LAST_WORD = "Sudah bersih, terima kasih."
OUTAGE_S = 600.0


@dataclass
class Scene:
    """A desk with rina signed in, a collector that delivers, and the far ends of both."""

    desk: RealDesk
    far: FarEnd
    journal: Journal
    case: str
    key: int = 0

    def stands(self) -> Case:
        with reading(self.journal.engine) as connection:
            return actions_on(connection, self.key)[0].after

    def heard(self) -> list[tuple[str, str]]:
        """What the backend was told of the case: status and words, oldest first."""
        found = self.far.world.book.find(self.case, self.far.world.now())
        assert found is not None
        return [(step.status, step.note) for step in found.steps]

    def letters(self) -> list[tuple[str, MailState]]:
        with reading(self.journal.engine) as connection:
            told = letters_of(connection, f"sorot/{self.case}")
        return [(str(one.mail.payload.get("status", one.mail.what)), one.state) for one in reversed(told)]

    def press(self, *keys: str | Qt.Key) -> None:
        """Keys into whatever has the keyboard."""
        for key in keys:
            aim = QApplication.focusWidget() or self.desk.window
            QTest.keyClicks(aim, key) if isinstance(key, str) else QTest.keyClick(aim, key)


@pytest.fixture
def far() -> Iterator[FarEnd]:
    """A small fast city whose crews take orders; the launch is acted, not played."""
    with running(
        speed=SPEED, scale=0.2, complaint_days=1, track_days=1, extended_status=True, scenario=False, crew_secret="regu"
    ) as far_end:
        yield far_end


@pytest.fixture
def scene(
    qapp: QApplication, city: CityFile, far: FarEnd, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Scene]:
    """The room as the demo puts it together, in this process."""
    monkeypatch.setenv("POC_SOROT_KEY", "kunci")
    monkeypatch.setenv("POC_REGU_KEY", "regu")
    monkeypatch.setattr("app.actions.perform.UNDO_S", 1)
    urls = {"open311": far.open311, "traccar": far.traccar}
    told = [s for s in city.sources if s.protocol in urls]
    sources = [s.model_copy(update={"url": urls[s.protocol], "every": s.every / 10}) for s in told]
    hooks = [c.model_copy(update={"url": far.crew, "every": c.every / 10}) if c.url else c for c in city.channels]
    city = city.model_copy(update={"sources": tuple(sources), "channels": tuple(hooks)})
    url = str(tmp_path / "j.sqlite")
    journal = Journal.create(url, Clock.starting(far.now(), SPEED))
    add_person(journal, None, Person("rina", "Rina", Role.ADMIN), SECRET)
    hears = Messenger(Acting(journal, city))
    beside = together(photos(journal, city), outgoing(journal, city, hears))
    watches = WatchRunner(journal, city_watches(city, journal.clock), city)
    collector = Collector(journal, city, building(journal.clock), (watches,), beside=beside)
    rina = sign_in(journal, "rina", SECRET, "meja")
    collector.start()
    try:
        with real_desk(city, url, tmp_path / "home") as opened:
            opened.group.set_operator(rina)
            yield Scene(opened, far, journal, "")
    finally:
        assert collector.stop()
        journal.close()


def reported(scene: Scene, qtbot: QtBot) -> None:
    """A citizen reports; the operator finds the case in the queue by keyboard."""
    desk, far, city = scene.desk, scene.far, scene.far.world.city
    code = next(service.code for service in city.services if "liar" in service.name.lower())
    lat, lon = UNDERPASS
    words = "Tumpukan sampah liar di mulut underpass"
    scene.case = far.complaint(service_code=code, description=words, lat=lat, long=lon, quiet=True)
    desk.until(lambda: search_complaints(desk.live.journal, scene.case))
    (scene.key,) = search_complaints(desk.live.journal, scene.case)
    desk.until(lambda: desk.queue.parts.model.row_of(scene.key) >= 0)
    go_by_keyboard(desk, scene.key, qtbot)
    desk.until(lambda: scene.case in desk.complaint.headline)


def sent(scene: Scene) -> None:
    """A verifies, D opens the units, Enter sends the chosen one: one whose crew answers and agrees."""
    desk = scene.desk
    scene.press("a", "d")
    lazy = desk.window.panels["dispatch"]
    desk.until(lambda: lazy.panel is not None and lazy.panel.unit() is not None)  # type: ignore[attr-defined]
    panel = lazy.panel  # type: ignore[attr-defined]
    willing = [unit for unit in panel.page.model.units if unit.id[-1] not in "89"]
    wanted = next((unit for unit in willing if unit.kind == "baktor"), willing[0])
    while panel.unit().id != wanted.id:  # positions come meanwhile: the same unit is another object
        scene.press(Qt.Key.Key_Down)
    scene.press(Qt.Key.Key_Return)
    desk.until(lambda: scene.key in _acted(desk) and scene.stands().stage is Stage.ASSIGNED)


def _acted(desk: RealDesk) -> set[int]:
    ours = desk.live.picture.cases
    return {int(at) + 1 for at in ours.version[: ours.n].nonzero()[0]}


def closed(scene: Scene, qtbot: QtBot) -> None:
    """The crew is done and has sent its photos; the operator closes the case with a word for the citizen."""
    desk = scene.desk
    desk.until(lambda: scene.stands().stage is Stage.DONE, 90)
    desk.until(lambda: {Part.BEFORE, Part.AFTER} <= {p.part for p in photos_of(scene.journal, "sorot", scene.case)}, 30)
    desk.group.select("complaint", scene.key)
    desk.until(lambda: desk.window.commands.actions["act:close"].isEnabled())
    button = desk.complaint.button_of("act:status")
    assert button is not None
    menu = desk.window.deeds.menu()
    close = next(action for action in menu.actions() if action.objectName() == "act:close")
    close.trigger()
    menu.deleteLater()
    sheet = desk.window.deeds.sheet
    assert isinstance(sheet, TextSheet)
    assert sheet.cost is not None
    QTest.keyClicks(sheet.cost.edit, "=")  # it cost what was estimated when the unit was sent
    QTest.keyClicks(sheet.text, LAST_WORD)
    qtbot.mouseClick(sheet.do, Qt.MouseButton.LeftButton)
    desk.until(lambda: scene.stands().stage is Stage.CLOSED)
    desk.until(lambda: ("CLOSED", MailState.CONFIRMED) in scene.letters(), 60)


def the_citizen_knows(scene: Scene) -> None:
    """The backend has every word once and in order, the last one ours; the after photo is on the case."""
    statuses = [status.upper() for status, _ in scene.heard()]
    assert statuses == ["INVESTIGATING", "ACTION_SCHEDULED", "IN_PROGRESS", "FIXED", "CLOSED"]
    assert scene.heard()[-1][1] == LAST_WORD
    assert all(state is MailState.CONFIRMED for _, state in scene.letters())
    strip = scene.desk.complaint.page.photo
    scene.desk.until(lambda: any(line.part is Part.AFTER and line.look is Look.SHOWN for line in strip._lines))
    case = scene.stands()
    assert case.arrived_at is not None and case.done_at is not None


def test_rubbish_is_verified_served_photographed_and_the_citizen_is_told(scene: Scene, qtbot: QtBot) -> None:
    reported(scene, qtbot)
    sent(scene)
    closed(scene, qtbot)
    the_citizen_knows(scene)
    (arrival,) = arrivals(scene.journal, scene.case)  # the vehicle itself was seen there, whatever the crew says
    assert arrival["key"] == scene.key
    scene.desk.until(lambda: scene.desk.queue.parts.model.row_of(scene.key) < 0)


def test_the_backend_dead_for_ten_minutes_in_between_loses_nothing(scene: Scene, qtbot: QtBot) -> None:
    reported(scene, qtbot)
    scene.far.fault("open311", "refuse")
    began = scene.far.world.now()
    sent(scene)
    badge = scene.desk.window.topbar.outbox
    scene.desk.until(lambda: badge.isVisible() and badge.known.waiting >= 2)
    scene.desk.until(lambda: scene.far.world.now() - began >= OUTAGE_S, 30)
    assert not scene.heard()
    scene.far.clear("open311")
    closed(scene, qtbot)
    the_citizen_knows(scene)
    scene.desk.until(lambda: not badge.isVisible())
