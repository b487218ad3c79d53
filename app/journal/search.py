"""Finding complaints by their words."""

import re

import sqlalchemy as sa

from app.journal import tables
from app.journal.bulk import fetch
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_IN_NO_STORE = re.compile("[\x00\ud800-\udfff]")  # no stored text holds these
_PATTERN_LENGTH = 8_000  # SQLite takes no pattern above 50,000 bytes; longer words are rare and sought the slower way
_w = tables.complaint_words.c


def search_complaints(journal: Journal, text: str, most: int = 1_000_000) -> list[int]:
    """Keys of complaints whose current words hold every word of `text`, without case; newest first.

    Raises JournalError when the store does not answer.
    """
    if _IN_NO_STORE.search(text):
        return []
    is_postgres = journal.engine.dialect.name == "postgresql"
    query = sa.select(_w.key).where(*(_holds(word, is_postgres) for word in set(text.casefold().split())))
    with trouble_named(), reading(journal.reads) as connection:
        found = fetch(connection.execute(query.order_by(_w.key.desc()).limit(most)))
    return [key for (key,) in found]


def _holds(word: str, is_postgres: bool) -> sa.ColumnElement[bool]:
    """LIKE over both folded: faster than looking for the position (measured), and each store's own C code."""
    if len(word) > _PATTERN_LENGTH:
        find = sa.func.strpos if is_postgres else sa.func.instr
        return find(_w.words, word) > 0
    return _w.words.contains(word, autoescape=True, escape="\\")
