"""What the courier asks of the journal about a case: its number at a backend, its record, the crew's photo."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import DESK, CaseId
from app.domain.complaint import Complaint
from app.domain.mail import Enclosed
from app.domain.photo import OPEN, Part, PhotoState
from app.journal.acting_tables import cases, outbox
from app.journal.cases import case_of, find_case
from app.journal.engine import reading
from app.journal.outbox import Letter
from app.journal.photo_tables import order_pictures, photos
from app.journal.store import Journal
from app.journal.trouble import trouble_named

MOVED = "moved"  # the verb that ends a case of the desk once its backend's record has taken over
_c, _p, _o = cases.c, photos.c, outbox.c


@dataclass(frozen=True, slots=True)
class CrewPhoto:
    """A photo a crew took after its work: how far it has come, and the JPEG of our making once it is stored."""

    state: PhotoState
    hash: str = ""
    jpeg: bytes = b""

    @property
    def is_coming(self) -> bool:
        """Whether the collector still fetches it."""
        return self.state in OPEN


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
        newest = next(iter(_photos_after(connection, case)), None)
    return str(newest.url) if newest else ""


def crew_photo(journal: Journal, case: CaseId) -> CrewPhoto | None:
    """What a crew photographed after its last work at a case; None where nobody named a photo. Raises JournalError.

    Of several photos of that work it is the newest one that is there or still to come; a refused one only if all are.
    """
    with trouble_named(), reading(journal.engine) as connection:
        rows = _photos_after(connection, case)
        same = [row for row in rows if row.order_id == rows[0].order_id]
        useful = [row for row in same if row.state == PhotoState.STORED or row.state in OPEN]
        row = next(iter(useful or same), None)
        if row is None:
            return None
        picture = sa.select(order_pictures.c.picture).where(order_pictures.c.hash == row.hash)
        jpeg = connection.execute(picture).scalar() if row.state == PhotoState.STORED else None
    return CrewPhoto(PhotoState(row.state), row.hash, bytes(jpeg or b""))


def has_gone_before(journal: Journal, letter: Letter, hash: str) -> bool:
    """Whether the target was given this picture with an earlier letter of the case. Raises JournalError."""
    mine = sa.and_(_o.case_id == letter.mail.case, _o.target == letter.mail.target, _o.n < letter.n)
    told = sa.and_(_o.answer.contains(f'"photo":"{Enclosed.SENT}"'), _o.answer.contains(f'"photo_hash":"{hash}"'))
    with trouble_named(), reading(journal.engine) as connection:
        return connection.execute(sa.select(_o.n).where(mine, told).limit(1)).first() is not None


def _photos_after(connection: Connection, case: CaseId) -> list[Any]:
    """The photos crews took after their work, newest first, under whichever number."""
    found = find_case(connection, case)
    ids = [case, *([CaseId.parse(found.case.linked)] if found and found.case.linked else [])]
    mine = sa.or_(*(sa.and_(_p.source == one.source, _p.id == one.id) for one in ids))
    query = sa.select(photos).where(mine, _p.part == Part.AFTER.value).order_by(_p.n.desc())
    return list(connection.execute(query))


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
