"""Which photos are to come: of cases people look at, and of open and verified cases, a part at a time."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import CaseId
from app.domain.complaint import Complaint, State
from app.domain.lifecycle import STAGES, Stage
from app.domain.photo import OPEN, Part
from app.journal import tables
from app.journal.acting_tables import actions
from app.journal.cases import find_case
from app.journal.encode import to_ms
from app.journal.engine import reading, writing
from app.journal.photo_tables import photo_wishes, photos
from app.journal.photo_work import Wanted, add_wanted
from app.journal.rows import STATES
from app.journal.store import Journal, fence
from app.journal.trouble import trouble_named

WATCH = "photos"
LOOK_BACK_MS = 14 * 86_400_000
"""Unasked, only photos of cases from the last two weeks are fetched; older ones come when a person looks."""
MOST = 40
"""Cases of one look."""
_OPEN, _VERIFIED = STATES.index(State.OPEN), STAGES.index(Stage.VERIFIED)
_p, _v, _h, _a = photos.c, tables.complaint_versions.c, tables.complaint_heads.c, actions.c
Rows = sa.Select[Any]


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
    """Want the photos of some more of the cases that came or were verified since the last look; how many.

    A part at a time, so that nobody waits for this to end. Raises LeaseLost, JournalError.
    """
    now = to_ms(journal.clock.now())
    with trouble_named(), reading(journal.engine) as connection:
        seen = _seen(connection)
        came, came_to = _some(connection, _came(seen[0], now), _v.v)
        verified, verified_to = _some(connection, _verified(seen[1]), _a.v)
        found = [find_case(connection, case) for case in dict.fromkeys((*came, *verified))]
    read_to = (max(came_to, seen[0]), max(verified_to, seen[1]))
    if read_to == seen:
        return 0
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        added = add_wanted(connection, [one for case in found if case for one in of_complaint(case.complaint)], now)
        _remember(connection, read_to)
    return added


def _came(seen: int, now: int) -> Rows:
    """Open cases with photos whose newest version is above `seen`. By their key: heads have no index of versions."""
    fresh = sa.and_(_v.v > seen, _v.media != "", _v.requested_at > now - LOOK_BACK_MS, _v.state == _OPEN)
    newest = sa.and_(_h.key == _v.key, _h.v == _v.v)
    return sa.select(_v.v, _v.source, _v.id).join(tables.complaint_heads, newest).where(fresh)


def _verified(seen: int) -> Rows:
    return sa.select(_a.v, _a.source, _a.case_id).where(_a.v > seen, _a.stage == _VERIFIED)


def _some(connection: Connection, rows: Rows, version: sa.ColumnElement[int]) -> tuple[list[CaseId], int]:
    """The oldest of these, and up to where everything was seen."""
    newest = connection.execute(sa.select(sa.func.max(version))).scalar() or 0
    found: Sequence[Any] = connection.execute(rows.order_by(version).limit(MOST)).all()
    read_to = int(found[-1][0]) if len(found) == MOST else newest
    return [CaseId(row[1], row[2]) for row in found], read_to


def _seen(connection: Connection) -> tuple[int, int]:
    w = tables.watches.c
    row = connection.execute(sa.select(w.cursor, w.state).where(w.watch == WATCH)).first()
    return (0, 0) if row is None else (row.cursor, int(row.state or 0))


def _remember(connection: Connection, read_to: tuple[int, int]) -> None:
    table = tables.watches
    values = {"cursor": read_to[0], "state": str(read_to[1])}
    if not connection.execute(table.update().where(table.c.watch == WATCH).values(values)).rowcount:
        connection.execute(table.insert().values(values | {"watch": WATCH, "version": 1}))
