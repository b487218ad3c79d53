"""The journal's streams, and appending fixes and the small logs to them inside one write transaction."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.domain.vehicle import Position, Vehicle
from app.journal import acting_tables, figure_rows, rows, tables
from app.journal.bulk import insert_many, last
from app.journal.encode import content_hash, from_ms, to_ms
from app.journal.entities import EntityStream, by_source
from app.journal.heads import read_heads
from app.journal.words import complaint_words

COMPLAINTS = EntityStream(
    Kind.COMPLAINT,
    tables.complaint_heads,
    tables.complaint_versions,
    rows.complaint_content,
    rows.complaint_hash,
    rows.complaint_extra,
    rows.complaint_of,
    tables.complaint_words,
    complaint_words,
)
VEHICLES = EntityStream(
    Kind.VEHICLE,
    tables.vehicle_heads,
    tables.vehicle_versions,
    rows.vehicle_content,
    rows.vehicle_hash,
    rows.vehicle_extra,
    rows.vehicle_of,
)
GEOFENCES = EntityStream(
    Kind.GEOFENCE,
    tables.geofence_heads,
    tables.geofence_versions,
    rows.geofence_content,
    content_hash,
    rows.no_extra,
    rows.geofence_of,
)
INDICATORS = EntityStream(
    Kind.INDICATOR,
    tables.indicator_heads,
    tables.indicator_versions,
    figure_rows.indicator_content,
    content_hash,
    rows.no_extra,
    figure_rows.indicator_of,
)
ORDERS = EntityStream(
    Kind.ORDER,
    acting_tables.order_heads,
    acting_tables.order_versions,
    figure_rows.order_content,
    content_hash,
    rows.no_extra,
    figure_rows.order_of,
)
ENTITIES = (COMPLAINTS, VEHICLES, GEOFENCES, INDICATORS, ORDERS)
LOGS: dict[Kind, sa.Table] = {
    Kind.HEALTH: tables.health,
    Kind.REJECTED: tables.rejected,
    Kind.DERIVED: tables.derived,
    Kind.REQUEST: tables.requests,
    Kind.ROOM: tables.room,
    Kind.REPORT: tables.reports,
}


def append_positions(connection: Connection, commit: int, facts: Sequence[Position], recorded_at: int) -> int:
    """Store fixes that are not there yet; a fix of a vehicle nobody described makes that vehicle known by its id."""
    values: list[tuple[Any, ...]] = []
    for source, mine in by_source(facts).items():
        keys = _vehicle_keys(connection, commit, source, mine, recorded_at)
        values += [rows.position_row(fact, keys[fact.vehicle], commit) for fact in mine]
    values.sort(key=lambda row: row[:3])
    return insert_many(connection, tables.positions, values)


def _vehicle_keys(
    connection: Connection, commit: int, source: str, facts: Sequence[Position], recorded_at: int
) -> dict[str, int]:
    first = {fact.vehicle: fact for fact in reversed(facts)}
    heads = read_heads(connection, tables.vehicle_heads, source, first)
    known = [
        Vehicle(source, id_, from_ms(min(to_ms(fact.valid_at), recorded_at)), name=id_)
        for id_, fact in first.items()
        if id_ not in heads
    ]
    if known:
        VEHICLES.append(connection, commit, known)
        heads = read_heads(connection, tables.vehicle_heads, source, first)
    return {id_: many[-1].key for id_, many in heads.items()}


def append_log(connection: Connection, commit: int, kind: Kind, facts: Sequence[Any]) -> int:
    """Append to a small stream; facts whose natural key exists are left out."""
    table = LOGS[kind]
    first = last(connection, table.c.v) + 1
    taken = [rows.log_row(fact) | {"v": first + i, "commit_n": commit} for i, fact in enumerate(facts)]
    return insert_many(connection, table, [tuple([row[c.name] for c in table.columns]) for row in taken])
