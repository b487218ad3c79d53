"""Two desks on one journal: both see the same commit, what either asks is done once, and each name stands once."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.clock import Clock
from app.domain.source import Ask
from app.journal import upkeep
from app.journal.store import Journal
from app.settings import CityFile, load_city
from data_sources.collector import Collector
from tests.actions.conftest import OPERATOR
from tests.collector.stub import StubConnector, building
from tests.journal.facts import T0, complaint
from tests.program import desk_process
from tests.program.program import write_city
from widgets.access.mark import LockMark
from widgets.live import Live

BOX = "[-6.41, 106.88, -6.16, 107.06]"


@pytest.fixture
def city_file(tmp_path: Path) -> Path:
    """A city with one source that is asked when a person wants it."""
    return write_city(tmp_path / "city.toml", BOX, "a open311 http://127.0.0.1:9", every="1h")


@pytest.fixture
def lives(qapp: QApplication, city_file: Path, journal_url: str) -> Iterator[tuple[Live, Live]]:
    """What two consoles read and write by."""
    Journal.create(journal_url, Clock.starting(T0)).close()
    city = load_city(city_file)
    both = tuple(Live(Journal.open(journal_url), city, name) for name in ("satu", "dua"))
    for live in both:
        live.start()
    yield both  # type: ignore[misc]
    for live in both:
        assert live.stop()
        live.journal.close()


def test_what_two_desks_ask_is_done_once_each_and_both_see_the_same(
    lives: tuple[Live, Live], city_file: Path, journal_url: str, qtbot: QtBot
) -> None:
    one, two = lives
    source, own = StubConnector("a"), Journal.open(journal_url)
    city: CityFile = load_city(city_file)
    collector = Collector(own, city, building(source))
    collector.start()
    try:
        qtbot.waitUntil(lambda: source.polls == 1, timeout=30_000)
        for asked, live in ((2, one), (3, two), (4, one)):
            live.ask("a", Ask.POLL_NOW)
            qtbot.waitUntil(lambda asked=asked: source.polls == asked, timeout=30_000)
            newest = own.append([complaint(str(asked))]).commit
            qtbot.waitUntil(lambda newest=newest: one.picture.commit == two.picture.commit >= newest, timeout=30_000)
        assert source.polls == 4
        assert one.picture.complaints.n == two.picture.complaints.n > 3
        two.ask("a", Ask.PAUSE)
        qtbot.waitUntil(
            lambda: all(live.picture.sources["a"].state.value == "paused" for live in lives), timeout=10_000
        )
    finally:
        assert collector.stop()
    assert upkeep.check(own) == []
    own.close()


class Desk:
    """A desk's process and what it says."""

    def __init__(self, words: list[str], folder: Path) -> None:
        home = {"XDG_STATE_HOME": str(folder / "state"), "XDG_RUNTIME_DIR": "", "XDG_CACHE_HOME": str(folder / "cache")}
        platform = {"QT_QPA_PLATFORM": "offscreen"}
        self.process = subprocess.Popen(
            [sys.executable, desk_process.__file__, *words],
            env={**os.environ, **home, **platform},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self.errors: list[str] = []
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._said.put(json.loads(line))

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        self.errors.extend(self.process.stderr)

    def heard(self, what: str, wanted: Callable[[Any], bool]) -> Any:
        """Wait until it says this of `what`; the value."""
        while True:
            value = self._said.get(timeout=150).get(what)
            if value is not None and wanted(value):
                return value

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to end; its exit code."""
        self.process.send_signal(number)
        return self.wait()

    def wait(self) -> int:
        """Its exit code, once it ended."""
        code = self.process.wait(120)
        for reader in self._readers:
            reader.join(5)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()
        return code


@pytest.fixture
def open_desk(city_file: Path, postgres_url: str, tmp_path: Path) -> Iterator[Callable[..., Desk]]:
    """Starts desks by name, as they were left if that was locked; none is left."""
    started: list[Desk] = []

    def start(name: str, *, is_locked: bool = False) -> Desk:
        folder = tmp_path / f"{name}-{len(started)}"
        folder.mkdir()
        if is_locked:
            LockMark(folder / "layout.json").put(OPERATOR.person)
        started.append(Desk([str(city_file), postgres_url, name, str(folder)], tmp_path))
        return started[-1]

    yield start
    for desk in started:
        if desk.process.poll() is None:
            desk.end(signal.SIGKILL)


def test_D21_a_desk_of_a_name_stands_once_and_two_desks_stand_side_by_side(
    open_desk: Callable[..., Desk], postgres_url: str
) -> None:
    journal = Journal.create(postgres_url, Clock.starting(T0))
    one, two = open_desk("satu"), open_desk("dua", is_locked=True)
    for desk in (one, two):
        desk.heard("commit", lambda n: n == 0)
    newest = journal.append([complaint("1")]).commit
    assert [desk.heard("commit", lambda n: n >= newest) for desk in (one, two)] == [newest, newest]
    again = open_desk("satu")
    assert again.wait() == 0
    assert "open already" in "".join(again.errors)
    assert one.heard("raised", bool)
    one.end(signal.SIGKILL)
    after = open_desk("satu")  # its lock is of a process that is gone
    after.heard("commit", lambda n: n == newest)
    assert [desk.end() for desk in (two, after)] == [0, 0]  # a lock keeps people out, not the program in
    journal.close()
