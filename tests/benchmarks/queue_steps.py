"""What all three queues are asked: the same window, the same word, the same places to scroll to."""

import sqlite3
import statistics
from contextlib import closing
from pathlib import Path
from random import Random

from PySide6.QtWidgets import QTableView

from tests.benchmarks.measure import timed_ms

SIZE = (620, 900)
WORDS = ("lubang", "sampah", "padam", "lumpur", "kabel")  # each in a fifth of all complaints
FLAT = """
CREATE TABLE complaints AS
 SELECT h.key, v.title, v.agency, v.status, v.requested_at, v.category, v.description, v.address
 FROM journal.complaint_heads h JOIN journal.complaint_versions v ON v.v = h.v ORDER BY h.key;
CREATE UNIQUE INDEX by_key ON complaints(key);
CREATE INDEX by_agency ON complaints(agency); CREATE INDEX by_status ON complaints(status);
CREATE INDEX by_time ON complaints(requested_at); CREATE INDEX by_category ON complaints(category);
"""


def scroll_ms(table: QTableView, chance: Random, rounds: int) -> float:
    """The median time to jump somewhere and paint."""
    bar = table.verticalScrollBar()

    def jump() -> None:
        bar.setValue(chance.randint(0, bar.maximum()))
        table.viewport().repaint()

    return statistics.median(timed_ms(jump) for _ in range(rounds * 5))


def flat_table(journal: Path, to: Path) -> Path:
    """The same complaints as one flat table with an index a column, for the peers; built once."""
    if not to.exists():
        part = to.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as database:
            database.execute("ATTACH ? AS journal", (str(journal),))
            database.executescript(FLAT)
        part.rename(to)
    return to
