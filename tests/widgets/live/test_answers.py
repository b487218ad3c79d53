"""What was read for somebody: told in the GUI thread, dropped when nobody waits for it any more, never a fault."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from app.clock import Clock
from app.errors import JournalError
from app.journal.store import Journal
from app.journal.undelivered import Undelivered
from app.settings import CityFile
from tests.journal.facts import T0
from tests.widgets.fakes import fake_group
from widgets.acting.outbox_badge import OutboxBadge
from widgets.answers import Answers
from widgets.lane import Lane
from widgets.live import Live

Met = list[threading.ExceptHookArgs]


class Asker(QObject):
    """Hears answers, and in which thread."""

    emitted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[threading.Thread] = set()

    def on_answer(self, found: object) -> None:
        self.heard.append(found)
        self.threads.add(threading.current_thread())


@pytest.fixture
def met(monkeypatch: pytest.MonkeyPatch) -> Met:
    """What threads of ours raised."""
    met: Met = []
    monkeypatch.setattr(threading, "excepthook", met.append)
    return met


@pytest.fixture
def lane(met: Met) -> Iterator[Lane]:
    """A running lane."""
    lane = Lane("answers")
    lane.start()
    yield lane
    assert lane.stop()


def held(lane: Lane) -> Callable[[], None]:
    """Keep the lane busy until the returned function is called."""
    go = threading.Event()

    def wait() -> None:
        go.wait(10)

    lane.submit(wait)
    return go.set


def test_an_answer_is_heard_in_the_gui_thread(qapp: QApplication, lane: Lane, qtbot: QtBot) -> None:
    asker, answers = Asker(), Answers()
    lane.submit(answers.job(asker, threading.current_thread, asker.on_answer))
    qtbot.waitUntil(lambda: len(asker.heard) == 1)
    assert asker.heard != [threading.current_thread()]
    assert asker.threads == {threading.current_thread()}


def test_a_database_that_is_away_is_no_answer(qapp: QApplication, lane: Lane, qtbot: QtBot) -> None:
    asker, answers = Asker(), Answers()

    def away() -> int:
        raise JournalError("journal", "the database does not answer.")

    lane.submit(answers.job(asker, away, asker.on_answer))
    qtbot.waitUntil(lambda: asker.heard == [None])


def test_whoever_is_gone_hears_nothing_and_nobody_meets_a_fault(
    qapp: QApplication, lane: Lane, met: Met, qtbot: QtBot
) -> None:
    gone, stays, answers = Asker(), Asker(), Answers()
    go = held(lane)
    for asker in (gone, stays):
        lane.submit(answers.job(asker, lambda: 7, asker.on_answer))
    delete(gone)
    go()
    qtbot.waitUntil(lambda: stays.heard == [7])
    assert gone.heard == [] and met == []


def test_a_badge_that_was_closed_while_it_asked_is_forgotten(
    qapp: QApplication, city: CityFile, tmp_path: Path, met: Met, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()
    monkeypatch.setattr("widgets.acting.outbox_badge.undelivered", lambda _journal: go.wait(10) and Undelivered(0, 0))
    journal = Journal.create(str(tmp_path / "j.sqlite"), Clock.starting(T0))
    live, window = Live(journal, city), QWidget()
    badge = OutboxBadge(live, fake_group(), window)
    live.start()
    badge.ask()
    delete(window)
    go.set()
    assert live.wait_until_idle()
    qapp.processEvents()
    assert live.stop()
    journal.close()
    assert met == []


@pytest.mark.parametrize("is_over", [True, False])
def test_a_job_that_outlives_its_lanes_end_may_find_its_signal_gone(
    qapp: QApplication, met: Met, is_over: bool
) -> None:
    lane, asker, begun, go = Lane("slow"), Asker(), threading.Event(), threading.Event()
    lane.start()

    def tell() -> None:
        begun.set()
        go.wait(10)
        asker.emitted.emit(7)

    lane.submit(tell)
    assert begun.wait(10)
    if is_over:
        assert not lane.stop(0)
    delete(asker)
    go.set()
    assert is_over or lane.wait_until_idle()
    assert lane.stop()
    assert [type(args.exc_value) for args in met] == ([] if is_over else [RuntimeError])
