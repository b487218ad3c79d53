"""Writing one thing a person asked for, exactly once, though an answer may get lost on the way.

When the line breaks at a commit nobody knows whether it happened: we look for the fact's own id before repeating.
"""

import time

import sqlalchemy as sa

from app.domain.source import Request
from app.errors import JournalError, LeaseLost
from app.journal import tables
from app.journal.engine import reading
from app.journal.store import Appended, Journal
from app.journal.trouble import trouble_named


def append_surely(journal: Journal, request: Request, *, tries: int = 3, wait_s: float = 0.5) -> Appended:
    """Store a request once, however often the line breaks. Raises JournalError when the store stays away."""
    for left in reversed(range(tries)):
        try:
            known = commit_of(journal, request.id)
            return journal.append([request]) if known is None else Appended(known, 1)
        except LeaseLost:
            raise
        except JournalError:
            if not left:
                raise
            time.sleep(wait_s)
    raise AssertionError("unreachable")


def commit_of(journal: Journal, request: str) -> int | None:
    """The commit that stored the request with this id, None when there is none."""
    r = tables.requests.c
    with trouble_named(), reading(journal.engine) as connection:
        return connection.execute(sa.select(r.commit_n).where(r.id == request)).scalar()
