"""What the collector does with photos under its lease: pick the next, keep it or give it up. Times are in ms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.photo import OPEN, Part, PhotoState, Taken
from app.journal import tables
from app.journal.encode import ms_or_none, to_ms
from app.journal.engine import reading, writing
from app.journal.photo_tables import order_pictures, personal_pictures, photos
from app.journal.store import Journal, fence
from app.journal.trouble import trouble_named

_p = photos.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """A photo to fetch: of which case, over whose line (a source or a channel), of which order ("" for a citizen's)."""

    part: Part
    source: str
    id: str
    line: str
    order: str
    url: str


@dataclass(frozen=True, slots=True)
class Job:
    """The next photo to fetch, how often that failed, and whether a person waits for it."""

    n: int
    wanted: Wanted
    tries: int = 0
    is_urgent: bool = False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A photo made anew: JPEG without anything but the picture, a small one, and what the camera had written."""

    jpeg: bytes
    thumb: bytes
    width: int
    height: int
    hash: str
    taken: Taken


def add_wanted(connection: Connection, wanted: Sequence[Wanted], now: int) -> int:
    """Add photos nobody named before, inside a write transaction; those of a forgotten case come as forgotten."""
    cases = sorted({(one.source, one.id) for one in wanted})
    there = _there(connection, cases)
    fresh = [one for one in dict.fromkeys(wanted) if (*_key(one), one.url) not in there]
    if not fresh:
        return 0
    forgotten = _forgotten(connection, cases)
    n = connection.execute(sa.select(sa.func.max(_p.n))).scalar() or 0
    connection.execute(photos.insert(), [_row(one, n + at, now, forgotten) for at, one in enumerate(fresh, 1)])
    return len(fresh)


def _key(one: Wanted) -> tuple[str, str, str, str]:
    return one.source, one.id, one.order, one.part


def _row(one: Wanted, n: int, now: int, forgotten: set[tuple[str, str]]) -> dict[str, Any]:
    is_gone = one.part is Part.CITIZEN and (one.source, one.id) in forgotten
    names = {"source": one.source, "id": one.id, "order_id": one.order, "part": one.part, "line": one.line}
    state = PhotoState.FORGOTTEN if is_gone else PhotoState.WAITING
    return names | {"n": n, "url": one.url, "state": state, "wanted_at": now}


def _there(connection: Connection, cases: Sequence[tuple[str, str]]) -> set[tuple[str, ...]]:
    rows = sa.select(_p.source, _p.id, _p.order_id, _p.part, _p.url)
    return {tuple(row) for row in connection.execute(rows.where(sa.tuple_(_p.source, _p.id).in_(cases)))}


def _forgotten(connection: Connection, cases: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Cases whose citizen was forgotten, whichever of both said so."""
    p = tables.personal.c
    erased = sa.select(p.source, p.id).where(sa.tuple_(p.source, p.id).in_(cases), p.erased_at.is_not(None))
    gone = sa.select(_p.source, _p.id).where(sa.tuple_(_p.source, _p.id).in_(cases), _p.part == Part.CITIZEN)
    rows = [*connection.execute(erased), *connection.execute(gone.where(_p.state == PhotoState.FORGOTTEN))]
    return {(row.source, row.id) for row in rows}


def next_job(journal: Journal, now_real: int) -> Job | None:
    """What to fetch now: first what a person waits for, then the newest. Raises JournalError."""
    due = sa.select(photos).where(_p.state.in_(OPEN), _p.not_before <= now_real)
    with trouble_named(), reading(journal.engine) as connection:
        row = connection.execute(due.order_by(_p.urgent.desc(), _p.n.desc()).limit(1)).first()
    if row is None:
        return None
    wanted = Wanted(Part(row.part), row.source, row.id, row.line, row.order_id, row.url)
    return Job(row.n, wanted, row.tries, bool(row.urgent))


def keep(journal: Journal, epoch: int, job: Job, cleaned: Cleaned) -> bool:
    """Store a picture; False when it was forgotten while it was on its way. Raises LeaseLost, JournalError."""
    taken, now = cleaned.taken, to_ms(journal.clock.now())
    told = {"taken_at": ms_or_none(taken.at), "taken_sure": int(taken.is_sure), "lat": taken.lat, "lon": taken.lon}
    done = {"state": PhotoState.STORED, "hash": cleaned.hash, "stored_at": now, "error": "", "urgent": 0}
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        mine = photos.update().where(_p.n == job.n, _p.state.in_(OPEN))
        if not connection.execute(mine.values(done | told)).rowcount:
            return False
        _store(connection, personal_pictures if job.wanted.part is Part.CITIZEN else order_pictures, cleaned)
    return True


def _store(connection: Connection, table: sa.Table, cleaned: Cleaned) -> None:
    if connection.execute(sa.select(table.c.hash).where(table.c.hash == cleaned.hash)).first():
        return
    size = {"width": cleaned.width, "height": cleaned.height}
    row = {"hash": cleaned.hash, "picture": cleaned.jpeg, "thumb": cleaned.thumb}
    connection.execute(table.insert().values(row | size))


def give_up(journal: Journal, epoch: int, job: Job, why: str, not_before: int | None) -> None:
    """Note a failure: again from `not_before` (real ms), or never for None. Raises LeaseLost, JournalError."""
    state = PhotoState.REFUSED if not_before is None else PhotoState.FAILED
    values = {"state": state, "error": why, "tries": job.tries + 1, "not_before": not_before or 0, "urgent": 0}
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        connection.execute(photos.update().where(_p.n == job.n, _p.state.in_(OPEN)).values(values))
