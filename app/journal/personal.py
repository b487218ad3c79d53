"""Citizens' own data: apart from the facts, mutable, kept for a time, erased on request, never in a list or export."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.complaint import Personal
from app.journal import tables
from app.journal.encode import to_json


def keep_personal(connection: Connection, personal: Sequence[Personal], now: int) -> None:
    """Keep what a caller said with a complaint that was just made here: nothing can be there yet.

    Apart from `store_personal`, because a desk's login may add such rows and change none.
    """
    rows = [{"source": one.source, "id": one.id, "fields": to_json(dict(one.fields))} for one in personal]
    if rows:
        connection.execute(tables.personal.insert(), [row | {"received_at": now, "erased_at": None} for row in rows])


def store_personal(connection: Connection, personal: Sequence[Personal], now: int) -> None:
    """Keep what came with records. The day of the first receipt stands; what was erased is not taken again."""
    if not personal:
        return
    from sqlalchemy.dialects import postgresql, sqlite

    table = tables.personal
    insert = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
    fresh = sa.and_(table.c.erased_at.is_(None), table.c.fields != insert.excluded.fields)
    upsert = insert.on_conflict_do_update(
        index_elements=[table.c.source, table.c.id], set_={"fields": insert.excluded.fields}, where=fresh
    )
    newest = {(one.source, one.id): to_json(dict(one.fields)) for one in personal}
    rows = [{"source": s, "id": i, "fields": f, "received_at": now, "erased_at": None} for (s, i), f in newest.items()]
    connection.execute(upsert, rows)
