"""What the collector does with photos under its lease: gather, pick the next, keep or give up. Times are in ms."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import CaseId
from app.domain.complaint import Complaint, State
from app.domain.lifecycle import STAGES, Stage
from app.domain.photo import OPEN, Part, PhotoState, Taken
from app.journal import tables
from app.journal.acting_tables import actions
from app.journal.cases import find_case
from app.journal.encode import ms_or_none, to_ms
from app.journal.engine import reading, writing
from app.journal.photo_tables import order_pictures, personal_pictures, photo_wishes, photos
from app.journal.rows import STATES
from app.journal.store import Journal, fence
from app.journal.trouble import trouble_named

WATCH = "photos"
LOOK_BACK_MS = 14 * 86_400_000
"""Unasked, only photos of cases from the last two weeks are fetched; older ones come when a person looks."""
MOST = 200
_p, _v, _h, _a = photos.c, tables.complaint_versions.c, tables.complaint_heads.c, actions.c


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
    n, added = connection.execute(sa.select(sa.func.max(_p.n))).scalar() or 0, 0
    for one in wanted:
        key = sa.and_(_p.source == one.source, _p.id == one.id, _p.order_id == one.order, _p.part == one.part)
        if connection.execute(sa.select(_p.n).where(key, _p.url == one.url)).first():
            continue
        added += 1
        row = {"part": one.part, "source": one.source, "id": one.id, "line": one.line, "order_id": one.order}
        state = PhotoState.FORGOTTEN if _is_forgotten(connection, one) else PhotoState.WAITING
        more = {"n": n + added, "url": one.url, "state": state, "wanted_at": now}
        connection.execute(photos.insert().values(row | more))
    return added


def _is_forgotten(connection: Connection, one: Wanted) -> bool:
    if one.part is not Part.CITIZEN:
        return False
    p = tables.personal.c
    erased = sa.select(p.id).where(p.source == one.source, p.id == one.id, p.erased_at.is_not(None))
    forgotten = sa.select(_p.n).where(
        _p.source == one.source, _p.id == one.id, _p.part == Part.CITIZEN, _p.state == PhotoState.FORGOTTEN
    )
    return bool(connection.execute(erased).first() or connection.execute(forgotten).first())


def of_complaint(complaint: Complaint) -> list[Wanted]:
    """The photos a complaint names."""
    case = complaint.source, complaint.id
    return [Wanted(Part.CITIZEN, *case, complaint.source, "", url) for url in complaint.media]


def heed_wishes(journal: Journal, epoch: int) -> int:
    """Put what people wait for first; of how many cases. Raises LeaseLost, JournalError."""
    with trouble_named(), reading(journal.engine) as connection:
        asked = connection.execute(sa.select(photo_wishes.c.source, photo_wishes.c.id).limit(MOST)).all()
    if not asked:
        return 0
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        for case in (CaseId(*row) for row in asked):
            found = find_case(connection, case)
            if found is not None:
                add_wanted(connection, of_complaint(found.complaint), to_ms(journal.clock.now()))
            of_case = sa.and_(_p.source == case.source, _p.id == case.id, _p.state.in_(OPEN))
            connection.execute(photos.update().where(of_case).values(urgent=1, not_before=0))
            mine = sa.and_(photo_wishes.c.source == case.source, photo_wishes.c.id == case.id)
            connection.execute(photo_wishes.delete().where(mine))
    return len(asked)


def gather(journal: Journal, epoch: int) -> int:
    """Want the photos of cases that came or were verified since the last look; how many. Raises LeaseLost."""
    now = to_ms(journal.clock.now())
    with trouble_named(), reading(journal.engine) as connection:
        w = tables.watches.c
        read_to = connection.execute(sa.select(w.cursor).where(w.watch == WATCH)).scalar() or 0
        newest = connection.execute(sa.select(sa.func.max(tables.commits.c.n))).scalar() or 0
        cases = _news(connection, read_to, now)
    if newest == read_to:
        return 0
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        found = [find_case(connection, case) for case in cases]
        wanted = [one for case in found if case is not None for one in of_complaint(case.complaint)]
        added = add_wanted(connection, wanted, now)
        _remember(connection, newest)
    return added


def _news(connection: Connection, read_to: int, now: int) -> list[CaseId]:
    fresh = sa.and_(_v.commit_n > read_to, _v.media != "", _v.requested_at > now - LOOK_BACK_MS)
    is_open = _v.state == STATES.index(State.OPEN)
    came = sa.select(_v.source, _v.id).join(tables.complaint_heads, _h.v == _v.v).where(fresh, is_open)
    verified = sa.select(_a.source, _a.case_id).where(_a.commit_n > read_to, _a.stage == STAGES.index(Stage.VERIFIED))
    rows = [*connection.execute(came.order_by(_v.v.desc()).limit(MOST)), *connection.execute(verified.limit(MOST))]
    return list(dict.fromkeys(CaseId(row[0], row[1]) for row in reversed(rows)))


def _remember(connection: Connection, cursor: int) -> None:
    table = tables.watches
    mine = table.update().where(table.c.watch == WATCH).values(cursor=cursor)
    if not connection.execute(mine).rowcount:
        connection.execute(table.insert().values(watch=WATCH, version=1, cursor=cursor, state=""))


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
