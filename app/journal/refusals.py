"""What of a source was refused before, so that a bad record counts once however often it comes."""

from collections.abc import Hashable

import sqlalchemy as sa

from app.domain.kind import Kind
from app.journal import tables
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named


def known_refusals(journal: Journal, source: str, most: int) -> set[Hashable]:
    """Kind, id, field and reason of the newest `most` records rejected. Raises JournalError."""
    c = tables.rejected.c
    query = sa.select(c.of, c.id, c.field, c.reason).where(c.source == source).order_by(c.v.desc()).limit(most)
    with trouble_named(), reading(journal.engine) as connection:
        return {(Kind(of), id_, field, reason) for of, id_, field, reason in connection.execute(query)}
