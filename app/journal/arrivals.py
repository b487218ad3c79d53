"""Arrivals the watch has noted, read only for what a person looks at: at one complaint, or of one vehicle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.encode import from_json, from_ms
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named

MOST = 50  # arrivals of one vehicle or at one complaint; older ones are in the export

_d, _c = tables.derived.c, tables.commits.c
_w, _g = tables.vehicle_versions.c, tables.vehicle_heads.c


@dataclass(frozen=True, slots=True)
class Arrived:
    """A vehicle has arrived at a place: `at` in the city, `recorded_at` in this room.

    `kind` is complaint, landmark or geofence; `place` the key of a complaint or geofence, 0 for a landmark.
    """

    vehicle: int
    vehicle_name: str
    at: datetime
    recorded_at: datetime
    kind: str
    place: int
    place_name: str


def arrivals_at(connection: Connection, complaint: int, up_to: int | None = None) -> tuple[Arrived, ...]:
    """Arrivals at one complaint, newest first, optionally only up to a commit.

    No index leads from a place to its arrivals: each vehicle is asked for its own since the complaint was made.
    """
    made = sa.select(sa.func.min(tables.complaint_versions.c.requested_at))
    made = made.where(tables.complaint_versions.c.key == complaint)
    vehicles = sa.select("vehicle/" + sa.cast(_g.key, sa.Text))
    since = sa.func.coalesce(made.scalar_subquery(), 0)
    here = _d.what.like(f"arrived/complaint/{int(complaint)}/%")
    return _read(connection, [_d.entity.in_(vehicles), _d.valid_at >= since, here], up_to)


def arrivals_of(connection: Connection, vehicle: int, up_to: int | None = None) -> tuple[Arrived, ...]:
    """Arrivals of one vehicle, newest first, optionally only up to a commit."""
    return _read(connection, [_d.entity == f"vehicle/{int(vehicle)}"], up_to)


def arrivals(journal: Journal, kind: str, key: int, up_to: int | None = None) -> tuple[Arrived, ...]:
    """Arrivals of a vehicle or at a complaint; of any other kind there are none."""
    if kind not in ("complaint", "vehicle"):
        return ()
    with trouble_named(), reading(journal.reads) as connection:
        return (arrivals_at if kind == "complaint" else arrivals_of)(connection, key, up_to)


def _read(connection: Connection, which: Sequence[Any], up_to: int | None) -> tuple[Arrived, ...]:
    query = sa.select(_d.entity, _d.valid_at, _d.body, _c.recorded_at).join(tables.commits, _c.n == _d.commit_n)
    query = query.where(_d.watch == "arrival", *which)
    if up_to is not None:
        query = query.where(_d.commit_n <= up_to)
    rows = connection.execute(query.order_by(_d.valid_at.desc(), _d.v.desc()).limit(MOST)).all()
    keys = {int(row.entity.removeprefix("vehicle/")) for row in rows}
    names = _names(connection, keys)
    return tuple(_arrived(row, names) for row in rows)


def _names(connection: Connection, keys: set[int]) -> dict[int, str]:
    query = sa.select(_g.key, _w.name, _g.id).join_from(tables.vehicle_heads, tables.vehicle_versions, _w.v == _g.v)
    query = query.where(_g.key.in_(sa.bindparam("keys", expanding=True)))
    return {key: name or id_ for key, name, id_ in connection.execute(query, {"keys": list(keys)})}


def _arrived(row: Any, names: dict[int, str]) -> Arrived:
    vehicle, body = int(row.entity.removeprefix("vehicle/")), from_json(row.body, {})
    return Arrived(
        vehicle,
        names.get(vehicle, str(vehicle)),
        from_ms(row.valid_at),
        from_ms(row.recorded_at),
        str(body.get("kind", "")),
        int(body.get("key", 0)),
        str(body.get("name", "") or body.get("id", "")),
    )
