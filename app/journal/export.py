"""The journal's streams as rows for other programs: fields by name, times in UTC, ids as text.

Without an instant a stream is given as it was recorded, every version; with one, as the city stood then. Rows come
one by one from the store, so an export of any length needs little memory.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TextIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.acting_tables import actions, order_heads, order_versions
from app.journal.encode import to_ms
from app.journal.engine import reading
from app.journal.export_form import write_csv, write_jsonl
from app.journal.export_rows import FIELDS, ROWS
from app.journal.moments import AHEAD_MS, Moment, standing
from app.journal.reader import Axis
from app.journal.store import Journal
from app.journal.trouble import trouble_named

STREAMS = tuple(FIELDS)
FORMS = {"jsonl": write_jsonl, "csv": write_csv}
_CHUNK = 2_000
_ENTITIES = {
    "complaints": (tables.complaint_versions, tables.complaint_heads),
    "vehicles": (tables.vehicle_versions, tables.vehicle_heads),
    "geofences": (tables.geofence_versions, tables.geofence_heads),
    "indicators": (tables.indicator_versions, tables.indicator_heads),
    "orders": (order_versions, order_heads),
}
_LOGS = {"health": tables.health, "rejected": tables.rejected, "actions": actions}
_p, _g, _c = tables.positions.c, tables.vehicle_heads.c, tables.commits.c
_r, _s = tables.readings.c, tables.series_heads.c


def write_rows(
    out: TextIO,
    journal: Journal,
    stream: str,
    *,
    at: datetime | None = None,
    axis: Axis = Axis.KNOWN,
    since: int | None = None,
    form: str = "jsonl",
) -> None:
    """Write one stream to a text file. Raises KeyError for an unknown stream or form, JournalError."""
    FORMS[form](out, FIELDS[stream], export_rows(journal, stream, at=at, axis=axis, since=since))


def export_rows(
    journal: Journal, stream: str, *, at: datetime | None = None, axis: Axis = Axis.KNOWN, since: int | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of one of STREAMS in the order of their commits.

    `at`: one row an entity as it stood then by the axis (rejected: all up to then). `since`: only commits above it.
    """
    with trouble_named(), reading(journal.reads) as connection:
        moment = None if at is None else Moment.of(connection, at, axis)
        query = _query(stream, moment, at).where(_c.n > since) if since is not None else _query(stream, moment, at)
        for row in _streamed(connection, query):
            yield ROWS[stream](row)


def _streamed(connection: Connection, query: Any) -> Iterator[Any]:
    options = {"stream_results": True, "yield_per": _CHUNK}
    yield from connection.execute(query, execution_options=options)


def _query(stream: str, moment: Moment | None, at: datetime | None) -> sa.Select[Any]:
    if stream in _ENTITIES:
        return _entities(*_ENTITIES[stream], moment)
    if stream == "positions":
        return _positions(moment, at)
    if stream == "readings":
        return _readings(moment)
    return _log(_LOGS[stream], moment, newest_only=stream == "health")


def _entities(versions: sa.Table, heads: sa.Table, moment: Moment | None) -> sa.Select[Any]:
    joined = versions.join(tables.commits, _c.n == versions.c.commit_n)
    if moment is not None:
        joined = heads.join(versions, standing(versions, heads, moment)).join(
            tables.commits, _c.n == versions.c.commit_n
        )
    order = (versions.c.v,) if moment is None else (heads.c.key,)
    return sa.select(versions, _c.recorded_at).select_from(joined).order_by(*order)


def _positions(moment: Moment | None, at: datetime | None) -> sa.Select[Any]:
    joined = tables.positions.join(tables.commits, _c.n == _p.commit_n)
    joined = joined.join(tables.vehicle_heads, _g.key == _p.vehicle)
    query = sa.select(tables.positions, _g.source, _g.id.label("vehicle_id"), _c.recorded_at).select_from(joined)
    if moment is None or at is None:
        return query.order_by(_p.commit_n, _p.vehicle, _p.fix_at, _p.ref)
    return query.where(_is_newest_fix(moment, at)).order_by(_p.vehicle)


