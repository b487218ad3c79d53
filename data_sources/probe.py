"""A look at a source for `doctor`: its first live answer, read and thrown away."""

from collections.abc import Hashable
from datetime import datetime

from app.errors import SourceError, SourceRefused
from data_sources.batch import Batch, Connector, Cursor, Findings
from data_sources.http_trouble import BadStatus, Refused, WrongType

MOST_POLLS = 5


def look(connector: Connector, now: datetime) -> Findings:
    """What the source shows. Reads until a live answer is complete, at most five polls."""
    batches: list[Batch] = []
    cursor: Cursor = {}
    try:
        while len(batches) < MOST_POLLS and not any(batch.complete_live for batch in batches):
            batches.append(connector.poll(cursor, now))
            cursor = batches[-1].next_cursor
    except SourceError as error:
        return _failed(error)
    return _found(batches, cursor, now)


def _failed(error: SourceError) -> Findings:
    """How far we came: an HTTP status is at least an answer."""
    answered = isinstance(error, BadStatus | Refused | WrongType)
    locked = isinstance(error, Refused) and error.status in (401, 403)
    authorised = answered and not locked
    advice = "" if isinstance(error, SourceRefused) else "Ask the agency whether its server is up."
    return Findings(answered, authorised, False, error=error.what, next_step=error.next_step or advice)


def _found(batches: list[Batch], cursor: Cursor, now: datetime) -> Findings:
    newest = max((batch.newest for batch in batches if batch.newest), default=None)
    return Findings(
        reachable=True,
        authorised=True,
        speaks=True,
        clock_skew_s=next((batch.skew_s for batch in batches if batch.skew_s is not None), None),
        records=len(set[Hashable]().union(*(batch.keys for batch in batches))),
        newest_age_s=(now - newest).total_seconds() if newest else None,
        quirks={key: cursor[key] for key in ("format", "page_base", "updates") if key in cursor},
        notes=[note for batch in batches for note in batch.notes],
    )
