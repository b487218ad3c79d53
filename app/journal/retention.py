"""Citizens' data looked at, erased on request, and erased after their time.

Facts stay: they never held it. A row without fields remains, so that the next poll does not bring the data back, and
copies of a SQLite journal that an upgrade left beside it are cleaned with it. Every look and every erasure is an audit
row of the same transaction, written first: a PostgreSQL login sees a citizen's row only after it.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import CaseId
from app.domain.person import Person, Role, Signed
from app.journal import tables
from app.journal.acting_tables import audit
from app.journal.audit import append_audit
from app.journal.cases import numbers_of
from app.journal.encode import from_json, to_ms
from app.journal.engine import reading, writing
from app.journal.photos import expire_photos, forget_photos, wipe_photos
from app.journal.store import Journal
from app.journal.trouble import trouble_named

REVEALED, FORGOTTEN, EXPIRED = "revealed", "forgotten", "expired"
COLLECTOR = Signed(Person("kolektor", "Kolektor", Role.COURIER), "collector")
_p = tables.personal.c


def personal_of(journal: Journal, source: str, id: str) -> dict[str, str]:
    """What is kept about the citizen of a case; empty when nothing is, or it was erased. Not for people's eyes."""
    with trouble_named(), reading(journal.engine) as connection:
        fields = connection.execute(sa.select(_p.fields).where(_is(CaseId(source, id)))).scalar()
    return dict(from_json(fields, {}))


def reveal_in(connection: Connection, now: int, by: Signed, case: CaseId) -> dict[str, str]:
    """What is kept about the citizen of a case, for a person's eyes, after the audit row that says who looked."""
    append_audit(connection, now, by.person.id, by.workstation, REVEALED, str(case))
    return dict(from_json(connection.execute(sa.select(_p.fields).where(_is(case))).scalar(), {}))


def forget(journal: Journal, by: Signed, cases: Iterable[CaseId]) -> int:
    """Erase what is kept about the citizens of these cases, also what is sent later; of how many something was kept.

    Under all numbers they bear in this very transaction; one that comes later see `forget_alike`.
    """
    now = to_ms(journal.clock.now())
    with trouble_named(), writing(journal.engine) as connection:
        wanted = [number for case in cases for number in numbers_of(connection, case)]
        erased = sum([_forget_one(connection, now, by, case) for case in wanted])
    wipe(journal, wanted)
    return erased


def forget_alike(connection: Connection, now: int, by: Signed, numbers: Sequence[CaseId]) -> list[CaseId]:
    """Forget a citizen under every number of the case when they were forgotten under one; under which it was to do.

    What ended by its age was not forgotten. Whoever calls it wipes (`wipe`) after the transaction.
    """
    rest = [case for case in numbers if not _is_erased(connection, case)]
    if not rest or not any(_was_forgotten(connection, case) for case in numbers if case not in rest):
        return []
    for case in rest:
        _forget_one(connection, now, by, case)
    return rest


def _forget_one(connection: Connection, now: int, by: Signed, case: CaseId) -> int:
    append_audit(connection, now, by.person.id, by.workstation, FORGOTTEN, str(case))
    erased = _erase(connection, _is(case), now)
    forget_photos(connection, case.source, case.id, now)
    if not erased and connection.execute(sa.select(_p.id).where(_is(case))).first() is None:
        mark = {"source": case.source, "id": case.id, "fields": "", "received_at": now, "erased_at": now}
        connection.execute(tables.personal.insert(), mark)
    return erased


def expire_personal(journal: Journal, now: datetime, days: int) -> int:
    """Erase what was first received more than `days` ago; of how many cases. Source: the city's [privacy]."""
    before, at = to_ms(now - timedelta(days=days)), to_ms(journal.clock.now())
    old = sa.and_(_p.received_at < before, _p.erased_at.is_(None))
    with trouble_named(), writing(journal.engine) as connection:
        cases = {CaseId(row.source, row.id) for row in connection.execute(sa.select(_p.source, _p.id).where(old))}
        cases |= expire_photos(connection, before, at)
        if cases:
            told = {"cases": len(cases), "days": days}
            append_audit(connection, at, COLLECTOR.person.id, COLLECTOR.workstation, EXPIRED, after=told)
            _erase(connection, old, at)
    if cases:
        wipe(journal, cases)
    return len(cases)


def _is(case: CaseId) -> sa.ColumnElement[bool]:
    return sa.and_(_p.source == case.source, _p.id == case.id)


def _is_erased(connection: Connection, case: CaseId) -> bool:
    return connection.execute(sa.select(_p.id).where(_is(case), _p.erased_at.is_not(None))).first() is not None


def _was_forgotten(connection: Connection, case: CaseId) -> bool:
    mine = sa.and_(audit.c.entity == str(case), audit.c.action == FORGOTTEN)
    return connection.execute(sa.select(audit.c.seq).where(mine).limit(1)).first() is not None


def _erase(connection: Connection, where: sa.ColumnElement[bool], now: int) -> int:
    erase = tables.personal.update().where(where, _p.erased_at.is_(None))
    return connection.execute(erase.values(fields="", erased_at=now)).rowcount


def wipe(journal: Journal, cases: Iterable[CaseId]) -> None:
    """After these were erased: on SQLite the write-ahead log still holds pages with the old text (a reader that is
    open only delays its end), and so does the copy an upgrade left beside the journal."""
    if journal.engine.dialect.name != "sqlite":
        return
    with trouble_named(), journal.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = Path(journal.engine.url.database or "")
    for copy in path.parent.glob(f"{path.name}.before-*"):
        _wipe_copy(copy, list(cases))


def _wipe_copy(path: Path, cases: list[CaseId]) -> None:
    """What cannot be cleaned is named: a copy that keeps what was to be forgotten must not go unnoticed."""
    with trouble_named(), closing(sqlite3.connect(path, timeout=5.0)) as copy, copy:
        copy.execute("PRAGMA secure_delete=ON")
        erase = "UPDATE personal SET fields = '', erased_at = coalesce(erased_at, 0) WHERE source = ? AND id = ?"
        copy.executemany(erase, [(case.source, case.id) for case in cases])
        wipe_photos(copy, cases)
