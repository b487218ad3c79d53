"""What an exported row says: one plain function a stream, from the store's row to fields by name."""

from collections.abc import Callable, Mapping
from typing import Any

from app.domain.kind import flags_of
from app.domain.lifecycle import STAGES
from app.journal.cases import case_of
from app.journal.encode import from_json, from_ms
from app.journal.figure_rows import day_of
from app.journal.rows import STATES

_FIRST = ("commit", "source", "id", "valid_at", "recorded_at")
FIELDS: Mapping[str, tuple[str, ...]] = {
    "complaints": (
        *_FIRST,
        *("status", "state", "service_code", "service_name", "category", "title", "description", "address"),
        *("lat", "lon", "requested_at", "updated_at", "expected_at", "agency", "media_count", "flags"),
    ),
    "vehicles": (*_FIRST, "name", "kind", "group", "status", "unique_id", "last_update", "attributes"),
    "positions": (
        *_FIRST,
        *("vehicle", "lat", "lon", "speed_kmh", "course", "accuracy_m", "valid", "flags", "attributes"),
    ),
    "geofences": (*_FIRST, "name", "area", "attributes"),
    "indicators": (*_FIRST, "agency", "name", "period_from", "period_to", "value", "unit", "labels", "flags"),
    "readings": (*_FIRST, "station", "parameter", "value", "unit", "lat", "lon", "flags"),
    "orders": (*_FIRST, "case", "unit", "agency", "channel", "state", "by", "text", "lat", "lon"),
    "actions": (
        *_FIRST,
        *("case", "verb", "by", "workstation", "stage", "agency", "severity", "order", "order_state", "paused"),
        *("committed", "spent", "version", "said"),
    ),
    "rejected": (*_FIRST, "reason", "field", "raw"),
    "health": (*_FIRST, "state", "link_age_s", "error"),
}


def time_text(ms: int | None) -> str | None:
    """2016-11-30T03:42:07.000Z"""
    return None if ms is None else from_ms(ms).strftime("%Y-%m-%dT%H:%M:%S.") + f"{ms % 1000:03d}Z"


def _first(row: Any, id_: str, valid_at: int) -> dict[str, Any]:
    return {
        "commit": row.commit_n,
        "source": row.source,
        "id": id_,
        "valid_at": time_text(valid_at),
        "recorded_at": time_text(row.recorded_at),
    }


def _complaint(row: Any) -> dict[str, Any]:
    return _first(row, row.id, row.valid_at) | {
        "status": row.status,
        "state": STATES[row.state].value,
        "service_code": row.service_code,
        "service_name": row.service_name,
        "category": row.category,
        "title": row.title,
        "description": row.description,
        "address": row.address,
        "lat": row.lat,
        "lon": row.lon,
        "requested_at": time_text(row.requested_at),
        "updated_at": time_text(row.updated_at),
        "expected_at": time_text(row.expected_at),
        "agency": row.agency,
        "media_count": len(from_json(row.media, ())),
        "flags": list(flags_of(row.flags)),
    }


def _vehicle(row: Any) -> dict[str, Any]:
    return _first(row, row.id, row.valid_at) | {
        "name": row.name,
        "kind": row.vehicle_kind,
        "group": row.group_name,
        "status": row.status,
        "unique_id": row.unique_id,
        "last_update": time_text(row.last_update),
        "attributes": from_json(row.attributes, {}),
    }


def _position(row: Any) -> dict[str, Any]:
    return _first(row, row.ref, row.fix_at) | {
        "vehicle": row.vehicle_id,
        "lat": row.lat_e7 / 1e7,
        "lon": row.lon_e7 / 1e7,
        "speed_kmh": None if row.speed_mkmh is None else row.speed_mkmh / 1000,
        "course": None if row.course_mdeg is None else row.course_mdeg / 1000,
        "accuracy_m": row.accuracy_m,
        "valid": bool(row.valid),
        "flags": list(flags_of(row.flags)),
        "attributes": from_json(row.attributes, {}),
    }


def _geofence(row: Any) -> dict[str, Any]:
    fields = {"name": row.name, "area": from_json(row.area, {}), "attributes": from_json(row.attributes, {})}
    return _first(row, row.id, row.valid_at) | fields


def _indicator(row: Any) -> dict[str, Any]:
    return _first(row, row.id, row.valid_at) | {
        "agency": row.agency,
        "name": row.name,
        "period_from": day_of(row.day_from).isoformat(),
        "period_to": day_of(row.day_to).isoformat(),
        "value": row.value,
        "unit": row.unit,
        "labels": from_json(row.labels, {}),
        "flags": list(flags_of(row.flags)),
    }


def _reading(row: Any) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in ("station", "parameter", "value", "unit", "lat", "lon")}
    return _first(row, row.ref, row.valid_at) | fields | {"flags": list(flags_of(row.flags))}


def _order(row: Any) -> dict[str, Any]:
    fields = {name: getattr(row, name) for name in ("unit", "agency", "channel", "state", "by", "text", "lat", "lon")}
    return _first(row, row.id, row.valid_at) | {"case": row.case_id} | fields


def _action(row: Any) -> dict[str, Any]:
    case = case_of(row.after)
    return _first(row, row.id, row.valid_at) | {
        "case": f"{row.source}/{row.case_id}",
        "verb": row.verb,
        "by": row.by,
        "workstation": row.workstation,
        "stage": STAGES[row.stage].value,
        "agency": row.agency,
        "severity": row.severity,
        "order": case.order,
        "order_state": case.order_state.value if case.order_state else None,
        "paused": bool(row.paused),
        "committed": case.committed,
        "spent": case.spent,
        "version": row.version,
        "said": from_json(row.said, {}),
    }


def _rejected(row: Any) -> dict[str, Any]:
    return _first(row, row.id, row.valid_at) | {"reason": row.reason, "field": row.field, "raw": row.raw}


def _health(row: Any) -> dict[str, Any]:
    fields = {"state": row.state, "link_age_s": row.link_age_s, "error": row.error}
    return _first(row, row.source, row.valid_at) | fields


ROWS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "complaints": _complaint,
    "vehicles": _vehicle,
    "positions": _position,
    "geofences": _geofence,
    "indicators": _indicator,
    "readings": _reading,
    "orders": _order,
    "actions": _action,
    "rejected": _rejected,
    "health": _health,
}
