"""The peer of every deed: the same rows by raw SQL, written by somebody who already knows what to write."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.journal import tables
from app.journal.acting_tables import actions, audit, cases, outbox
from app.journal.store import Journal

WRITTEN = (actions, cases, outbox, audit, tables.commits)
"""What one deed leaves behind, in the order it is written."""
Rows = dict[str, list[tuple[Any, ...]]]


def rows_of(journal: Journal) -> Rows:
    """Everything deeds have left in a journal, newest last; commits that are no deed's are left out."""
    found: Rows = {}
    with journal.engine.connect() as connection:
        for table in WRITTEN:
            query = sa.select(table).order_by(next(iter(table.primary_key.columns)))
            if table is tables.commits:
                query = query.where(table.c.n.in_(sa.select(actions.c.commit_n)))
            found[table.name] = [tuple(row) for row in connection.execute(query)]
    return found


def write_rows(journal: Journal, rows: Rows, transactions: int) -> None:
    """Insert them by hand-written SQL in so many transactions, each a share of every table."""
    connection = journal.engine.raw_connection()
    try:
        cursor = connection.cursor()
        mark = "?" if journal.engine.dialect.paramstyle == "qmark" else "%s"
        for share in range(transactions):
            if mark == "?":
                cursor.execute("BEGIN IMMEDIATE")
            for table in WRITTEN:
                _insert(cursor, table, mark, rows[table.name][share::transactions])
            connection.commit()
    finally:
        connection.close()


def _insert(cursor: Any, table: sa.Table, mark: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        marks = ", ".join([mark] * len(table.columns))
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)
