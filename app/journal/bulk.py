"""Writing and asking many rows at once: one statement a batch on PostgreSQL, the driver's executemany on SQLite."""

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine import Connection

Row = tuple[Any, ...]
Values = Sequence[Row]
_PG = postgresql.dialect()  # type: ignore[no-untyped-call]


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


def insert_many(connection: Connection, table: sa.Table, values: Values) -> int:
    """Insert rows given in the table's column order, leaving out those that exist; how many were new."""
    if not values:
        return 0
    if connection.dialect.name == "postgresql":
        return connection.exec_driver_sql(_pg_insert(table), _columnwise(values)).rowcount
    return connection.exec_driver_sql(_sqlite_insert(table), list(values)).rowcount


def update_many(connection: Connection, table: sa.Table, key: str, names: tuple[str, ...], values: Values) -> None:
    """Set columns `names` of the rows with these keys; each of `values` is the key and then the new values."""
    if not values:
        return
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_pg_update(table, key, names), _columnwise(values))
    else:
        connection.exec_driver_sql(_sqlite_update(table, key, names), [(*rest, first) for first, *rest in values])


def last(connection: Connection, column: sa.Column[int]) -> int:
    """The greatest number in an indexed column, 0 for an empty table."""
    return connection.execute(sa.select(sa.func.coalesce(sa.func.max(column), 0))).scalar_one()


def ask_many(
    connection: Connection, query: Callable[[Any], sa.Select[Any]], values: Sequence[Any], kind: Any
) -> list[Row]:
    """Rows of a query that joins a list of values, as many as there are, by an index on their column.

    `query` gets the column of the list; `kind` is the type of its values.
    """
    if not values:
        return []
    if connection.dialect.name == "postgresql":
        listed = (
            sa.func.unnest(sa.bindparam("listed", list(values), postgresql.ARRAY(kind)))
            .table_valued("value")
            .render_derived()
        )
        return fetch(connection.execute(query(listed.c.value)))
    rows = sa.func.json_each(sa.bindparam("listed", json.dumps(list(values)), sa.Text)).table_valued("value")
    return fetch(connection.execute(query(sa.type_coerce(rows.c.value, kind))))


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


def _columnwise(values: Values) -> tuple[list[Any], ...]:
    return tuple([list(column) for column in zip(*values, strict=True)])


def _arrays(table: sa.Table, names: Sequence[str]) -> str:
    return ", ".join(f"%s::{table.c[name].type.compile(_PG)}[]" for name in names)


@lru_cache(maxsize=64)
def _pg_insert(table: sa.Table) -> str:
    names = [c.name for c in table.columns]
    listed = ", ".join(f'"{name}"' for name in names)
    rows = f"SELECT * FROM unnest({_arrays(table, names)})"  # noqa: S608 - names of our own tables, values are bound
    return f'INSERT INTO "{table.name}" ({listed}) {rows} ON CONFLICT DO NOTHING'


@lru_cache(maxsize=64)
def _sqlite_insert(table: sa.Table) -> str:
    marks = ", ".join("?" for _ in table.columns)
    return f'INSERT OR IGNORE INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - our own table, values are bound


@lru_cache(maxsize=64)
def _pg_update(table: sa.Table, key: str, names: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{name}" = n."{name}"' for name in names)
    listed = ", ".join(f'"{name}"' for name in (key, *names))
    rows = f"unnest({_arrays(table, (key, *names))}) AS n({listed})"
    return f'UPDATE "{table.name}" AS t SET {changes} FROM {rows} WHERE t."{key}" = n."{key}"'  # noqa: S608


@lru_cache(maxsize=64)
def _sqlite_update(table: sa.Table, key: str, names: tuple[str, ...]) -> str:
    changes = ", ".join(f'"{name}" = ?' for name in names)
    return f'UPDATE "{table.name}" SET {changes} WHERE "{key}" = ?'  # noqa: S608 - our own table, values are bound
