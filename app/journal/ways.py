"""Travel times over the journal: a desk asks, whoever leads the collection asks the router and writes the answer."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.domain.travel import Spot, WayAnswer, WayQuestion
from app.journal.encode import from_json, from_ms, to_json, to_ms
from app.journal.engine import reading, writing
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.journal.way_tables import ways

WAITS_S = 15.0
"""Nobody waits longer for an answer: an older question is not answered any more."""
KEPT = timedelta(minutes=10)
_c = ways.c


def ask_ways(journal: Journal, question: WayQuestion) -> None:
    """Put a question. Raises JournalError."""
    row = {
        "id": question.id,
        "asked_at": to_ms(question.asked_at),
        "lat": question.lat,
        "lon": question.lon,
        "spots": to_json([[spot.unit, spot.lat, spot.lon] for spot in question.spots]),
    }
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(ways.insert().values(row))


def open_questions(journal: Journal, real: datetime, limit: int = 20) -> list[WayQuestion]:
    """What somebody still waits for, oldest first. `real` is real time now. Raises JournalError."""
    since = to_ms(real - timedelta(seconds=WAITS_S))
    query = sa.select(ways).where(_c.answered_at.is_(None), _c.asked_at >= since).order_by(_c.asked_at).limit(limit)
    with trouble_named(), reading(journal.engine) as connection:
        return [_question(row) for row in connection.execute(query)]


def answer_ways(journal: Journal, answer: WayAnswer, real: datetime) -> None:
    """Write an answer, and forget questions of long ago. Raises JournalError."""
    values = {"answered_at": to_ms(real), "seconds": to_json(dict(answer.seconds)), "error": answer.error}
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(ways.update().where(_c.id == answer.id).values(values))
        connection.execute(ways.delete().where(_c.asked_at < to_ms(real - KEPT)))


def answered_ways(journal: Journal, id: str) -> WayAnswer | None:
    """The answer to a question, None while there is none. Raises JournalError."""
    query = sa.select(_c.seconds, _c.error).where(_c.id == id, _c.answered_at.is_not(None))
    with trouble_named(), reading(journal.engine) as connection:
        row = connection.execute(query).first()
    return None if row is None else WayAnswer(id, from_json(row.seconds, {}), row.error)


def _question(row: Any) -> WayQuestion:
    spots = tuple(Spot(unit, lat, lon) for unit, lat, lon in from_json(row.spots, []))
    return WayQuestion(row.id, from_ms(row.asked_at), row.lat, row.lon, spots)
