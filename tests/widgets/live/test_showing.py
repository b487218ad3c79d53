"""Replay over a real journal: the windows of a group show the city as it was known, or as it was, at an instant."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.journal.reader import Axis
from app.journal.store import Journal
from app.picture.frame import Mode
from app.settings import CityFile
from tests.journal.facts import T0, after, complaint, fix, vehicle
from tests.widgets.fakes import fake_group
from widgets.group import Group
from widgets.live import Live
from widgets.showing import Showing

HOUR = 3_600


class Told:
    """A journal told in the morning, at one and at two hours; its clock now stands at three."""

    def __init__(self, url: str, city: CityFile) -> None:
        first = Journal.create(url, Clock.starting(T0, speed=0))
        first.append([complaint("1", title="Lubang lama"), vehicle("7"), fix("7", 0, lat=-6.20)])
        self.later(first, HOUR, [complaint("2", HOUR, title="Banjir"), fix("7", HOUR, lat=-6.25)])
        news = complaint("1", 2 * HOUR, "closed", title="Lubang ditambal")
        self.later(first, 2 * HOUR, [news, complaint("3", HOUR / 2, title="Terlambat tiba")])
        first.clock = Clock.starting(after(3 * HOUR), speed=0)
        self.live, self.group = Live(first, city), fake_group()
        self.showing = Showing(self.live, self.group)

    @staticmethod
    def later(journal: Journal, seconds: float, facts: list[Any]) -> None:
        journal.clock = Clock.starting(after(seconds), speed=0)
        journal.append(facts)


@pytest.fixture
def told(qapp: QApplication, journal_url: str, city: CityFile, qtbot: QtBot) -> Iterator[Told]:
    made = Told(journal_url, city)
    with qtbot.waitSignal(made.showing.picture_ready):
        made.live.start()
    yield made
    assert made.live.stop()
    made.live.journal.close()


def at(told: Told, qtbot: QtBot, seconds: float, axis: Axis = Axis.KNOWN) -> Showing:
    with qtbot.waitSignal(told.showing.picture_ready):
        told.group.go_to(after(seconds), axis)
    return told.showing


def places(showing: Showing) -> list[float]:
    return [round(float(lat), 4) for lat in showing.picture.vehicles.lat]


def test_as_known_then_what_came_later_is_not_there(told: Told, qtbot: QtBot) -> None:
    showing = at(told, qtbot, HOUR * 1.5)
    assert told.group.frame is not None and told.group.frame.mode is Mode.REPLAY
    assert showing.frame() == told.group.frame and showing.is_replay
    assert showing.picture.complaints.n == 2 and places(showing) == [-6.25]
    assert int(showing.picture.complaints.state[0]) == 0
    assert told.live.picture.complaints.n == 3


def test_as_it_truly_was_a_complaint_that_came_late_is_there(told: Told, qtbot: QtBot) -> None:
    showing = at(told, qtbot, HOUR * 1.5, Axis.TRUE)
    assert showing.picture.complaints.n == 3
    assert int(showing.picture.complaints.state[0]) == 0
    assert places(at(told, qtbot, HOUR * 0.5, Axis.TRUE)) == [-6.20]


def test_words_are_those_of_the_instant_and_late_answers_of_now_are_dropped(told: Told, qtbot: QtBot) -> None:
    heard: list[dict[int, Any]] = []
    told.showing.texts_ready.connect(heard.append)
    told.showing.want_texts([1])
    qtbot.waitUntil(lambda: len(heard) == 1)
    assert heard[0][1].title == "Lubang ditambal"
    at(told, qtbot, HOUR * 1.5)
    told.live.want_texts([1])
    told.showing.want_texts([1, 3])
    qtbot.waitUntil(lambda: len(heard) == 2)
    told.live.wait_until_idle()
    qtbot.wait(50)
    assert len(heard) == 2 and {key: text.title for key, text in heard[1].items()} == {1: "Lubang lama"}


def test_the_trail_ends_at_the_instant(told: Told, qtbot: QtBot) -> None:
    at(told, qtbot, HOUR * 0.5)
    with qtbot.waitSignal(told.showing.trail_ready) as answer:
        told.showing.want_trail(1)
    assert [round(row[0], 4) for row in answer.args[1]] == [-6.2]


def test_nothing_moves_in_replay_and_live_has_gone_on(told: Told, qtbot: QtBot) -> None:
    at(told, qtbot, HOUR)
    moved: list[object] = []
    told.showing.changed.connect(moved.append)
    told.showing.ticked.connect(moved.append)
    with qtbot.waitSignal(told.live.changed):
        told.live.journal.append([complaint("9", 3 * HOUR)])
    qtbot.wait(50)
    assert moved == [] and told.showing.picture.complaints.n == 2
    with qtbot.waitSignal(told.showing.picture_ready):
        told.group.set_frame(None)
    assert told.showing.picture is told.live.picture and told.showing.picture.complaints.n == 4
    assert told.showing.frame().mode is Mode.LIVE


def test_of_many_wishes_the_newest_is_shown(told: Told, qtbot: QtBot) -> None:
    frames: list[Any] = []
    told.group.frame_changed.connect(frames.append)
    for minute in range(30):
        told.group.go_to(after(HOUR + minute * 60))
    told.live.wait_until_idle()
    qtbot.waitUntil(lambda: bool(frames))
    qtbot.wait(100)
    assert frames[-1].at == after(HOUR + 29 * 60)
    assert len(frames) < 30


def test_going_live_while_an_instant_is_read_stays_live(told: Told, qtbot: QtBot) -> None:
    told.group.go_to(after(HOUR))
    told.group.set_frame(None)
    told.live.wait_until_idle()
    qtbot.wait(100)
    assert told.group.frame is None and not told.showing.is_replay


def test_the_future_is_now(told: Told, qtbot: QtBot) -> None:
    at(told, qtbot, 9 * HOUR)
    assert told.group.frame is not None and told.group.frame.at <= T0 + timedelta(hours=3, seconds=5)


def test_two_groups_are_independent(told: Told, qtbot: QtBot) -> None:
    wall: Group = fake_group()
    other = Showing(told.live, wall)
    at(told, qtbot, HOUR)
    assert wall.frame is None and other.picture is told.live.picture
