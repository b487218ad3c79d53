"""Erasing citizens' data: one case on request, all of it after its time.

Facts stay: they never held it. A row without fields remains, so that the next poll does not bring the data back.
"""

from datetime import datetime, timedelta

import sqlalchemy as sa

from app.journal import tables
from app.journal.encode import from_json, to_ms
from app.journal.engine import reading, writing
from app.journal.store import Journal
from app.journal.trouble import trouble_named


def personal_of(journal: Journal, source: str, id: str) -> dict[str, str]:
    """What is kept about the citizen of a case; empty when nothing is, or it was erased."""
    p = tables.personal.c
    with trouble_named(), reading(journal.engine) as connection:
        fields = connection.execute(sa.select(p.fields).where(p.source == source, p.id == id)).scalar()
    return dict(from_json(fields, {}))


def forget(journal: Journal, source: str, id: str) -> bool:
    """Erase what is kept about the citizen of a case; whether there was any."""
    p = tables.personal.c
    return bool(_erase(journal, sa.and_(p.source == source, p.id == id)))


def expire_personal(journal: Journal, now: datetime, days: int) -> int:
    """Erase what was first received more than `days` ago; of how many cases. Source: the city's [privacy]."""
    return _erase(journal, tables.personal.c.received_at < to_ms(now - timedelta(days=days)))


def _erase(journal: Journal, where: sa.ColumnElement[bool]) -> int:
    table = tables.personal
    values = {"fields": "", "erased_at": to_ms(journal.clock.now())}
    with trouble_named(), writing(journal.engine) as connection:
        erase = table.update().where(where, table.c.erased_at.is_(None)).values(values)
        erased = connection.execute(erase).rowcount
    if erased and journal.engine.dialect.name == "sqlite":
        _wipe_log(journal)
    return erased


def _wipe_log(journal: Journal) -> None:
    """The write-ahead log still holds pages with the old text; a reader that is open only delays its end."""
    with trouble_named(), journal.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
