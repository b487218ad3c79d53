"""Faults of fleet servers and of boxes in vehicles, applied to good positions and devices."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from data_sources.simulator.faults import Active, Fault
from data_sources.simulator.hostile import hostile_text, serial_of
from data_sources.simulator.noise import chooser
from data_sources.simulator.traccar_json import stamp
from data_sources.simulator.tracks import TICK

Record = dict[str, Any]
STRIDE = 128


def bend_positions(texts: list[str], faults: Active) -> list[Record] | None:
    """The positions under the faults, or None when no fault concerns them and the texts stand as they are."""
    if not any(name in faults for name in (*_EACH, *_LIST)):
        return None
    rows: list[Record] = [json.loads(text) for text in texts]
    for name, bend in _EACH.items():
        if name in faults:
            for row in rows:
                bend(row, faults[name])
    return bend_list(rows, faults)


def bend_list(rows: list[Record], faults: Active) -> list[Record]:
    """Faults of any list: empty, twice, shuffled, one missing, one field missing or retyped."""
    if "empty" in faults:
        return []
    if "vanish" in faults and rows:
        gone = int(faults["vanish"].number(rows[0]["id"]))
        rows = [row for row in rows if row["id"] != gone and row.get("deviceId") != gone]
    if "duplicates" in faults:
        rows = [row for row in rows for _ in range(2)]
    if "out_of_order" in faults:
        chooser("order", len(rows)).shuffle(rows)
    return rows


def bend_devices(rows: list[Record], faults: Active) -> list[Record]:
    """Devices under the faults."""
    for row in rows:
        n = serial_of(row["id"])
        if "restart" in faults:
            row |= {"status": "offline", "positionId": 0}
        if "hostile" in faults:
            row |= {"name": hostile_text(n, faults["hostile"].arg), "model": hostile_text(n + 1, faults["hostile"].arg)}
        if "null_fields" in faults:
            row |= dict.fromkeys(("lastUpdate", "positionId", "groupId", "phone", "model", "contact", "category"))
        if "new_field" in faults:
            row |= {"motionStreak": True, "contactName": "Pak Joko", "driverPhone": "0812000111"}
    return bend_list(rows, faults)


def hostile_names(rows: list[Record], faults: Active) -> list[Record]:
    """Groups, areas and report rows with hostile names, where that fault is on."""
    if "hostile" not in faults:
        return rows
    arg, keys = faults["hostile"].arg, ("name", "description", "deviceName", "address")
    return [
        row | {k: hostile_text(serial_of(row.get("id", row.get("deviceId"))), arg) for k in keys if k in row}
        for row in rows
    ]


def _late(row: Record, fault: Fault) -> None:
    """A stored point that arrives after newer ones: fix long ago, heard just now."""
    at = stamp(_moment(row["fixTime"]) - fault.number(600))
    row |= {"fixTime": at, "deviceTime": at, "id": max(1, row["id"] - int(fault.number(600) // TICK) * STRIDE)}


def _clock(at: str) -> Callable[[Record, Fault], None]:
    def bend(row: Record, fault: Fault) -> None:
        if fault.arg in (None, "", str(row["deviceId"])):
            row |= {"fixTime": at, "deviceTime": at}

    return bend


def _ahead(row: Record, fault: Fault) -> None:
    at = stamp(_moment(row["fixTime"]) + fault.number(86400))
    row |= {"fixTime": at, "deviceTime": at}


def _skew(row: Record, fault: Fault) -> None:
    for key in ("fixTime", "deviceTime", "serverTime"):
        row[key] = stamp(_moment(row[key]) + fault.number(7200))


def _place(lat: float, lon: float) -> Callable[[Record, Fault], None]:
    def bend(row: Record, _: Fault) -> None:
        row |= {"latitude": lat, "longitude": lon}

    return bend


def _swap(row: Record, _: Fault) -> None:
    row["latitude"], row["longitude"] = row["longitude"], row["latitude"]


def _speed(row: Record, fault: Fault) -> None:
    row["speed"] = fault.number(400)


def _invalid(row: Record, _: Fault) -> None:
    row["valid"] = False


def _nulls(row: Record, _: Fault) -> None:
    row |= dict.fromkeys(("address", "network", "geofenceIds", "attributes", "protocol", "altitude", "accuracy"))


def _hostile(row: Record, fault: Fault) -> None:
    row["attributes"] |= {"alarm": hostile_text(row["deviceId"], fault.arg), "driverUniqueId": hostile_text(0, None)}
    row["address"] = hostile_text(row["deviceId"] + 1, fault.arg)


def _new(row: Record, _: Fault) -> None:
    row |= {"h3": "8865b1b6dffffff"}
    row["attributes"] |= {"driverName": "Joko", "tyrePressure1": 6.2}


def _lost(row: Record, fault: Fault) -> None:
    row.pop(fault.arg or "course", None)


def _retype(row: Record, fault: Fault) -> None:
    key = fault.arg or "attributes"
    row[key] = str(row.get(key)) if key != "attributes" else []


def _no_zone(row: Record, _: Fault) -> None:
    for key in ("fixTime", "deviceTime", "serverTime"):
        row[key] = row[key][:19]


def _moment(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


_EACH: dict[str, Callable[[Record, Fault], None]] = {
    "late": _late, "clock_1970": _clock("1970-01-01T00:00:00.000+00:00"), "clock_future": _ahead, "skew": _skew,
    "zero_place": _place(0.0, 0.0), "outside": _place(51.5007, -0.1246), "swapped": _swap, "speed": _speed,
    "invalid_fix": _invalid, "null_fields": _nulls, "hostile": _hostile, "new_field": _new, "lost_field": _lost,
    "retype": _retype, "no_zone": _no_zone,
}  # fmt: skip
_LIST = (
    "empty", "vanish", "duplicates", "out_of_order", "nan", "overflow", "huge_int", "deep", "duplicate_keys",
    "leading_zero", "cut_json", "lone_surrogate", "wrapped", "object", "lists_of_one",
)  # fmt: skip
