"""Photos as people meet them: wished for, shown, forgotten. What the collector does with them is in `photo_work`."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import CaseId
from app.domain.order import SOURCE, Order
from app.domain.person import Signed
from app.domain.photo import Part, PhotoState, Taken
from app.journal.acting_tables import order_heads, order_versions
from app.journal.audit import append_audit
from app.journal.encode import from_ms, time_or_none, to_ms
from app.journal.engine import reading, writing
from app.journal.photo_tables import order_pictures, personal_pictures, photo_wishes, photos
from app.journal.photo_work import Wanted, add_wanted
from app.journal.store import Journal
from app.journal.trouble import trouble_named

REVEALED = "revealed"  # the word by which the database's own guard knows a look
_p = photos.c
_WIPE_PICTURES = (
    "DELETE FROM personal_pictures WHERE hash IN "
    "(SELECT hash FROM photos WHERE part = 'citizen' AND source = ? AND id = ?)"
)
_WIPE_ROWS = (
    "UPDATE photos SET state = 'forgotten', hash = '', taken_at = NULL, lat = NULL, lon = NULL "
    "WHERE part = 'citizen' AND source = ? AND id = ?"
)


@dataclass(frozen=True, slots=True)
class Photo:
    """What is known of one photo without its picture. `error` is a message id, for people."""

    part: Part
    order: str
    state: PhotoState
    error: str
    hash: str
    taken: Taken
    stored_at: datetime | None
    url: str = ""
    ordered_at: datetime | None = None  # when a crew's order was given


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of our own making: JPEG of at most 1600 pixels a side, and a small one."""

    jpeg: bytes
    thumb: bytes


def photos_of(journal: Journal, source: str, id: str) -> tuple[Photo, ...]:
    """Every photo known of a case in the order in which they were first named. Raises JournalError."""
    query = sa.select(photos).where(_p.source == source, _p.id == id).order_by(_p.n)
    with trouble_named(), reading(journal.reads) as connection:
        rows = connection.execute(query).all()
        given = _given(connection, {row.order_id for row in rows if row.order_id})
    return tuple(_photo(row, given.get(row.order_id)) for row in rows)


def _given(connection: Connection, orders: set[str]) -> dict[str, datetime]:
    """When these orders were given."""
    if not orders:
        return {}
    h, v = order_heads.c, order_versions.c
    first = sa.select(h.id, sa.func.min(v.valid_at).label("at")).join(order_versions, v.key == h.key)
    rows = connection.execute(first.where(h.source == SOURCE, h.id.in_(orders)).group_by(h.id))
    return {row.id: from_ms(row.at) for row in rows}


def _photo(row: sa.Row[tuple[object, ...]], given: datetime | None) -> Photo:
    taken = Taken(time_or_none(row.taken_at), bool(row.taken_sure), row.lat, row.lon)
    stored = time_or_none(row.stored_at)
    state = PhotoState(row.state)
    return Photo(Part(row.part), row.order_id, state, row.error, row.hash, taken, stored, row.url, given)


def crew_pictures(journal: Journal, hashes: Iterable[str]) -> dict[str, Picture]:
    """Crews' pictures by their hash. Raises JournalError."""
    with trouble_named(), reading(journal.reads) as connection:
        return pictures_in(connection, order_pictures, hashes)


def reveal_photos_in(connection: Connection, now: int, by: Signed, case: CaseId) -> dict[str, Picture]:
    """The citizen's pictures of a case, for a person's eyes, after the audit row that says who looked."""
    append_audit(connection, now, by.person.id, by.workstation, REVEALED, str(case), after={"what": "photos"})
    mine = sa.select(_p.hash).where(_p.source == case.source, _p.id == case.id, _p.part == Part.CITIZEN)
    return pictures_in(connection, personal_pictures, connection.execute(mine.where(_p.hash != "")).scalars())


