"""Peer: bare `executemany` into the same tables: the rows our journal wrote, in the same batches, fsync as there."""

import sqlite3
from collections.abc import Sequence
from typing import Any

import psycopg
import sqlalchemy as sa

from app.journal import tables
from app.journal.engine import journal_url
from app.journal.store import Journal

Rows = list[tuple[Any, ...]]
STREAMS = (tables.complaint_versions, tables.positions)
HEADS = {tables.complaint_versions: tables.complaint_heads}


class RawStore:
    """A second journal, empty, that gets its rows from a plain driver."""

    def __init__(self, url: str) -> None:
        Journal.create(url).close()
        address = journal_url(url)
        self._is_pg = address.get_backend_name() == "postgresql"
        self._connection: Any
        if self._is_pg:
            self._connection = psycopg.connect(
                address.set(drivername="postgresql").render_as_string(hide_password=False)
            )
        else:
            self._connection = sqlite3.connect(url, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA secure_delete=ON")

    def write(self, commit: Sequence[tuple[str, Rows]]) -> None:
        """One transaction of prepared statements and their rows."""
        cursor = self._connection.cursor()
        if not self._is_pg:
            cursor.execute("BEGIN IMMEDIATE")
        for statement, rows in commit:
            cursor.executemany(statement, rows)
        self._connection.commit()

    def insert(self, table: sa.Table) -> str:
        """The plain INSERT of a table."""
        marks = ",".join(["%s" if self._is_pg else "?"] * len(table.columns))
        return f"INSERT INTO {table.name} VALUES ({marks})"

    def update(self, table: sa.Table) -> str:
        """The plain UPDATE of a table's row by its first column, which comes last."""
        mark = "%s" if self._is_pg else "?"
        names = [column.name for column in table.columns]
        return f"UPDATE {table.name} SET {', '.join(f'{n} = {mark}' for n in names[1:])} WHERE {names[0]} = {mark}"

    def close(self) -> None:
        """Let it go."""
        self._connection.close()


def told(journal: Journal, commit: int, raw: RawStore) -> list[tuple[str, Rows]]:
    """What our journal wrote in a commit, as statements and rows for the raw store."""
    written: list[tuple[str, Rows]] = []
    with journal.engine.connect() as connection:
        for table in STREAMS:
            rows = _rows(connection, sa.select(table).where(table.c.commit_n == commit))
            if not rows:
                continue
            written.append((raw.insert(table), rows))
            if table in HEADS:
                written += _heads(connection, table, commit, raw)
        written.append(
            (
                raw.insert(tables.commits),
                _rows(connection, sa.select(tables.commits).where(tables.commits.c.n == commit)),
            )
        )
    return written


def _heads(connection: sa.Connection, table: sa.Table, commit: int, raw: RawStore) -> list[tuple[str, Rows]]:
    """Heads that a commit touched: new ones are inserted, others updated."""
    heads, c = HEADS[table], table.c
    keys = sa.select(c.key).where(c.commit_n == commit)
    old = set(connection.execute(sa.select(c.key).where(c.commit_n < commit, c.key.in_(keys))).scalars())
    rows = _rows(connection, sa.select(heads).where(heads.c.key.in_(keys)))
    fresh, known = [row for row in rows if row[0] not in old], [(*row[1:], row[0]) for row in rows if row[0] in old]
    both = [(raw.insert(heads), fresh), (raw.update(heads), known)]
    if heads is tables.complaint_heads:
        words = tables.complaint_words
        both.append(
            (raw.insert(words), _rows(connection, sa.select(words).where(words.c.key.in_(row[0] for row in fresh))))
        )
    return [(statement, many) for statement, many in both if many]


def _rows(connection: sa.Connection, query: sa.Select[Any]) -> Rows:
    return [tuple(row) for row in connection.execute(query)]
