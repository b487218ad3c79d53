"""Journals for benchmarks, written straight into the tables and kept under .bench/: built once for each size.

The tables, indexes and checkpoints are the product's own; only the writing goes past its checks, for it is not what is
measured here.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable

from app.clock import Clock, real_now
from app.geo.areas import Areas
from app.journal import tables, upkeep
from app.journal.encode import to_ms
from app.journal.store import Journal
from app.picture import checkpoint
from app.picture.writing import write
from app.settings.areas import city_areas
from tests.benchmarks.city import END, city, start
from tests.benchmarks.measure import say
from tests.benchmarks.places import kept
from tests.benchmarks.seed_rows import COMMIT_MS, complaint_rows, fix_rows, vehicle_rows, word_rows
from tests.benchmarks.sizes import thousands

FILLED = (
    *(tables.commits, tables.complaint_heads, tables.complaint_versions, tables.complaint_words),
    *(tables.vehicle_heads, tables.vehicle_versions, tables.positions),
)
FORM = 3  # raise it when the rows are made differently


@dataclass(frozen=True, slots=True)
class Story:
    """How long and how much a journal tells."""

    complaints: int
    vehicles: int
    days: int

    @property
    def name(self) -> str:
        """Names the file; when a table it fills is declared otherwise it is another file."""
        schema = "".join(str(CreateTable(table)) for table in FILLED)
        digest = blake2b(f"{FORM}{schema}".encode(), digest_size=4).hexdigest()
        return f"{self.complaints}-{self.vehicles}x{self.days}-{digest}"

    def __str__(self) -> str:
        fixes = f", {self.vehicles} vehicles x {self.days} days" if self.vehicles else ""
        return f"{thousands(self.complaints)} complaints{fixes}"


def areas() -> Areas:
    """The kelurahan as the product finds them."""
    return city_areas(city()).areas


def kept_journal(story: Story) -> Path:
    """The journal of a story, with a checkpoint; built when it is not there. Read only: use `copy_of` to write."""
    path = kept("journals") / f"{story.name}.sqlite"
    if not path.exists():
        _forget_older(path)
        say(f"building a journal of {story} (kept)")
        _build(path, story)
    upkeep.upgrade(str(path))
    _checkpointed(path)
    for copy in path.parent.glob(f"{path.name}.before-*"):
        copy.unlink()
    return path


def _forget_older(path: Path) -> None:
    """Remove what another schema left of the same story."""
    for old in path.parent.glob(f"{path.stem.rpartition('-')[0]}-*"):
        if old.is_dir():
            shutil.rmtree(old)
        else:
            old.unlink()


def copy_of(path: Path, folder: Path) -> Path:
    """A copy to write in, whose city clock stands at END now."""
    copy = folder / "journal.sqlite"
    shutil.copyfile(path, copy)
    shutil.copytree(f"{path}.checkpoints", f"{copy}.checkpoints")
    with closing(sqlite3.connect(copy)) as database:
        database.execute("UPDATE meta SET value = ? WHERE key = 'real_start'", (real_now().isoformat(),))
        database.commit()
    return copy


def _build(path: Path, story: Story) -> None:
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    Journal.create(str(part), Clock.starting(END)).close()
    with closing(sqlite3.connect(part)) as database:
        database.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;")
        _insert(database, tables.commits, _commits(story.days))
        for table, rows in complaint_rows(story.complaints, story.days):
            _insert(database, table, rows)
        _insert(database, tables.complaint_words, word_rows(story.complaints))
        for table, rows in vehicle_rows(story.vehicles, story.days):
            _insert(database, table, rows)
        for key in range(1, story.vehicles + 1):
            _insert(database, tables.positions, fix_rows(key, story.days))
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.rmtree(f"{path}.checkpoints", ignore_errors=True)
    part.rename(path)


def _checkpointed(path: Path) -> None:
    """Give it a checkpoint where there is none of this program's form."""
    journal = Journal.open(str(path))
    if checkpoint.newest(journal) is None:
        write(journal, city(), END, areas())
    journal.close()


def _commits(days: int) -> Iterator[tuple[Any, ...]]:
    first = to_ms(start(days))
    for n in range(1, days * 86_400_000 // COMMIT_MS + 1):
        yield n, first + n * COMMIT_MS


def _insert(database: sqlite3.Connection, table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> None:
    marks = ",".join("?" * len(table.columns))
    database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", rows)
    database.commit()
