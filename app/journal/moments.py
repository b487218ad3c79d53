"""The state of single entities as of an instant, by index seeks: one statement, no scan of a stream.

KNOWN means the newest version among commits up to one; TRUE the newest among all that were true at an instant.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.bulk import fetch, last
from app.journal.copying import Row
from app.journal.encode import to_ms
from app.journal.fixes import UNTRUSTED
from app.journal.reader import POSITION_COLUMNS, VEHICLE_COLUMNS, Axis, commit_at

AHEAD_MS = 300_000  # a fix further ahead of the clock that read it carries the flag `clock`
_FOREVER = 2**62
_g, _w, _p = tables.vehicle_heads.c, tables.vehicle_versions.c, tables.positions.c


@dataclass(frozen=True, slots=True)
class Moment:
    """What counts at an instant: commits up to `commit`, and what was true up to `until` (ms; None = no limit)."""

    commit: int
    until: int | None = None

    @classmethod
    def of(cls, connection: Connection, at: datetime, axis: Axis) -> "Moment":
        """The moment of an instant on an axis."""
        if axis is Axis.KNOWN:
            return cls(commit_at(connection, at))
        return cls(last(connection, tables.commits.c.n), to_ms(at))

    @classmethod
    def now(cls, connection: Connection) -> "Moment":
        """All that is recorded."""
        return cls(last(connection, tables.commits.c.n))


def standing(versions: sa.Table, heads: sa.Table, moment: Moment) -> sa.ColumnElement[bool]:
    """Joins a head to the version of it that stood at a moment: the newest by (valid_at, v)."""
    other = versions.alias()
    pick = sa.select(other.c.v).where(other.c.key == heads.c.key, other.c.commit_n + 0 <= moment.commit)
    if moment.until is not None:
        pick = pick.where(other.c.valid_at <= moment.until)
    pick = pick.order_by(other.c.valid_at.desc(), other.c.v.desc()).limit(1)
    return versions.c.v == pick.correlate(heads).scalar_subquery()


def vehicles_standing(connection: Connection, moment: Moment) -> list[Row]:
    """The description of every vehicle at a moment (VEHICLE_COLUMNS).

    On the TRUE axis a vehicle described only later is described by its first words: its fixes may be older.
    """
    table = tables.vehicle_versions
    joined = tables.vehicle_heads.join(table, standing(table, tables.vehicle_heads, moment))
    rows = fetch(connection.execute(sa.select(*VEHICLE_COLUMNS).select_from(joined)))
    if moment.until is None:
        return rows
    other = table.alias()
    first = sa.select(other.c.v).where(other.c.key == _g.key).order_by(other.c.valid_at, other.c.v).limit(1)
    late = tables.vehicle_heads.join(table, _w.v == first.correlate(tables.vehicle_heads).scalar_subquery())
    return rows + fetch(
        connection.execute(sa.select(*VEHICLE_COLUMNS).select_from(late).where(_w.valid_at > moment.until))
    )


def fixes_standing(connection: Connection, moment: Moment, at: datetime | None) -> list[Row]:
    """Each vehicle's newest usable fix at a moment and the one before it (POSITION_COLUMNS, oldest first).

    `at` is the instant the moment stands for; None = now.
    """
    if moment.until is not None:
        limit = moment.until
    else:
        limit = _FOREVER if at is None else to_ms(at) + AHEAD_MS
    newest = _last_fix(_g.key, limit, moment, strict=False)
    # `+ 0` keeps SQLite from starting at the positions: it must seek from each vehicle, never scan
    keys = sa.select((_g.key + 0).label("vehicle"), newest.label("fix_at")).where(_has_fix(moment)).subquery()
    before = _last_fix(keys.c.vehicle, keys.c.fix_at, moment, strict=True)
    found: list[Row] = []
    for fix in (before, keys.c.fix_at):
        on = sa.and_(_p.vehicle == keys.c.vehicle, _p.fix_at == fix)
        query = sa.select(*POSITION_COLUMNS).select_from(keys.join(tables.positions, on)).where(*_usable(_p, moment))
        found += fetch(connection.execute(query.order_by(_p.vehicle, _p.fix_at, _p.commit_n, _p.ref)))
    return found


def _usable(columns: Any, moment: Moment) -> tuple[Any, ...]:
    usable = columns.flags.op("&")(UNTRUSTED) == 0
    return (usable,) if moment.until is not None else (usable, columns.commit_n + 0 <= moment.commit)


def _has_fix(moment: Moment) -> Any:
    """Whether a vehicle had any fix among the commits: spares a scan of a history that was recorded later."""
    if moment.until is not None:
        return sa.true()
    other = tables.positions.alias()
    return sa.exists().where(other.c.vehicle == _g.key, other.c.commit_n <= moment.commit)


def _last_fix(vehicle: Any, limit: Any, moment: Moment, *, strict: bool) -> Any:
    """The time of a vehicle's newest usable fix up to (or, if strict, before) a limit."""
    other = tables.positions.alias()
    bound = other.c.fix_at < limit if strict else other.c.fix_at <= limit
    pick = sa.select(other.c.fix_at).where(other.c.vehicle == vehicle, bound, *_usable(other.c, moment))
    return pick.order_by(other.c.fix_at.desc()).limit(1).scalar_subquery()
