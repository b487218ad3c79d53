"""Writing and asking many rows at once: COPY on PostgreSQL, the driver's executemany on SQLite."""

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal.copying import Row, copy_over, copy_rows, copy_text_over, copy_unless_there, listed

Values = Sequence[Row]


@contextmanager
def without_collection() -> Iterator[None]:
    """Put off Python's search for cycles while a batch of rows is made: it would go through all of them many times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def insert_new(connection: Connection, table: sa.Table, values: Values) -> None:
    """Insert rows that are certainly new, given in the table's column order."""
    if not values:
        return
    if connection.dialect.name == "postgresql":
        copy_rows(connection, table, values)
    else:
        connection.exec_driver_sql(_sqlite_insert(table), list(values))


def insert_many(connection: Connection, table: sa.Table, values: Values) -> int:
    """Insert rows given in the table's column order, leaving out those that exist; how many were new."""
    if not values:
        return 0
    if connection.dialect.name == "postgresql":
        return copy_unless_there(connection, table, values)
    return connection.exec_driver_sql(_sqlite_insert(table, "OR IGNORE"), list(values)).rowcount


def update_many(connection: Connection, table: sa.Table, key: str, names: tuple[str, ...], values: Values) -> None:
    """Set columns `names` of the rows with these keys; each of `values` is the key and then the new values."""
    if not values:
        return
    if connection.dialect.name == "postgresql":
        copy_over(connection, table, key, names, values)
    else:
        connection.exec_driver_sql(_sqlite_update(table, key, names), [(*rest, first) for first, *rest in values])


def update_text(connection: Connection, table: sa.Table, values: Values) -> None:
    """Set the text of rows of a table of (key, text) where it is another: what says the same is not written."""
    if not values:
        return
    if connection.dialect.name == "postgresql":
        copy_text_over(connection, table, values)
    else:
        connection.exec_driver_sql(_sqlite_update_text(table), list(values))


def last(connection: Connection, column: sa.Column[int]) -> int:
    """The greatest number in an indexed column, 0 for an empty table."""
    return connection.execute(sa.select(sa.func.coalesce(sa.func.max(column), 0))).scalar_one()


Among = Callable[[sa.Column[Any]], sa.ColumnElement[bool]]


def ask_many(
    connection: Connection, query: Callable[[Among], sa.Select[Any]], values: Sequence[Any], kind: Any
) -> list[Row]:
    """Rows of a query about a list of different values, as many as there are, by an index on their column.

    `query` gets a function that says of a column that it is among the values; `kind` is the type of the values.
    """
    if not values:
        return []
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects import postgresql

        listed = sa.func.unnest(sa.bindparam("listed", list(values), postgresql.ARRAY(kind)))
        table = listed.table_valued("value").render_derived()
        return fetch(connection.execute(query(lambda column: column == table.c.value)))
    # IN, not a join: SQLite would rather go through the whole table and ask the list for each of its rows
    rows = sa.func.json_each(sa.bindparam("listed", json.dumps(list(values)), sa.Text)).table_valued("value")
    return fetch(connection.execute(query(lambda column: column.in_(sa.select(rows.c.value)))))


def fetch(result: Any) -> list[Row]:
    """All rows as plain tuples, straight from the driver: pictures and appends read thousands of them."""
    try:
        rows: list[Row] = result.cursor.fetchall()
    finally:
        result.close()
    return rows


def pieces(result: Any, size: int) -> Iterator[list[Row]]:
    """The same in pieces. Not for a streamed result: there the driver's cursor is behind SQLAlchemy's own buffer."""
    try:
        while rows := result.cursor.fetchmany(size):
            yield rows
    finally:
        result.close()


@lru_cache(maxsize=64)
def _sqlite_insert(table: sa.Table, or_else: str = "") -> str:
    marks, names = ", ".join("?" for _ in table.columns), listed(table)
    return f'INSERT {or_else} INTO "{table.name}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names


@lru_cache(maxsize=64)
def _sqlite_update(table: sa.Table, key: str, names: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{table.name}" SET {changes} WHERE "{key}" = ?'  # noqa: S608 - our own table, values are bound


@lru_cache(maxsize=8)
def _sqlite_update_text(table: sa.Table) -> str:
    key, text = (column.name for column in table.columns)
    change = f'UPDATE "{table.name}" SET "{text}" = ?2'  # noqa: S608 - our own table, values are bound
    return f'{change} WHERE "{key}" = ?1 AND "{text}" <> ?2'
