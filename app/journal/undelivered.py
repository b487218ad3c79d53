"""What of our decisions has not arrived yet: how many letters wait, and which were refused and want a person."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.domain.mail import MailState
from app.journal import tables
from app.journal.acting_tables import outbox
from app.journal.engine import reading
from app.journal.outbox import Letter, letter_counts, letter_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

MOST = 30
_UNDER_WAY = (MailState.WAITING, MailState.SENDING)
_c, _h = outbox.c, tables.complaint_heads.c


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
        keys = {letter.mail.case: _key(connection, letter.mail.case) for letter in letters}
    waiting, refused = sum(counts.get(state, 0) for state in _UNDER_WAY), counts.get(MailState.REFUSED, 0)
    return Undelivered(waiting, refused, tuple((keys[one.mail.case], one) for one in letters if keys[one.mail.case]))


def _key(connection: sa.Connection, case: str) -> int:
    source, _, id_ = case.partition("/")
    query = sa.select(_h.key).where(_h.source == source, _h.id == id_).order_by(_h.incarnation.desc()).limit(1)
    return int(connection.execute(query).scalar() or 0)
