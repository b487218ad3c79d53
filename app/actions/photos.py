"""Looking at the photos citizens sent: who may, and never without a row in the audit."""

from app.actions.perform import Acting
from app.actions.privacy import looked_at
from app.domain.case import CaseId
from app.domain.person import Signed
from app.journal.encode import to_ms
from app.journal.engine import writing
from app.journal.photos import Picture, reveal_photos_in
from app.journal.trouble import trouble_named


def look_at_photos(acting: Acting, signed: Signed, case: CaseId) -> dict[str, Picture]:
    """The citizen's pictures of a case by their hash, after the audit row that names who looked.

    Raises Refused as `reveal` does, JournalError, NotAllowed.
    """
    journal = acting.journal
    with trouble_named(), writing(journal.engine) as connection:
        now, seen = to_ms(journal.clock.now()), dict[str, Picture]()
        for one in looked_at(acting, connection, signed, case):
            seen |= reveal_photos_in(connection, now, signed, one)
    return seen
