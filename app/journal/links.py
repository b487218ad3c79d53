"""What the courier asks of the journal about a case: its number at a backend, its record, the crew's photo."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import DESK, CaseId
from app.domain.complaint import Complaint
from app.domain.photo import Part
from app.journal.acting_tables import cases, outbox
from app.journal.cases import case_of, find_case
from app.journal.engine import reading
from app.journal.photo_tables import photos
from app.journal.store import Journal
from app.journal.trouble import trouble_named

MOVED = "moved"  # the verb that ends a case of the desk once its backend's record has taken over
_c, _p = cases.c, photos.c


def complaint_at(journal: Journal, case: CaseId) -> Complaint | None:
    """The newest record of a case. Raises JournalError."""
    with trouble_named(), reading(journal.engine) as connection:
        found = find_case(connection, case)
    return found.complaint if found else None


def number_at(journal: Journal, case: CaseId, source: str) -> str:
    """The number under which a source knows a case, "" while it has given none. Raises JournalError."""
    if case.source == source:
        return case.id
    with trouble_named(), reading(journal.engine) as connection:
        found = find_case(connection, case)
    linked = CaseId.parse(found.case.linked) if found and found.case.linked else None
    return linked.id if linked and linked.source == source else ""


def photo_after(journal: Journal, case: CaseId) -> str:
    """The address of the photo a crew took after its work, under whichever number; "" without. Raises JournalError."""
    with trouble_named(), reading(journal.engine) as connection:
        found = find_case(connection, case)
        ids = [case, *([CaseId.parse(found.case.linked)] if found and found.case.linked else [])]
        mine = sa.or_(*(sa.and_(_p.source == one.source, _p.id == one.id) for one in ids))
        query = sa.select(_p.url).where(mine, _p.part == Part.AFTER.value).order_by(_p.n.desc()).limit(1)
        return str(connection.execute(query).scalar() or "")


def is_linked(journal: Journal, backend: CaseId) -> bool:
    """Whether a complaint taken by hand bears this number already. Raises JournalError."""
    mine = sa.select(_c.after).where(_c.source == DESK, _c.after.contains(f'"linked":"{backend}"', autoescape=True))
    with trouble_named(), reading(journal.engine) as connection:
        return connection.execute(mine.limit(1)).first() is not None


def waiting_for_their_record(journal: Journal) -> list[CaseId]:
    """Cases of the desk that have a backend's number and have not moved over to its record. Raises JournalError."""
    unlinked = _c.after.contains('"linked":""', autoescape=True)
    moved = _c.after.contains(f'"changed_verb":"{MOVED}"', autoescape=True)
    query = sa.select(_c.after).where(_c.source == DESK, ~unlinked, ~moved)
    with trouble_named(), reading(journal.engine) as connection:
        return [case_of(text).id for text in connection.execute(query).scalars()]


def readdress(connection: Connection, old: str, new: str) -> None:
    """The letters of a case, sent or not, follow it to its other number."""
    connection.execute(outbox.update().where(outbox.c.case_id == old).values(case_id=new))
