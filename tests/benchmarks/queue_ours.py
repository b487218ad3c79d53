"""The product's queue panel over a kept journal: `… queue_ours JOURNAL ROUNDS`; JSON on stdout."""

import json
import sys
import time
from random import Random

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.journal.store import Journal
from tests.benchmarks.city import category_ids, city
from tests.benchmarks.measure import alternate, rss_mb
from tests.benchmarks.queue_steps import SIZE, WORDS, scroll_ms
from tests.benchmarks.seed import areas
from tests.benchmarks.window import after, until
from tests.widgets.fakes import fake_group
from widgets.fonts import load_fonts
from widgets.live import Live
from widgets.panels.queue import QueuePanel
from widgets.stylesheet import dress


class Work:
    """A queue panel and what an operator does with it; every step ends with painted rows."""

    def __init__(self, path: str) -> None:
        self.live, self.group = Live(Journal.open(path), city(), "bench", areas()), fake_group("id")
        self.panel = QueuePanel(self.live, self.group)
        self.panel.resize(*SIZE)
        self.panel.parts.states.chosen.emit("all")
        self._turn, self._blocks, self._last = 0, [0.0], 0.0

    def open(self) -> float:
        """Milliseconds from the journal to rows with their texts."""
        self.panel.show()
        start = time.perf_counter()
        self.live.start()
        until(self._has_rows, step_ms=2)
        self._paint()
        return (time.perf_counter() - start) * 1000

    def _has_rows(self) -> bool:
        model = self.panel.parts.model
        return bool(model.rowCount() and model.text_of(model.key_at(0)))

    def _paint(self) -> None:
        self.panel.parts.table.viewport().repaint()

    def filter(self) -> None:
        """One category, another each time."""
        self._turn += 1
        kinds = category_ids()
        self.panel.parts.chips.changed.emit(frozenset({kinds[self._turn % len(kinds)]}))
        self._paint()

    def lift(self) -> float:
        """All categories again; not measured."""
        self.panel.parts.chips.changed.emit(frozenset())
        return 0.0

    def sort(self) -> None:
        """By another column each time."""
        self._turn += 1
        self.panel.parts.sorts.chosen.emit(("STATUS", "AGENCY", "NEWEST", "PRIORITY")[self._turn % 4])
        self._paint()

    def search(self) -> float:
        """Milliseconds until the rows with a word are painted; the event loop runs meanwhile."""
        self._turn += 1
        word = WORDS[self._turn % len(WORDS)]
        beat = QTimer(interval=2, timerType=Qt.TimerType.PreciseTimer)
        beat.timeout.connect(self._on_beat)
        self._last = 0.0
        beat.start()
        taken = after(self.panel.search.found, lambda: self.panel.parts.field.wanted.emit(word))
        self._on_beat()
        beat.stop()
        self._paint()
        self.panel.parts.field.wanted.emit("")
        return taken

    def _on_beat(self) -> None:
        now = time.perf_counter()
        if self._last:
            self._blocks.append((now - self._last) * 1000 - 2)
        self._last = now

    def block(self) -> float:
        """The longest block in ms while searching."""
        return max(self._blocks)


def main(path: str, rounds: str) -> None:
    """All steps, medians."""
    app, turns = QApplication([]), int(rounds)
    load_fonts()
    work = Work(path)
    dress(app, work.group.theme)
    said = {"open": work.open()}
    said["filter"], _ = alternate(turns, work.filter, work.lift)
    (said["sort"],), (said["search"],) = alternate(turns, work.sort), alternate(max(3, turns // 2), work.search)
    said["block"], said["scroll"] = work.block(), scroll_ms(work.panel.parts.table, Random(1), turns)
    said["rows"], said["rss"] = work.panel.parts.model.rowCount(), rss_mb()
    work.live.stop()
    work.live.journal.close()
    print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
