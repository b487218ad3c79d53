"""A whole console at which keys are pressed until it is killed: `python -m tests.benchmarks.kill_desk JOURNAL FOLDER`.

Says on stdout, as JSON lines, each deed that the desk has told its operator was done.
"""

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from tests.benchmarks.city import city
from tests.benchmarks.places import as_root
from tests.benchmarks.probe import tell
from widgets import session
from widgets.acting.wish import Ended
from widgets.console import Console
from widgets.demo import OPERATOR
from widgets.options import ConsoleOptions

PRESS_MS = 25
make_console = session.make_console


class Hand(QObject):
    """Goes down the queue and verifies case after case, as fast as a hand can."""

    def __init__(self, console: Console) -> None:
        super().__init__(console)
        queue: Any = console.desk.panels["queue"]
        self._table = queue.parts.table
        console.group.deed_ended.connect(self._on_ended)
        self._timer = QTimer(self, interval=PRESS_MS)
        self._timer.timeout.connect(self._press)
        self._timer.start()

    def _press(self) -> None:
        if self._table.model().rowCount():
            self._table.step(down=True)
            QTest.keyClick(self._table, Qt.Key.Key_A)

    def _on_ended(self, ended: Ended) -> None:
        if ended.outcome is not None:
            tell(done=ended.outcome.operation)


def attended(*words: Any, **named: Any) -> Console | None:
    """A console with a hand at its keys."""
    console = make_console(*words, **named)
    if console is not None:
        Hand(console)
    return console


def main(journal: str, folder: str) -> int:
    """Run it until somebody kills it."""
    session.make_console = attended
    options = ConsoleOptions("kill", as_root=as_root(), save_to=Path(folder), size=(1920, 1040), signs_in=OPERATOR)
    return session.run_console(city(), journal, options)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
