"""Traccar's objects as JSON text. Written by hand for speed: a day's track is thousands of positions."""

import json
from datetime import UTC, datetime
from typing import Any

from data_sources.simulator.fleet import Vehicle, category_of
from data_sources.simulator.noise import unit
from data_sources.simulator.tracks import Fix

Record = dict[str, Any]
ONLINE_S = 600.0
_FLAG = ("false", "true")


def stamp(at: float) -> str:
    """Traccar's own way to write a moment: UTC, milliseconds, +00:00."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{int(at * 1000) % 1000:03d}+00:00"


def position_text(fix: Fix) -> str:
    """One position as JSON text; speed in knots, distances in metres, hours in milliseconds."""
    at = stamp(fix.at)
    battery = 60 + fix.id % 41
    return (
        f'{{"id":{fix.id},"deviceId":{fix.vehicle.id},"protocol":"teltonika","serverTime":"{stamp(fix.heard)}",'
        f'"deviceTime":"{at}","fixTime":"{at}","outdated":false,"valid":true,"latitude":{fix.lat},"longitude":{fix.lon},'
        f'"altitude":{18 + fix.vehicle.id % 9}.0,"speed":{fix.speed},"course":{fix.course},"address":null,'
        f'"accuracy":{round(3 + 6 * unit(fix.id, 7), 1)},"network":null,"geofenceIds":null,"attributes":{{'
        f'"ignition":{_FLAG[fix.ignition]},"motion":{_FLAG[fix.moving]},"sat":{7 + fix.id % 7},'
        f'"batteryLevel":{battery},'
        f'"distance":{round(fix.speed * 0.514444 * 12, 1)},"totalDistance":{fix.metres},"odometer":{fix.metres},'
        f'"hours":{fix.hours_ms}}}}}'
    )


def device_record(vehicle: Vehicle, fix: Fix | None, now: float) -> Record:
    """One device; online while its last message is younger than ten minutes, unknown after that."""
    status = "offline"
    if fix is not None:
        status = "online" if now - fix.heard < ONLINE_S else "unknown" if now - fix.heard < 86400 else "offline"
    return {
        "id": vehicle.id,
        "attributes": {"kind": vehicle.kind},
        "groupId": vehicle.group,
        "calendarId": 0,
        "name": vehicle.name,
        "uniqueId": vehicle.unique_id,
        "status": status,
        "lastUpdate": stamp(fix.heard) if fix else None,
        "positionId": fix.id if fix else 0,
        "phone": None,
        "model": vehicle.habit.model,
        "contact": vehicle.plate,
        "category": category_of(vehicle.kind),
        "disabled": False,
        "expirationTime": None,
    }


def user_record(email: str) -> Record:
    """The account behind a session."""
    return {
        "id": 1, "attributes": {}, "name": email.partition("@")[0] or "pengamat", "login": None, "email": email,
        "phone": None, "readonly": True, "administrator": False, "map": None, "latitude": 0.0, "longitude": 0.0,
        "zoom": 0,
        "coordinateFormat": None, "disabled": False, "expirationTime": None, "deviceLimit": -1, "userLimit": 0,
        "deviceReadonly": True, "limitCommands": True, "disableReports": False, "fixedEmail": False, "poiLayer": None,
        "totpKey": None, "temporary": False, "password": None,
    }  # fmt: skip


def server_record(lat: float, lon: float) -> Record:
    """GET /server."""
    return {
        "id": 1, "attributes": {}, "registration": False, "readonly": False, "deviceReadonly": False, "map": None,
        "bingKey": None, "mapUrl": None, "overlayUrl": None, "latitude": lat, "longitude": lon, "zoom": 12,
        "forceSettings": False, "coordinateFormat": None, "limitCommands": False, "disableReports": False,
        "fixedEmail": False, "poiLayer": None, "announcement": None, "emailEnabled": False, "geocoderEnabled": False,
        "textEnabled": False, "storageSpace": None, "newServer": False, "openIdEnabled": False, "openIdForce": False,
        "twelveHourFormat": False, "version": "6.14.5",
    }  # fmt: skip


def joined(texts: list[str]) -> bytes:
    """Position texts as one JSON list."""
    return f"[{','.join(texts)}]".encode()


def dumped(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
