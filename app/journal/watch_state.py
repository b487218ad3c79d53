"""Where each watch stands: its cursor and its state, written together with the facts it made, or not at all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.domain.source import Derived
from app.journal import streams, tables
from app.journal.encode import from_json, to_json, to_ms
from app.journal.engine import reading, writing
from app.journal.store import Appended, Journal, announce, fence, next_commit
from app.journal.trouble import trouble_named


@dataclass(frozen=True, slots=True)
class WatchState:
    """A watch's row: everything up to commit `cursor` is in `state` (plain JSON)."""

    watch: str
    version: int
    cursor: int
    state: Mapping[str, Any]


def watch_states(journal: Journal) -> dict[str, WatchState]:
    """Where every watch that ever ran stands."""
    table = tables.watches
    with trouble_named(), reading(journal.engine) as connection:
        found = connection.execute(sa.select(table.c.watch, table.c.version, table.c.cursor, table.c.state))
        return {row.watch: WatchState(row.watch, row.version, row.cursor, from_json(row.state, {})) for row in found}


def commit_watches(journal: Journal, states: Sequence[WatchState], facts: Sequence[Derived], epoch: int) -> Appended:
    """Store states, cursors and derived facts in one transaction: a kill keeps all of it or nothing.

    A fact whose key (watch, entity, cause, what) is there already is left out. Raises LeaseLost when another
    collector leads, JournalError when the store is away.
    """
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        number, recorded_at = next_commit(connection, to_ms(journal.clock.now()))
        stored = streams.append_log(connection, number, Kind.DERIVED, facts) if facts else 0
        for one in states:
            _store(connection, one)
        if stored:
            connection.execute(tables.commits.insert(), {"n": number, "recorded_at": recorded_at})
            announce(connection)
    return Appended(number if stored else None, stored)


def _store(connection: Connection, one: WatchState) -> None:
    table = tables.watches
    values = {"version": one.version, "cursor": one.cursor, "state": to_json(one.state)}
    if not connection.execute(table.update().where(table.c.watch == one.watch).values(values)).rowcount:
        connection.execute(table.insert().values(watch=one.watch, **values))