def _is_newest_fix(moment: Moment, at: datetime) -> sa.ColumnElement[bool]:
    """A vehicle's newest fix that was there, usable or not; of several of one instant the first recorded."""
    known = moment.until is None
    other = tables.positions.alias()
    pick = sa.select(other.c.fix_at).where(other.c.vehicle == _g.key, other.c.commit_n + 0 <= moment.commit)
    pick = pick.where(other.c.fix_at <= to_ms(at) + (AHEAD_MS if known else 0))
    fix = pick.order_by(other.c.fix_at.desc()).limit(1).correlate(tables.vehicle_heads).scalar_subquery()
    same = tables.positions.alias()
    first = sa.select(same.c.ref).where(same.c.vehicle == _g.key, same.c.fix_at == _p.fix_at)
    first = first.where(same.c.commit_n + 0 <= moment.commit).order_by(same.c.commit_n, same.c.ref).limit(1)
    ref = first.correlate(tables.vehicle_heads, tables.positions).scalar_subquery()
    return sa.and_(_p.fix_at == fix, _p.ref == ref)


def _readings(moment: Moment | None) -> sa.Select[Any]:
    """Every value that was recorded; as of a moment, the newest of each series."""
    joined = tables.readings.join(tables.series_heads, _s.key == _r.series)
    joined = joined.join(tables.series_versions, tables.series_versions.c.v == _s.v)
    joined = joined.join(tables.commits, _c.n == _r.commit_n)
    described = (
        _s.source,
        *(tables.series_versions.c[name] for name in ("station", "parameter", "unit", "lat", "lon")),
    )
    query = sa.select(tables.readings, *described, _c.recorded_at).select_from(joined)
    if moment is None:
        return query.order_by(_r.commit_n, _r.series, _r.valid_at)
    return query.where(_is_newest_reading(moment)).order_by(_r.series)


def _is_newest_reading(moment: Moment) -> sa.ColumnElement[bool]:
    """A series' newest value among those that count; of several told for one instant the last one recorded."""
    other = tables.readings.alias()
    mine = sa.and_(other.c.series == _r.series, other.c.commit_n + 0 <= moment.commit)
    at = sa.select(other.c.valid_at).where(mine).order_by(other.c.valid_at.desc()).limit(1)
    if moment.until is not None:
        at = at.where(other.c.valid_at <= moment.until)
    last = sa.select(sa.func.max(other.c.commit_n)).where(mine, other.c.valid_at == _r.valid_at)
    return sa.and_(
        _r.valid_at == at.correlate(tables.readings).scalar_subquery(),
        _r.commit_n == last.correlate(tables.readings).scalar_subquery(),
    )


def _log(table: sa.Table, moment: Moment | None, *, newest_only: bool) -> sa.Select[Any]:
    joined = table.join(tables.commits, _c.n == table.c.commit_n)
    query = sa.select(table, _c.recorded_at).select_from(joined).order_by(table.c.v)
    if moment is None:
        return query
    if newest_only:
        return query.where(_is_newest_of_source(table, moment))
    query = query.where(table.c.commit_n <= moment.commit)
    return query if moment.until is None else query.where(table.c.valid_at <= moment.until)


def _is_newest_of_source(table: sa.Table, moment: Moment) -> sa.ColumnElement[bool]:
    other = table.alias()
    pick = sa.select(other.c.v).where(other.c.source == table.c.source, other.c.commit_n + 0 <= moment.commit)
    if moment.until is not None:
        pick = pick.where(other.c.valid_at <= moment.until)
    pick = pick.order_by(other.c.valid_at.desc(), other.c.v.desc()).limit(1)
    return table.c.v == pick.correlate(table).scalar_subquery()
