"""Orders to a complaint's crews that nobody answered in time, as the watch has noted them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.bulk import Among, ask_many, fetch
from app.journal.copying import Row
from app.journal.encode import from_json, from_ms

_d, _c = tables.derived.c, tables.commits.c
_ENTITY, _WHAT = "complaint/", "no_answer/"
_NOTED = (_d.entity, _d.what, _d.valid_at)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No answer for `minutes` after the order was given; `at` is when that patience was over.

    `recorded_at` is when this room learned of it: later, when nothing watched meanwhile.
    """

    order: str
    agency: str
    minutes: int
    at: datetime
    recorded_at: datetime


class Silence(NamedTuple):
    """The same as a picture takes it: the complaint's key, the order's id, and when patience was over in ms."""

    key: int
    order: str
    at: int


def unanswered_at(connection: Connection, complaint: int, up_to: int | None = None) -> tuple[Unanswered, ...]:
    """Those of one complaint, newest first, optionally only up to a commit."""
    query = sa.select(_d.valid_at, _d.body, _c.recorded_at).join(tables.commits, _c.n == _d.commit_n)
    query = query.where(_d.entity == f"{_ENTITY}{int(complaint)}", _d.watch == "no_answer", _d.what.like(f"{_WHAT}%"))
    if up_to is not None:
        query = query.where(_d.commit_n <= up_to)
    rows = connection.execute(query.order_by(_d.valid_at.desc(), _d.v.desc()).limit(50))
    return tuple(_unanswered(from_json(row.body, {}), from_ms(row.valid_at), from_ms(row.recorded_at)) for row in rows)


def _unanswered(body: dict[str, Any], at: datetime, recorded_at: datetime) -> Unanswered:
    order, agency = str(body.get("order", "")), str(body.get("agency", ""))
    return Unanswered(order, agency, int(body.get("minutes", 0)), at, recorded_at)


def silences_above(connection: Connection, commit: int) -> list[Silence]:
    """All that were noted above a commit, in the order of their recording."""
    of_ours = _d.watch + "" == "no_answer"  # by the commits, not by way of the watch's own index
    query = sa.select(*_NOTED).where(_d.commit_n > commit, of_ours).order_by(_d.v)
    return _silences(fetch(connection.execute(query)))


def silences_of(
    connection: Connection, keys: Sequence[int], up_to: int | None = None, until: int | None = None
) -> list[Silence]:
    """Those of some complaints up to a commit and an instant (ms), in the order of their recording."""

    def query(among: Among) -> sa.Select[Any]:
        rows = sa.select(*_NOTED).where(_d.watch == "no_answer", among(_d.entity)).order_by(_d.v)
        rows = rows if up_to is None else rows.where(_d.commit_n + 0 <= up_to)
        return rows if until is None else rows.where(_d.valid_at + 0 <= until)

    return _silences(ask_many(connection, query, [f"{_ENTITY}{int(key)}" for key in keys], sa.Text))


def _silences(rows: Sequence[Row]) -> list[Silence]:
    return [
        Silence(int(entity.removeprefix(_ENTITY)), what.removeprefix(_WHAT), at)
        for entity, what, at in rows
        if what.startswith(_WHAT)
    ]
