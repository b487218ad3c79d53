"""Peer: a QTableWidget filled with the same complaints: `python -m tests.benchmarks.peer_table FLAT ROWS ROUNDS`."""

import json
import sqlite3
import sys
import time
from contextlib import closing
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem

from tests.benchmarks.city import category_ids
from tests.benchmarks.measure import alternate, rss_mb
from tests.benchmarks.queue_steps import SIZE, WORDS, scroll_ms

COLUMNS = ("key", "title", "agency", "status", "requested_at", "category", "description", "address")
SHOWN = 5
CATEGORY = 5


class Work:
    """The table and what an operator does with it."""

    def __init__(self, path: str, rows: int) -> None:
        self._path, self._n = path, rows
        self.table = QTableWidget()
        self.table.resize(*SIZE)
        self._turn = 0

    def open(self) -> float:
        """Milliseconds from the database to painted rows."""
        start = time.perf_counter()
        with closing(sqlite3.connect(self._path)) as database:
            found = database.execute(f"SELECT {', '.join(COLUMNS)} FROM complaints LIMIT ?", (self._n,)).fetchall()
        self.table.setColumnCount(len(COLUMNS))
        self.table.setRowCount(len(found))
        for row, values in enumerate(found):
            for column, value in enumerate(values):
                self.table.setItem(row, column, QTableWidgetItem(str(value)))
        for column in range(SHOWN, len(COLUMNS)):
            self.table.setColumnHidden(column, True)
        self.table.show()
        self._paint()
        return (time.perf_counter() - start) * 1000

    def _paint(self) -> None:
        QApplication.processEvents()
        self.table.viewport().repaint()

    def _hide_but(self, keep: set[int]) -> None:
        for row in range(self.table.rowCount()):
            self.table.setRowHidden(row, row not in keep)
        self._paint()

    def filter(self) -> None:
        """One category, another each time."""
        self._turn += 1
        kind = category_ids()[self._turn % len(category_ids())]
        rows = range(self.table.rowCount())
        self._hide_but({row for row in rows if self._text(row) == kind})

    def _text(self, row: int) -> str:
        item = self.table.item(row, CATEGORY)
        return item.text() if item else ""

    def lift(self) -> float:
        """All rows again; not measured."""
        self._hide_but(set(range(self.table.rowCount())))
        return 0.0

    def sort(self) -> None:
        """By another column each time."""
        self._turn += 1
        self.table.sortItems((2, 3, 4)[self._turn % 3])
        self._paint()

    def search(self) -> None:
        """Rows that hold a word in any column."""
        self._hide_but({item.row() for item in self.table.findItems(WORDS[0], Qt.MatchFlag.MatchContains)})


def main(path: str, rows: str, rounds: str) -> None:
    """All steps; few rounds, for they are long."""
    app, turns = QApplication([]), min(2, int(rounds))
    work = Work(path, int(rows))
    said = {"open": work.open()}
    said["filter"], _ = alternate(turns, work.filter, work.lift)
    (said["sort"],), (said["search"],) = alternate(turns, work.sort), alternate(1, work.search)
    work.lift()
    said["scroll"], said["rss"] = scroll_ms(work.table, Random(1), turns), rss_mb()
    print(json.dumps(said), flush=True)
    app.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
