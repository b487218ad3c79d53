"""What people ask of the collector, read in order by whoever leads; a wish made while nobody led is not lost."""

import sqlalchemy as sa

from app.domain.source import Ask, Request
from app.journal import tables
from app.journal.encode import from_ms
from app.journal.engine import reading, writing
from app.journal.store import Journal, fence
from app.journal.trouble import trouble_named

_NAME = "wishes"


def unread_wishes(journal: Journal) -> list[tuple[int, Request]]:
    """Requests nobody has obeyed yet, oldest first, with the number to give to `mark_read`."""
    r, w = tables.requests.c, tables.watches.c
    with trouble_named(), reading(journal.engine) as connection:
        read_to = connection.execute(sa.select(w.cursor).where(w.watch == _NAME)).scalar() or 0
        found = connection.execute(sa.select(tables.requests).where(r.v > read_to).order_by(r.v)).all()
    return [(row.v, Request(row.source, row.id, from_ms(row.valid_at), Ask(row.ask), row.by)) for row in found]


def mark_read(journal: Journal, up_to: int, epoch: int) -> None:
    """Remember under our lease that the requests up to this number were obeyed. Raises LeaseLost."""
    table = tables.watches
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        mine = table.update().where(table.c.watch == _NAME)
        if not connection.execute(mine.values(cursor=up_to)).rowcount:
            connection.execute(table.insert().values(watch=_NAME, version=1, cursor=up_to, state=""))
