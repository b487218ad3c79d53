"""Reading the journal: what is new since a commit, and the rows a picture is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.domain.order import UNANSWERED
from app.journal import tables
from app.journal.acting_tables import actions, order_versions
from app.journal.bulk import Among, ask_many, fetch, last, pieces
from app.journal.cases import ORDER_STATES
from app.journal.copying import Row
from app.journal.encode import to_ms
from app.journal.engine import reading
from app.journal.fixes import Fixes, fixes_of, no_fixes
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from app.journal.unanswered import Silence, silences_above, silences_of

CHUNK = 20_000

_v, _w, _p = tables.complaint_versions.c, tables.vehicle_versions.c, tables.positions.c
_i, _a = tables.indicator_versions.c, actions.c
COMPLAINT_COLUMNS = (
    _v.key,
    _v.v,
    _v.valid_at,
    _v.commit_n,
    _v.source,
    _v.status,
    _v.state,
    _v.category,
    _v.agency,
    _v.lat,
    _v.lon,
    _v.requested_at,
    _v.updated_at,
    _v.expected_at,
    _v.flags,
)
VEHICLE_COLUMNS = (
    _w.key,
    _w.v,
    _w.valid_at,
    _w.commit_n,
    _w.source,
    _w.id,
    _w.name,
    _w.vehicle_kind,
    _w.group_name,
    _w.status,
)
POSITION_COLUMNS = (
    _p.vehicle,
    _p.fix_at,
    _p.commit_n,
    _p.lat_e7,
    _p.lon_e7,
    _p.speed_mkmh,
    _p.course_mdeg,
    _p.valid,
    _p.flags,
)

INDICATOR_COLUMNS = (
    _i.key,
    _i.v,
    _i.valid_at,
    _i.commit_n,
    _i.source,
    _i.agency,
    _i.name,
    _i.day_from,
    _i.day_to,
    _i.value,
    _i.unit,
    _i.labels,
    _i.flags,
)

_UNANSWERED = [ORDER_STATES.index(state) for state in UNANSWERED]
CASE_COLUMNS = (
    _a.key,
    _a.v,
    _a.valid_at,
    _a.commit_n,
    _a.version,
    _a.stage,
    _a.agency,
    _a.severity,
    _a.order_state,
    _a.paused,
    _a.due_at,
    _a.legal_at,
    _a.ended_at,
    _a.committed,
    _a.spent,
    sa.case((_a.order_state.in_(_UNANSWERED), _a.after), else_=""),  # the case itself, only while its crew is silent
)


class Axis(StrEnum):
    """Which of a fact's two dates a question means: recorded here, or true in the city."""

    KNOWN = "known"
    TRUE = "true"


