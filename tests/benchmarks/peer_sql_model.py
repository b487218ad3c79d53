"""Peer: QSqlTableModel under a QTableView, on one flat table with an index a column: `… FLAT ROUNDS`.

It reads 256 rows at a time as it is scrolled: a filter's or sort's first rows come early, and nothing is counted.
"""

import json
import sys
import time
from random import Random

from PySide6.QtCore import Qt
from PySide6.QtSql import QSqlDatabase, QSqlTableModel
from PySide6.QtWidgets import QApplication, QTableView

from tests.benchmarks.city import category_ids
from tests.benchmarks.measure import alternate, rss_mb, timed_ms
from tests.benchmarks.queue_steps import SIZE, WORDS, scroll_ms


class Work:
    """Model and view and what an operator does with them."""

    def __init__(self, path: str) -> None:
        self._database = QSqlDatabase.addDatabase("QSQLITE")
        self._database.setDatabaseName(path)
        assert self._database.open()
        self.view = QTableView()
        self.view.resize(*SIZE)
        self._turn = 0

    def open(self) -> float:
        """Milliseconds from the database to painted rows."""
        start = time.perf_counter()
        self.model = QSqlTableModel(None, self._database)
        self.model.setTable("complaints")
        self.model.setSort(4, Qt.SortOrder.DescendingOrder)
        self.model.select()
        self.view.setModel(self.model)
        self.view.show()
        self._paint()
        return (time.perf_counter() - start) * 1000

    def _paint(self) -> None:
        QApplication.processEvents()
        self.view.viewport().repaint()

    def filter(self) -> None:
        """One category, another each time."""
        self._turn += 1
        self.model.setFilter(f"category = '{category_ids()[self._turn % len(category_ids())]}'")
        self._paint()

    def lift(self) -> float:
        """All rows again; not measured."""
        self.model.setFilter("")
        return 0.0

    def sort(self) -> None:
        """By another column each time."""
        self._turn += 1
        self.model.setSort((2, 3, 4)[self._turn % 3], Qt.SortOrder.AscendingOrder)
        self.model.select()
        self._paint()

    def search(self) -> None:
        """Rows that hold a word, all of them, as our filter finds all: it blocks the event loop."""
        fields = ("title", "description", "address")
        self.model.setFilter(" OR ".join(f"{field} LIKE '%{WORDS[self._turn % len(WORDS)]}%'" for field in fields))
        self._turn += 1
        self.read_all()
        self._paint()

    def read_all(self) -> None:
        """Fetch to the last row."""
        while self.model.canFetchMore():
            self.model.fetchMore()


def main(path: str, rounds: str) -> None:
    """All steps."""
    app, turns = QApplication([]), int(rounds)
    work = Work(path)
    said = {"open": work.open()}
    said["filter"], _ = alternate(turns, work.filter, work.lift)
    (said["sort"],), (said["search"],) = alternate(turns, work.sort), alternate(2, work.search)
    work.lift()
    said["all"] = timed_ms(work.read_all)
    said["scroll"], said["rss"] = scroll_ms(work.view, Random(1), turns), rss_mb()
    print(json.dumps(said), flush=True)
    app.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
