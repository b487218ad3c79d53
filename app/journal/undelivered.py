"""What of our decisions has not arrived yet: how many letters wait, and which were refused and want a person."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.case import CaseId
from app.domain.mail import MailState
from app.journal.acting_tables import outbox
from app.journal.cases import key_of_case
from app.journal.engine import reading
from app.journal.outbox import Letter, letter_counts, letter_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

MOST = 30
_UNDER_WAY = (MailState.WAITING, MailState.SENDING)
_c = outbox.c


@dataclass(frozen=True, slots=True)
class Undelivered:
    """`waiting` letters are under way, `refused` ones were turned down for good.

    `letters` are the newest of the refused, then of those a try has failed for, with the key of their complaint.
    """

    waiting: int
    refused: int
    letters: tuple[tuple[int, Letter], ...] = ()


def undelivered(journal: Journal) -> Undelivered:
    """Count and read. Raises JournalError."""
    troubled = sa.or_(
        _c.state == MailState.REFUSED.value, sa.and_(_c.state == MailState.WAITING.value, _c.attempts > 0)
    )
    query = sa.select(outbox).where(troubled).order_by(_c.state, _c.n.desc()).limit(MOST)
    with trouble_named(), reading(journal.engine) as connection:
        counts = letter_counts(connection)
        letters = [letter_of(row) for row in connection.execute(query)]
    keys = {case: key_of_case(journal, CaseId.parse(case)) for case in {letter.mail.case for letter in letters}}
    waiting, refused = sum(counts.get(state, 0) for state in _UNDER_WAY), counts.get(MailState.REFUSED, 0)
    known = ((keys[one.mail.case], one) for one in letters)
    return Undelivered(waiting, refused, tuple((key, one) for key, one in known if key is not None))
