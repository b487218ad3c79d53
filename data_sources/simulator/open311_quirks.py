"""Deviations met at real Open311 servers, applied to good records: shape, times, places, ids, words."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from data_sources.simulator.complaints import Complaint
from data_sources.simulator.faults import Active, Fault
from data_sources.simulator.hostile import LINKS, hostile_text, serial_of
from data_sources.simulator.noise import chooser
from data_sources.simulator.open311_records import Record
from data_sources.simulator.world import World

TIMES = ("requested_datetime", "updated_datetime", "expected_datetime")


def bend_records(world: World, rows: list[Record], cases: list[Complaint], faults: Active) -> list[Record]:
    """Apply every record fault that is on; rows stay in the order of the cases unless a fault says otherwise."""
    if "extended_status" in faults or world.setup.extended_status:
        for case, row in zip(cases, rows, strict=True):
            row["status"] = case.status(world.now())
    if not faults:
        return rows
    for name, bend in _EACH.items():
        if name in faults:
            for n, row in enumerate(rows):
                bend(n, row, faults[name])
    _bend_times(world, rows, faults)
    _bend_first(rows, faults)
    return _bend_list(rows, faults)


def _swap(_: int, row: Record, __: Fault) -> None:
    row["lat"], row["long"] = row["long"], row["lat"]


def _place(lat: float | None, lon: float | None) -> Callable[[int, Record, Fault], None]:
    def put(_: int, row: Record, __: Fault) -> None:
        row["lat"], row["long"] = lat, lon

    return put


def _quote(_: int, row: Record, __: Fault) -> None:
    for key in ("lat", "long"):
        row[key] = None if row[key] is None else str(row[key])


def _code_number(_: int, row: Record, __: Fault) -> None:
    row["service_code"] = int(row["service_code"]) if str(row["service_code"]).isdigit() else row["service_code"]


def _hostile(_: int, row: Record, fault: Fault) -> None:
    n = serial_of(row["service_request_id"])
    text = hostile_text(n, fault.arg)
    row["description"] = text
    row["address"] = hostile_text(n + 1, fault.arg)
    row["status_notes"] = hostile_text(n + 2, fault.arg)
    row["media_url"] = LINKS[n % len(LINKS)]
    if len(text) < 400:
        row["service_name"] = text


def _personal(n: int, row: Record, _: Fault) -> None:
    row |= {"requestor_name": "Budi Santoso", "phone": "081234567890", "email": "budi@example.invalid"}
    row |= {"device_id": f"d-{n}", "x_extra": {"rt": "003", "contact": "Siti"}, "severity_guess": 3}


def _retype(_: int, row: Record, fault: Fault) -> None:
    row[fault.arg or "address"] = {"value": row.get(fault.arg or "address")}


def _fixmystreet(n: int, row: Record, _: Fault) -> None:
    row |= {
        "title": str(row["description"]).split(".")[0], "detail": row["description"], "interface_used": "Web interface",
        "comment_count": n % 4, "requestor_name": "Warga", "service_code": row["service_name"],
        "agency_responsible": {"recipient": [row["agency_responsible"]]},
        "agency_sent_datetime": row["requested_datetime"],
    }  # fmt: skip


def _set(key: str, change: Callable[[Any], Any]) -> Callable[[int, Record, Fault], None]:
    def bend(_: int, row: Record, __: Fault) -> None:
        row[key] = change(row.get(key))

    return bend


def _odd(_: int, row: Record, fault: Fault) -> None:
    row["status"] = fault.arg or "menunggu_cuaca"


def _lose(_: int, row: Record, fault: Fault) -> None:
    row.pop(fault.arg or "updated_datetime", None)


_EACH: dict[str, Callable[[int, Record, Fault], None]] = {
    "swapped": _swap,
    "zero_place": _place(0, 0),
    "no_place": _place(None, None),
    "outside": _place(51.5007, -0.1246),
    "quoted_numbers": _quote,
    "number_codes": _code_number,
    "spaces": _set("status", lambda s: str(s).replace("_", " ")),
    "upper": _set("status", lambda s: str(s).upper()),
    "odd_status": _odd,
    "status_back": _set("status", lambda _: "open"),
    "media_relative": _set("media_url", lambda _: "/media/foto.jpg"),
    "media_list": _set("media_url", lambda url: [url] if url else []),
    "hostile": _hostile,
    "new_field": _personal,
    "retype": _retype,
    "fixmystreet": _fixmystreet,
    "lost_field": _lose,
}


def _bend_times(world: World, rows: list[Record], faults: Active) -> None:
    for row in rows:
        for key in TIMES:
            if row.get(key):
                row[key] = _time(world, str(row[key]), faults)
    if "updated_before" in faults:
        for row in rows:
            row["updated_datetime"], row["requested_datetime"] = row["requested_datetime"], row["updated_datetime"]


def _time(world: World, text: str, faults: Active) -> Any:
    """One stamp, written the way the faults want it."""
    at = datetime.fromisoformat(text)
    if "skew" in faults:
        at = datetime.fromtimestamp(at.timestamp() + faults["skew"].number(7200), world.city.zone)
    if "epoch_ms" in faults:
        return int(at.timestamp() * 1000)
    if "local_dates" in faults:
        return at.strftime("%d.%m.%Y %H:%M")
    if "date_only" in faults:
        return at.date().isoformat()
    if "no_zone" in faults:
        return at.replace(tzinfo=None).isoformat()
    if "fractions" in faults:
        return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return at.isoformat()


def _bend_first(rows: list[Record], faults: Active) -> None:
    if not rows:
        return
    first = rows[0]
    if "blank_id" in faults:
        first["service_request_id"] = ""
    if "bad_time" in faults:
        first["requested_datetime"] = faults["bad_time"].arg or "2016-02-30T25:61:00+07:00"
    if "future" in faults:
        ahead = faults["future"].number(3600)
        for key in TIMES[:2]:
            at = datetime.fromisoformat(str(first[key]))
            first[key] = datetime.fromtimestamp(at.timestamp() + ahead, at.tzinfo).isoformat()
    if "reuse_id" in faults and len(rows) > 1:
        other = rows[-1]
        first |= {key: other[key] for key in ("description", "lat", "long", "requested_datetime", "service_code")}


def _bend_list(rows: list[Record], faults: Active) -> list[Record]:
    if "empty" in faults:
        return []
    if "vanish" in faults and rows:
        gone = faults["vanish"].arg or rows[0]["service_request_id"]
        rows = [row for row in rows if row["service_request_id"] != gone]
    if "duplicates" in faults:
        rows = [row for row in rows for _ in range(2)]
    if "out_of_order" in faults:
        chooser("order", len(rows)).shuffle(rows)
    return rows


def bend_shape(root: str, data: list[Record] | Record, faults: Active) -> Any:
    """What the JSON looks like around the records: bare, named, one object, or everything in lists of one."""
    if "lists_of_one" in faults and isinstance(data, list):
        return {root: [{key: [] if value is None else [value] for key, value in row.items()} for row in data]}
    if ("wrapped" in faults or "fixmystreet" in faults) and isinstance(data, list):
        return {root: data}
    if "object" in faults and isinstance(data, list) and data:
        return data[0]
    return data


def renamed_services(rows: list[Record], faults: Active) -> list[Record]:
    """The service list after an agency reorganised itself, or with hostile names."""
    if "services_changed" in faults and len(rows) > 1:
        rows = [rows[0] | {"service_name": rows[0]["service_name"] + " (baru)"}, *rows[2:]]
        rows.append({**rows[0], "service_code": "999", "service_name": "Layanan baru"})
    if "number_codes" in faults:
        rows = [row | {"service_code": int(row["service_code"])} for row in rows if str(row["service_code"]).isdigit()]
    if "hostile" in faults:
        rows = [hostile_words(row, faults) for row in rows]
        rows = [row | {"service_name": hostile_text(n, faults["hostile"].arg)[:400]} for n, row in enumerate(rows)]
    if "fixmystreet" in faults:
        rows = [row | {"service_code": row["service_name"]} for row in rows]
    return rows


def bend_update(world: World, row: Record, n: int, faults: Active) -> Record:
    """One entry of the updates extension under the faults that concern it."""
    if not faults:
        return row
    row["updated_datetime"] = _time(world, str(row["updated_datetime"]), faults)
    for name in ("upper", "spaces", "odd_status"):
        if name in faults:
            _EACH[name](n, row, faults[name])
    if "hostile" in faults:
        row["description"] = hostile_text(serial_of(row["update_id"]), faults["hostile"].arg)
    return row


def hostile_words(record: Record, faults: Active) -> Record:
    """A record of words alone (a service, its questions, the contact) with hostile ones, where that fault is on."""
    if "hostile" not in faults:
        return record
    arg = faults["hostile"].arg
    texts = ("contact", "description", "datatype_description", "name", "group", "keywords")
    bent = {k: hostile_text(serial_of(k + str(v)), arg)[:400] if k in texts else v for k, v in record.items()}
    inner = {k: [hostile_words(one, faults) for one in record[k]] for k in ("attributes", "values") if k in record}
    return bent | inner