@dataclass(frozen=True, slots=True)
class Changes:
    """What a commit or several changed: up to which commit, which kinds, which entities (dense keys)."""

    commit: int
    kinds: frozenset[Kind]
    entities: dict[Kind, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Delta:
    """Rows above a commit, by kind, in the order of their recording; `commit` is the newest seen."""

    commit: int
    complaints: list[Row] = field(default_factory=list)
    vehicles: list[Row] = field(default_factory=list)
    positions: Fixes = field(default_factory=no_fixes)
    indicators: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    silences: list[Silence] = field(default_factory=list)
    kinds: frozenset[Kind] = frozenset()


def newest_commit(journal: Journal) -> int:
    """The newest commit number, 0 for an empty journal."""
    with trouble_named(), reading(journal.reads) as connection:
        return last(connection, tables.commits.c.n)


def commit_at(connection: Connection, instant: datetime) -> int:
    """The newest commit recorded at or before an instant; recording times never go back."""
    c = tables.commits.c
    query = sa.select(c.n).where(c.recorded_at <= to_ms(instant)).order_by(c.recorded_at.desc(), c.n.desc()).limit(1)
    return connection.execute(query).scalar() or 0


def since(journal: Journal, commit: int) -> Delta:
    """Every row above `commit` that a picture holds, and the kinds of all others.

    Numbers become visible in order, so asking again with the delta's own commit never misses or repeats a row.
    """
    with trouble_named(), reading(journal.reads) as connection:
        delta = Delta(last(connection, tables.commits.c.n))
        if delta.commit <= commit:
            return delta
        delta.complaints = _above(
            connection, sa.select(*COMPLAINT_COLUMNS).order_by(_v.commit_n, _v.v), _v.commit_n, commit
        )
        delta.vehicles = _above(
            connection, sa.select(*VEHICLE_COLUMNS).order_by(_w.commit_n, _w.v), _w.commit_n, commit
        )
        fixes = sa.select(*POSITION_COLUMNS).order_by(_p.commit_n, _p.vehicle, _p.fix_at, _p.ref)
        delta.positions = fixes_of(_above(connection, fixes, _p.commit_n, commit))
        figures = sa.select(*INDICATOR_COLUMNS).order_by(_i.commit_n, _i.v)
        delta.indicators = _above(connection, figures, _i.commit_n, commit)
        delta.cases = _above(connection, sa.select(*CASE_COLUMNS).order_by(_a.v), _a.commit_n, commit)
        delta.kinds = _kinds(connection, delta, commit)
        delta.silences = silences_of(connection, waiting(delta.cases))
        if Kind.DERIVED in delta.kinds:
            delta.silences += silences_above(connection, commit)
        return delta


def _above(connection: Connection, query: Any, column: Any, commit: int) -> list[Row]:
    return fetch(connection.execute(query.where(column > commit)))


def _kinds(connection: Connection, delta: Delta, commit: int) -> frozenset[Kind]:
    rows = (
        (Kind.COMPLAINT, delta.complaints),
        (Kind.VEHICLE, delta.vehicles),
        (Kind.POSITION, delta.positions),
        (Kind.INDICATOR, delta.indicators),
        (Kind.ACTION, delta.cases),
    )
    kinds = {kind for kind, many in rows if many}
    others = (
        (Kind.GEOFENCE, tables.geofence_versions),
        (Kind.ORDER, order_versions),
        (Kind.READING, tables.readings),
        (Kind.REPORT, tables.reports),
        (Kind.HEALTH, tables.health),
        (Kind.REJECTED, tables.rejected),
        (Kind.DERIVED, tables.derived),
        (Kind.REQUEST, tables.requests),
        (Kind.ROOM, tables.room),
    )
    for kind, table in others:
        if connection.execute(sa.select(table.c.commit_n).where(table.c.commit_n > commit).limit(1)).first():
            kinds.add(kind)
    return frozenset(kinds)


def complaint_versions(
    connection: Connection, above: int, up_to: int, until: datetime | None
) -> Iterator[Sequence[Row]]:
    """Complaint versions with above < commit <= up_to that were true at `until` or before, as recorded, in chunks."""
    if above:
        query = sa.select(*COMPLAINT_COLUMNS).where(_v.commit_n > above, _v.commit_n <= up_to)
        query = query.order_by(_v.commit_n, _v.v)
    else:  # from the beginning: in the order of the rows themselves, not by way of an index
        query = sa.select(*COMPLAINT_COLUMNS).where(_v.commit_n + 0 <= up_to).order_by(_v.v)
    if until is not None:
        query = query.where(_v.valid_at <= to_ms(until))
    return chunks(connection, query)


def indicator_versions(
    connection: Connection, up_to: int, until: datetime | None, above: int = 0
) -> Iterator[Sequence[Row]]:
    """Indicator versions with above < commit <= up_to that were true at `until` or before, as recorded, in chunks."""
    if above:
        query = sa.select(*INDICATOR_COLUMNS).where(_i.commit_n > above, _i.commit_n <= up_to)
        query = query.order_by(_i.commit_n, _i.v)
    else:
        query = sa.select(*INDICATOR_COLUMNS).where(_i.commit_n + 0 <= up_to).order_by(_i.v)
    if until is not None:
        query = query.where(_i.valid_at <= to_ms(until))
    return chunks(connection, query)


def indicators_before(connection: Connection, keys: Any, up_to: int, until: datetime | None) -> list[Row]:
    """All versions of some indicators with commit <= up_to that were true at `until` or before, as recorded."""

    def query(among: Among) -> sa.Select[Any]:
        rows = sa.select(*INDICATOR_COLUMNS).where(among(_i.key), _i.commit_n + 0 <= up_to).order_by(_i.v)
        return rows if until is None else rows.where(_i.valid_at <= to_ms(until))

    return ask_many(connection, query, [int(key) for key in keys], sa.BigInteger)


def case_versions(connection: Connection, up_to: int, until: datetime | None) -> list[Row]:
    """The newest action on each case with commit <= up_to that was done at `until` or before (CASE_COLUMNS)."""
    newest = sa.select(sa.func.max(_a.v)).where(_a.commit_n + 0 <= up_to).group_by(_a.key)
    if until is not None:
        newest = newest.where(_a.valid_at <= to_ms(until))
    return fetch(connection.execute(sa.select(*CASE_COLUMNS).where(_a.v.in_(newest)).order_by(_a.v)))


def waiting(cases: Sequence[Row]) -> list[int]:
    """Keys of those among cases (CASE_COLUMNS) whose crew has not answered yet."""
    return [row[0] for row in cases if row[-1]]


def chunks(connection: Connection, query: Any, size: int = CHUNK) -> Iterator[Sequence[Row]]:
    """The rows of a query in pieces, never all of them in memory."""
    if connection.dialect.name == "sqlite":
        yield from pieces(connection.execute(query), size)
    else:
        options = {"stream_results": True, "yield_per": size}
        yield from connection.execute(query, execution_options=options).partitions()
