"""Records a source no longer lists: kept, and marked as gone (safety H9)."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from app.domain.complaint import Complaint, State
from app.domain.kind import Flag, Kind
from app.journal import rows, tables
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_v, _h = tables.complaint_versions.c, tables.complaint_heads.c


def tombstones(journal: Journal, source: str, gone: Sequence[tuple[Kind, str]]) -> list[Complaint]:
    """The newest version of each complaint that is gone, marked so.

    The time stays the record's own: when the source lists it again, that version stands again.
    """
    ids = [id_ for kind, id_ in gone if kind is Kind.COMPLAINT]
    if not ids:
        return []
    query = sa.select(tables.complaint_versions).join(tables.complaint_heads, _v.v == _h.v)
    query = query.where(_h.source == source, _h.id.in_(ids)).order_by(_h.incarnation)
    with trouble_named(), reading(journal.engine) as connection:
        found = {row.id: rows.complaint_of(row) for row in connection.execute(query)}
    return [_marked(complaint) for complaint in found.values() if Flag.GONE.value not in complaint.flags]


def _marked(complaint: Complaint) -> Complaint:
    return replace(complaint, state=State.UNKNOWN, flags=(*complaint.flags, Flag.GONE.value))
