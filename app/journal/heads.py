"""Heads: one row an entity with its newest version, and what tells one entity from another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal.bulk import Among, ask_many, insert_new, update_many
from app.journal.copying import Row

NEVER = -(2**62)
_FIXED = 7  # columns every head has: key, source, id, incarnation, v, valid_at, hash
_REUSE_DEG = 0.002  # about 200 m: the same id this far away and with another date is another complaint
_REUSE_MS = 60_000


@dataclass(slots=True)
class Head:
    """A row of a head table while it is worked on; `extra` are the columns that only its table has."""

    key: int
    source: str
    id: str
    incarnation: int
    v: int = 0
    valid_at: int = NEVER
    hash: int = 0
    extra: Row = ()

    def as_row(self) -> Row:
        """The columns in their table's order."""
        return (self.key, self.source, self.id, self.incarnation, self.v, self.valid_at, self.hash, *self.extra)


def read_heads(connection: Connection, heads: sa.Table, source: str, ids: Iterable[str]) -> dict[str, list[Head]]:
    """All heads of each id of a source, one an incarnation, oldest first."""
    found: dict[str, list[Head]] = {}

    def query(among: Among) -> sa.Select[Any]:
        return sa.select(heads).where(heads.c.source == source, among(heads.c.id))

    rows = ask_many(connection, query, sorted(ids), sa.Text())
    rows.sort(key=itemgetter(3))
    for row in rows:
        found.setdefault(row[2], []).append(Head(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7:]))
    return found


def write_heads(connection: Connection, table: sa.Table, new: Sequence[Row], changed: Sequence[Head]) -> None:
    """Insert the rows of new heads and update those that changed."""
    insert_new(connection, table, new)
    names = ("v", "valid_at", "hash", *[c.name for c in table.columns][_FIXED:])
    rows = [(head.key, head.v, head.valid_at, head.hash, *head.extra) for head in changed]
    update_many(connection, table, "key", names, rows)


def is_other(known: Row, told: Row) -> bool:
    """Another requested time and another place under the same id: not the complaint we know (safety H9).

    Both are (requested time in ms or None when unsure, latitude, longitude).
    """
    if None in known or None in told or abs(known[0] - told[0]) < _REUSE_MS:
        return False
    return bool(max(abs(known[1] - told[1]), abs(known[2] - told[2])) > _REUSE_DEG)
