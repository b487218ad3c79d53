"""Reading for the watches: the rows above a cursor in bounded pieces, and what stood in the journal at a commit.

A piece is whole commits, so that the same cursor always gives the same next rows.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.complaint import State
from app.domain.kind import Kind
from app.domain.source import Derived, Health
from app.journal import tables
from app.journal.acting_tables import actions
from app.journal.bulk import Among, ask_many, last
from app.journal.cases import case_of
from app.journal.encode import from_json, from_ms
from app.journal.engine import reading
from app.journal.moments import Moment, fixes_standing
from app.journal.rows import STATES, health_of
from app.journal.store import Journal
from app.journal.tombstones import GONE
from app.journal.trouble import trouble_named
from app.journal.watch_rows import CaseRow, ComplaintRow, GeofenceRow, Piece, PositionRow, Stood, VehicleRow

_v, _w, _f = tables.complaint_versions.c, tables.vehicle_versions.c, tables.geofence_versions.c
_p, _n, _a = tables.positions.c, tables.commits.c, actions.c
_END = 2**62


def read_piece(journal: Journal, low: int, kinds: frozenset[Kind], *, most: int, end: int | None = None) -> Piece:
    """The next at most `most` commits above `low`, not beyond `end`. Raises JournalError when the store is away."""
    with trouble_named(), reading(journal.engine) as connection:
        newest = last(connection, _n.n)
        high = max(low, min(low + most, newest, _END if end is None else end))
        until = connection.execute(sa.select(_n.recorded_at).where(_n.n == high)).scalar() or 0
        if high == low:
            return Piece(low, high, newest, until)
        found = {kind: _READERS[kind](connection, low, high) for kind in kinds & _READERS.keys()}
        times = _times(connection, low, high)
    named = {_FIELDS[kind]: rows for kind, rows in found.items()}
    return Piece(low, high, newest, until, **named, times=times)


def stood_at(journal: Journal, commit: int) -> Stood:
    """What stood when `commit` was the newest: later commits count for nothing, so that a restart sees the same."""
    with trouble_named(), reading(journal.engine) as connection:
        fixes = fixes_standing(connection, Moment(commit), None)  # of each vehicle the newest comes last
        complaints = _open_complaints(connection, commit)
        return Stood(
            complaints,
            _geofences(connection, 0, commit),
            {row[0]: row[1] for row in fixes},
            _cases_at(connection, commit, {row.key for row in complaints}),
        )


_COMPLAINT = (
    *(_v.key, _v.v, _v.valid_at, _v.commit_n, _v.source, _v.id, _v.state, _v.category, _v.agency),
    *(_v.lat, _v.lon, _v.requested_at, _v.expected_at, _v.flags),
    *(_v.title, _v.service_name, _v.service_code),
)


def _complaint(row: Any) -> ComplaintRow:
    *plain, title, service_name, service_code = row
    plain[6] = STATES[row.state]
    return ComplaintRow._make([*plain, title or service_name or service_code])


def _is_current(at_commit: Any) -> Any:
    """No version known by then is truer: a late older version never replaces a newer one."""
    other = tables.complaint_versions.alias("o").c
    newer = sa.or_(other.valid_at > _v.valid_at, sa.and_(other.valid_at == _v.valid_at, other.v > _v.v))
    return ~sa.exists().where(other.key == _v.key, other.valid_at >= _v.valid_at, other.commit_n <= at_commit, newer)


def _complaint_rows(connection: Connection, low: int, high: int) -> tuple[ComplaintRow, ...]:
    query = sa.select(*_COMPLAINT)
    query = query.where(_v.commit_n > low, _v.commit_n <= high, _is_current(_v.commit_n)).order_by(_v.v)
    return tuple(_complaint(row) for row in connection.execute(query))


def _open_complaints(connection: Connection, commit: int) -> tuple[ComplaintRow, ...]:
    """From the heads, except for those changed since: their newest version up to the commit."""
    is_open = (_v.state == STATES.index(State.OPEN), _v.commit_n <= commit)
    heads = tables.complaint_versions.join(tables.complaint_heads, _v.v == tables.complaint_heads.c.v)
    unchanged = sa.select(*_COMPLAINT).select_from(heads).where(*is_open)
    later = tables.complaint_versions.alias("later").c
    changed_keys = sa.select(later.key).where(later.commit_n > commit)
    changed = sa.select(*_COMPLAINT).where(*is_open, _v.key.in_(changed_keys), _is_current(commit))
    found = {row.key: _complaint(row) for query in (unchanged, changed) for row in connection.execute(query)}
    return tuple(found.values())


def _vehicle_rows(connection: Connection, low: int, high: int) -> tuple[VehicleRow, ...]:
    columns = (_w.key, _w.commit_n, _w.source, _w.id, _w.name, _w.vehicle_kind, _w.group_name, _w.status)
    query = sa.select(*columns).where(_w.commit_n > low, _w.commit_n <= high).order_by(_w.v)
    return tuple(VehicleRow(*row) for row in connection.execute(query))


def _position_rows(connection: Connection, low: int, high: int) -> tuple[PositionRow, ...]:
    columns = (_p.vehicle, _p.fix_at, _p.commit_n, _p.lat_e7, _p.lon_e7, _p.speed_mkmh, _p.valid, _p.flags)
    query = sa.select(*columns).where(_p.commit_n > low, _p.commit_n <= high)
    return tuple(
        PositionRow(v, t, n, lat / 1e7, lon / 1e7, None if speed is None else speed / 1000, bool(valid), flags)
        for v, t, n, lat, lon, speed, valid, flags in connection.execute(query)
    )


def _geofences(connection: Connection, low: int, high: int) -> tuple[GeofenceRow, ...]:
    """Areas; one its source no longer lists has no outline, so that nobody arrives there."""
    columns = (_f.key, _f.v, _f.valid_at, _f.commit_n, _f.source, _f.id, _f.name, _f.area, _f.attributes)
    query = sa.select(*columns).where(_f.commit_n > low, _f.commit_n <= high).order_by(_f.v)
    rows = connection.execute(query)
    return tuple(GeofenceRow(*row[:-2], "" if GONE in from_json(row.attributes, {}) else row.area) for row in rows)


def _health(connection: Connection, low: int, high: int) -> tuple[Health, ...]:
    c = tables.health.c
    query = sa.select(tables.health).where(c.commit_n > low, c.commit_n <= high).order_by(c.v)
    return tuple(health_of(row) for row in connection.execute(query))


def _derived(connection: Connection, low: int, high: int) -> tuple[Derived, ...]:
    c = tables.derived.c
    query = sa.select(tables.derived).where(c.commit_n > low, c.commit_n <= high).order_by(c.v)
    return tuple(_derived_of(row) for row in connection.execute(query))


def _derived_of(row: Any) -> Derived:
    at, body = from_ms(row.valid_at), from_json(row.body, {})
    return Derived(row.watch, row.version, row.entity, row.cause, at, row.what, body)


def _times(connection: Connection, low: int, high: int) -> dict[int, int]:
    query = sa.select(_n.n, _n.recorded_at).where(_n.n > low, _n.n <= high)
    return {row.n: row.recorded_at for row in connection.execute(query)}


def _case_rows(connection: Connection, low: int, high: int) -> tuple[CaseRow, ...]:
    """The cases after each action; before them those of the piece's complaints that stood at `low`."""
    changed = sa.select(_v.key).where(_v.commit_n > low, _v.commit_n <= high)
    newest = sa.select(sa.func.max(_a.v)).where(_a.commit_n <= low, _a.key.in_(changed)).group_by(_a.key)
    query = sa.select(_a.key, _a.commit_n, _a.after).order_by(_a.v)
    stood = connection.execute(query.where(_a.v.in_(newest)))
    rows = [CaseRow(row.key, low, case_of(row.after)) for row in stood]
    done = connection.execute(query.where(_a.commit_n > low, _a.commit_n <= high))
    return (*rows, *(CaseRow(row.key, row.commit_n, case_of(row.after)) for row in done))