def pictures_in(connection: Connection, table: sa.Table, hashes: Iterable[str]) -> dict[str, Picture]:
    """Pictures of one of the two tables by their hash, inside a transaction."""
    c = table.c
    found = connection.execute(sa.select(c.hash, c.picture, c.thumb).where(c.hash.in_(list(hashes))))
    return {row.hash: Picture(row.picture, row.thumb) for row in found}


def wish_photos(journal: Journal, source: str, id: str, by: str = "") -> None:
    """A person looks at this case: its photos are to come now, also those that failed before. Raises JournalError."""
    row = {"source": source, "id": id, "at": to_ms(journal.clock.now()), "by": by}
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(_insert(connection, photo_wishes).on_conflict_do_nothing(), row)


def want_order_photos(journal: Journal, order: Order, named: Mapping[str, str]) -> int:
    """A channel named photos of an order, "before" and "after"; how many of them were new. Raises JournalError."""
    case = CaseId.parse(order.case)
    parts = [Part(part) for part in (Part.BEFORE, Part.AFTER) if named.get(part)]
    wanted = [Wanted(part, case.source, case.id, order.channel, order.id, str(named[part])) for part in parts]
    if not wanted:
        return 0
    known = sa.select(_p.part, _p.url).where(_p.source == case.source, _p.id == case.id, _p.order_id == order.id)
    with trouble_named(), reading(journal.engine) as connection:
        there = {(row.part, row.url) for row in connection.execute(known)}
    fresh = [one for one in wanted if (one.part, one.url) not in there]
    if fresh:
        with trouble_named(), writing(journal.engine) as connection:
            add_wanted(connection, fresh, to_ms(journal.clock.now()))
    return len(fresh)


def forget_photos(connection: Connection, source: str, id: str, now: int) -> int:
    """Erase the citizen's photos of a case inside a write transaction, and what they told; how many rows."""
    return _erase(connection, sa.and_(_p.source == source, _p.id == id), now)


def expire_photos(connection: Connection, before: int, now: int) -> set[CaseId]:
    """Erase citizens' photos first named before a time (ms) inside a write transaction; of which cases."""
    old = sa.and_(_p.wanted_at < before, _p.part == Part.CITIZEN, _p.state != PhotoState.FORGOTTEN)
    cases = {CaseId(row.source, row.id) for row in connection.execute(sa.select(_p.source, _p.id).where(old))}
    if cases:
        _erase(connection, old, now)
    return cases


def _erase(connection: Connection, where: sa.ColumnElement[bool], now: int) -> int:
    """Pictures go first: who may read them may be told by the rows. One that another case shows too stays for it."""
    gone = sa.and_(where, _p.part == Part.CITIZEN, _p.state != PhotoState.FORGOTTEN)
    kept = sa.and_(sa.not_(gone), _p.part == Part.CITIZEN)
    mine = set(connection.execute(sa.select(_p.hash).where(gone, _p.hash != "")).scalars())
    others = set(connection.execute(sa.select(_p.hash).where(kept, _p.hash.in_(mine))).scalars()) if mine else set()
    if mine - others:
        connection.execute(personal_pictures.delete().where(personal_pictures.c.hash.in_(mine - others)))
    empty = {"hash": "", "error": "", "taken_at": None, "taken_sure": 0, "lat": None, "lon": None}
    erase = photos.update().where(gone).values(state=PhotoState.FORGOTTEN, stored_at=now, **empty)
    return connection.execute(erase).rowcount


def wipe_photos(copy: sqlite3.Connection, cases: Iterable[CaseId]) -> None:
    """Erase citizens' photos of these cases in a copy that an upgrade left beside the journal, if it has any."""
    if not copy.execute("SELECT 1 FROM sqlite_master WHERE name = 'photos'").fetchone():
        return
    mine = [(case.source, case.id) for case in cases]
    copy.executemany(_WIPE_PICTURES, mine)
    copy.executemany(_WIPE_ROWS, mine)


def _insert(connection: Connection, table: sa.Table):  # type: ignore[no-untyped-def]  # two dialects, one method
    from sqlalchemy.dialects import postgresql, sqlite

    return (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
