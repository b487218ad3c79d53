"""Watches a desk from inside: when it is painted first, how long its event loop stands still, and what it does then."""

import faulthandler
import json
import re
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from tests.benchmarks.measure import percentile
from tests.benchmarks.places import ROOT

if TYPE_CHECKING:
    from widgets.console import Console
    from widgets.screens.desk import DeskWindow

LOOK_MS = 10
BEAT_MS = 2
STEP_MS = 0.1  # lengths of blocks are told apart so finely
SETTLE_S = 3.0  # after the first picture, before blocks count
LATE_S = 0.02  # a beat this late is looked into
NOT_THEIRS = ("tests", ".venv")
STEP = re.compile(r'File "(.+)", line (\d+) in (.+)')


def tell(**said: Any) -> None:
    """One JSON line on stdout."""
    print(json.dumps(said), flush=True)


class Probe(QObject):
    """Made in the GUI thread before the desk is shown. Ends the desk `seconds` after its first picture.

    `moments` are those before; the rest of the start is added to them.
    """

    def __init__(self, console: "Console", seconds: float, moments: dict[str, float]) -> None:
        super().__init__()
        self._console, self._seconds, self._moments = console, seconds, moments
        self._blocks: Counter[int] = Counter()  # how often each length: the memory measured must not be ours
        self._longest = self._most = 0.0  # of the clock on the wall; of the thread's own, without other programs
        self._worked: float | None = None
        self._cpu = self._wall = 0.0
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self._beat = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._on_beat)
        self._blame = Blame()
        console.live.picture_ready.connect(lambda: self._note("picture read"))
        self._world: Any = console.desk.panels["map"]
        self._world.view.ready.connect(lambda: self._note("map page ready"))

    def _note(self, moment: str) -> None:
        self._moments.setdefault(moment, time.monotonic())

    @Slot()
    def _on_look(self) -> None:
        desk = self._console.desk
        for moment, holds in (("window shown", desk.isVisible), ("queue painted", lambda: has_rows(desk))):
            if holds():
                self._note(moment)
        if not is_painted(desk):
            return
        self._look.stop()
        self._note("painted")
        tell(painted=time.monotonic(), renderer=self._world.view.page.renderProcessPid(), moments=self._moments)
        if self._seconds <= 0:
            QTimer.singleShot(0, desk.close)
        else:
            QTimer.singleShot(int(SETTLE_S * 1000), self, self._on_settled)
            QTimer.singleShot(int((SETTLE_S + self._seconds) * 1000), desk.close)

    @Slot()
    def _on_settled(self) -> None:
        self._cpu, self._wall = time.thread_time(), time.monotonic()
        self._blame.start()
        self._beat.start()

    @Slot()
    def _on_beat(self) -> None:
        late = self._blame.beat()
        if late is not None:
            self._blocks[round(late * 1000 / STEP_MS)] += 1
            self._longest = max(self._longest, late * 1000)
        if self._worked is not None:
            self._most = max(self._most, (time.thread_time() - self._worked) * 1000)
        self._worked = time.thread_time()

    def report(self) -> None:
        """Say what was seen."""
        self._blame.stop()
        if self._blocks:
            share = (time.thread_time() - self._cpu) / (time.monotonic() - self._wall)
            all_but = percentile(list(self._blocks.elements()), 0.999) * STEP_MS
            where = self._blame.worst
            tell(longest=self._longest, work=self._most, thousandth=all_but, share=share * 100, where=where)


def has_rows(desk: "DeskWindow") -> bool:
    """Whether the queue shows rows, the first of them with its text."""
    model = desk.panels["queue"].parts.model  # type: ignore[attr-defined]
    return bool(model.rowCount() and model.text_of(model.key_at(0)))


def is_painted(desk: "DeskWindow") -> bool:
    """Whether the desk is on the screen with what is known: see `start`."""
    panels: dict[str, Any] = desk.panels
    shown = [panel for panel in panels.values() if panel.isVisible()]  # others stand behind these as tabs
    return {panels["queue"], panels["map"]} <= set(shown) and has_rows(desk) and all(p.is_painted() for p in shown)


class Blame(threading.Thread):
    """Looks at the GUI thread's stack while its beat is late; `worst` names what it did in the longest block."""

    def __init__(self) -> None:
        super().__init__(name="blame", daemon=True)
        self._gui, self._last, self._ended = threading.get_ident(), 0.0, threading.Event()
        self._seen: Counter[str] = Counter()
        self._longest, self.worst = 0.0, ""

    def beat(self) -> float | None:
        """Called by the GUI thread; how late it is in seconds, None the first time."""
        now, last = time.monotonic(), self._last
        late = now - last - BEAT_MS / 1000 if last else None
        if late is not None and late > self._longest and self._seen:
            self._longest, self.worst = late, ", ".join(f"{name} {n}x" for name, n in self._seen.most_common(2))
        self._seen.clear()
        self._last = now
        return late

    def stop(self) -> None:
        """End it."""
        self._ended.set()

    def run(self) -> None:
        """Look every few milliseconds."""
        with tempfile.TemporaryFile("w+") as file:
            while not self._ended.wait(0.004):
                if self._last and time.monotonic() - self._last > LATE_S:
                    self._seen[place(self._stack(file))] += 1

    def _stack(self, file: TextIO) -> list[str]:
        """Lines of the GUI thread's stack, innermost first; faulthandler reads it while the thread stands still."""
        file.seek(0)
        file.truncate()
        faulthandler.dump_traceback(file, all_threads=True)
        file.seek(0)
        _, _, after = file.read().partition(f"{self._gui:#018x}")
        return after.partition("\n\n")[0].splitlines()[1:]


def place(stack: list[str]) -> str:
    """The innermost functions of ours in a stack."""
    steps = [(Path(m[1]), m[2], m[3]) for line in stack if (m := STEP.search(line))]
    ours = [
        step for step in steps if step[0].is_relative_to(ROOT) and step[0].relative_to(ROOT).parts[0] not in NOT_THEIRS
    ]
    return " < ".join(f"{path.name}:{line} {name}" for path, line, name in ours[:3]) or "Qt itself"
