"""Missed deadlines the watch has noted of one complaint, read only for what a person looks at."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.encode import from_json, from_ms

WATCH = "deadline"
_d, _c = tables.derived.c, tables.commits.c


@dataclass(frozen=True, slots=True)
class Breached:
    """A step was missed, or the ladder climbed: `what` is the watch's word, `tell` the offices that hear of it.

    `at` is when it came due, `recorded_at` when this room learned of it.
    """

    what: str
    at: datetime
    recorded_at: datetime
    tell: tuple[str, ...] = ()


def breaches_of(connection: Connection, complaint: int, up_to: int | None = None) -> tuple[Breached, ...]:
    """What was missed of a complaint, in time's order, optionally only up to a commit."""
    query = sa.select(_d.what, _d.valid_at, _d.body, _c.recorded_at).join(tables.commits, _c.n == _d.commit_n)
    query = query.where(_d.entity == f"complaint/{int(complaint)}", _d.watch == WATCH)
    if up_to is not None:
        query = query.where(_d.commit_n <= up_to)
    rows = connection.execute(query.order_by(_d.valid_at, _d.what))
    return tuple(
        Breached(
            row.what, from_ms(row.valid_at), from_ms(row.recorded_at), tuple(from_json(row.body, {}).get("tell", ()))
        )
        for row in rows
    )