def _cases_at(connection: Connection, commit: int, keys: set[int]) -> tuple[CaseRow, ...]:
    """The cases of some complaints at a commit, by seeks: most were never touched, and other actions may be many."""

    def query(among: Among) -> sa.Select[Any]:
        older = actions.alias("older").c
        newest = sa.select(sa.func.max(older.v)).where(among(older.key), older.commit_n <= commit).group_by(older.key)
        return sa.select(_a.key, _a.commit_n, _a.after).where(_a.v.in_(newest))

    found = ask_many(connection, query, sorted(keys), sa.BigInteger)
    return tuple(CaseRow(key, number, case_of(after)) for key, number, after in found)


_READERS: Mapping[Kind, Any] = {
    Kind.COMPLAINT: _complaint_rows,
    Kind.VEHICLE: _vehicle_rows,
    Kind.POSITION: _position_rows,
    Kind.GEOFENCE: _geofences,
    Kind.HEALTH: _health,
    Kind.DERIVED: _derived,
    Kind.ACTION: _case_rows,
}
_FIELDS: Mapping[Kind, str] = {
    Kind.COMPLAINT: "complaints",
    Kind.VEHICLE: "vehicles",
    Kind.POSITION: "positions",
    Kind.GEOFENCE: "geofences",
    Kind.HEALTH: "health",
    Kind.DERIVED: "derived",
    Kind.ACTION: "cases",
}
