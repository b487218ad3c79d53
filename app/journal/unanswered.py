"""Orders to a complaint's crews that nobody answered in time, as the watch has noted them."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.encode import from_json, from_ms

_d = tables.derived.c


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer for `minutes` after the order was given; `at` is when that patience was over."""

    order: str
    agency: str
    minutes: int
    at: datetime


def unanswered_at(connection: Connection, complaint: int, up_to: int | None = None) -> tuple[Unanswered, ...]:
    """Those of one complaint, newest first, optionally only up to a commit."""
    query = sa.select(_d.valid_at, _d.body).where(
        _d.entity == f"complaint/{int(complaint)}", _d.watch == "no_answer", _d.what.like("no_answer/%")
    )
    if up_to is not None:
        query = query.where(_d.commit_n <= up_to)
    rows = connection.execute(query.order_by(_d.valid_at.desc(), _d.v.desc()).limit(50))
    told = [(from_json(row.body, {}), from_ms(row.valid_at)) for row in rows]
    return tuple(
        Unanswered(str(body.get("order", "")), str(body.get("agency", "")), int(body.get("minutes", 0)), at)
        for body, at in told
    )
