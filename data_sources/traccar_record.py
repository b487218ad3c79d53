"""Traccar's devices, positions and geofences into facts. Knots become km/h here and nowhere else.

Source of rule: wire formats 4.2.2.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.complaint import Personal
from app.domain.kind import Kind
from app.domain.source import Rejected
from app.domain.vehicle import KMH_PER_KNOT, Geofence, Position, Vehicle, fix_flags
from app.settings import CityFile, SourceSpec
from data_sources import personal
from data_sources.dates import Moment, NotATime, read_time
from data_sources.flags import ordered
from data_sources.json_decode import Entry, object_of, readable
from data_sources.places import OutsideTheCity, Place, read_place
from data_sources.traccar_area import NotAnArea, read_area
from data_sources.wire_text import LONGEST_ID, is_empty, is_true, number_of, text_of

PUBLIC = frozenset({"name", "deviceId", "deviceTime", "uniqueId"})
_DEVICE = frozenset(
    {"id", "name", "uniqueId", "status", "lastUpdate", "positionId", "groupId", "category", "calendarId", "attributes"}
)
_POSITION = frozenset(
    {"id", "deviceId", "protocol", "serverTime", "deviceTime", "fixTime", "valid", "latitude", "longitude", "speed"}
    | {"course", "accuracy", "network", "geofenceIds", "outdated", "attributes"}
)
_GEOFENCE = frozenset({"id", "name", "area", "calendarId", "attributes"})


class Unfit(Exception):
    """The record is rejected: why, and which field."""

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


@dataclass(frozen=True)
class Group:
    """A group of the server: its name and the group above it ("" = none)."""

    name: str
    parent: str


class RecordReader:
    """Reads the records of one source. Each method raises Unfit for a record that cannot be taken."""

    def __init__(self, spec: SourceSpec, city: CityFile) -> None:
        self._spec, self._kinds = spec, spec.mapping.vehicle_kinds
        self._box, self._zone = city.city.box_with_margin, city.city.tz

    def vehicle(
        self, record: dict[str, Any], groups: Mapping[str, Group], first_seen: datetime, now: datetime
    ) -> tuple[Vehicle, Personal | None]:
        """A device. Without a `lastUpdate` it is dated with the day we saw it first."""
        name = record_id(record)
        told = self._time(record, "lastUpdate", now)
        group, category = groups.get(text_of(record.get("groupId"))), text_of(record.get("category"), 200)
        attributes, private = _attributes(record, _DEVICE)
        vehicle = Vehicle(
            source=self._spec.id,
            id=name,
            valid_at=told.at if told else first_seen,
            name=text_of(record.get("name"), 200) or name,
            vehicle_kind=self._kinds.get(category, category),
            group=group.name if group else "",
            status=text_of(record.get("status"), 100),
            unique_id=text_of(record.get("uniqueId"), LONGEST_ID),
            last_update=told.at if told else None,
            attributes=attributes,
        )
        return vehicle, self._personal(name, private)

    def position(self, record: dict[str, Any], now: datetime) -> tuple[Position, Personal | None]:
        """A fix. A place of 0,0 or outside the city is no fix; an impossible time or speed is flagged and kept."""
        name, vehicle = record_id(record), text_of(record.get("deviceId"), LONGEST_ID)
        if not vehicle:
            raise Unfit("no vehicle", "deviceId")
        fix, place = self._fix_time(record, now), self._place(record)
        knots, course = number_of(record.get("speed")), number_of(record.get("course"))
        speed = None if knots is None else knots * KMH_PER_KNOT
        flags = {*fix_flags(fix.at, speed, now), *fix.flags, *place.flags}
        attributes, private = _attributes(record, _POSITION)
        position = Position(
            source=self._spec.id,
            id=name,
            vehicle=vehicle,
            valid_at=fix.at,
            lat=float(place.lat or 0.0),
            lon=float(place.lon or 0.0),
            speed_kmh=speed,
            course=course if course is not None and 0 <= course <= 360 else None,
            accuracy_m=number_of(record.get("accuracy")),
            valid=record.get("valid") is None or is_true(record.get("valid")),
            flags=ordered(flags),
            attributes=attributes,
        )
        return position, self._personal(vehicle, private)

    def geofence(self, record: dict[str, Any], first_seen: datetime) -> Geofence:
        """An area. It has no time of its own: `first_seen` is when we first read it as it is."""
        name = record_id(record)
        attributes, _ = _attributes(record, _GEOFENCE)
        try:
            area, more = read_area(
                text_of(record.get("area"), 1_000_000), number_of(attributes.get("polylineDistance"))
            )
        except NotAnArea:
            raise Unfit("not an area", "area") from None
        title = text_of(record.get("name"), 200) or name
        return Geofence(self._spec.id, name, first_seen, title, area, attributes | more)

    def rejected(self, entry: Entry, reason: str, field: str, of: Kind, now: datetime) -> Rejected:
        """A rejection, dated with the record's own time where it has one, so that it is the same at every poll."""
        record = readable(entry)
        raw = personal.redacted(entry.pairs, PUBLIC)
        name = text_of(record.get("id"), LONGEST_ID) or "#" + hashlib.sha256(raw.encode()).hexdigest()[:12]
        try:
            told = self._time(record, "fixTime", now) or self._time(record, "lastUpdate", now)
        except Unfit:
            told = None
        return Rejected(self._spec.id, name, told.at if told else now, reason, field, raw, of)

    def _fix_time(self, record: dict[str, Any], now: datetime) -> Moment:
        moment = self._time(record, "fixTime", now)
        if moment is None:
            raise Unfit("no time", "fixTime")
        return moment

    def _time(self, record: dict[str, Any], field: str, now: datetime) -> Moment | None:
        value = record.get(field)
        try:
            return None if is_empty(value) else read_time(value, self._zone, now)
        except NotATime:
            raise Unfit("not a time", field) from None

    def _place(self, record: dict[str, Any]) -> Place:
        try:
            place = read_place(record.get("latitude"), record.get("longitude"), self._box)
        except OutsideTheCity:
            raise Unfit("outside the city", "latitude") from None
        if place.lat is None:
            raise Unfit("not a place" if place.unreadable else "no place", "latitude")
        return place

    def _personal(self, name: str, private: dict[str, str]) -> Personal | None:
        return Personal(self._spec.id, name, private) if private else None


def record_id(record: Mapping[str, Any]) -> str:
    """The record's id as text. Raises Unfit."""
    name = text_of(record.get("id"), 2 * LONGEST_ID)
    if not name or len(name) > LONGEST_ID:
        raise Unfit("id too long" if name else "no id", "id")
    return name


def groups_of(entries: Collection[Entry]) -> dict[str, Group]:
    """Groups by id."""
    records = [entry.value for entry in entries if isinstance(entry.value, dict)]
    named = {text_of(r.get("id")): Group(text_of(r.get("name"), 200), text_of(r.get("groupId"))) for r in records}
    return {name: group for name, group in named.items() if name}


def is_wanted(group: str, wanted: Collection[str], groups: Mapping[str, Group]) -> bool:
    """Whether a device of `group` is in one of the wanted groups, given by name or id, or below one."""
    seen = set[str]()
    while group and group not in seen:
        seen.add(group)
        found = groups.get(group, Group("", ""))
        if group in wanted or found.name in wanted:
            return True
        group = found.parent
    return not wanted


def _attributes(record: Mapping[str, Any], known: Collection[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The server's attributes and the fields we do not know, without empty ones; personal ones apart."""
    inner = _unpacked(record.get("attributes"))
    rest = {k: v for k, v in record.items() if k not in known and not is_empty(v) and v is not False and v != 0}
    return personal.split(rest | inner)


def _unpacked(attributes: Any) -> dict[str, Any]:
    """The attributes as an object; some servers put its JSON into a text. Anything else may hold a driver's data."""
    if isinstance(attributes, str):
        attributes = object_of(attributes)
    return attributes if isinstance(attributes, dict) else {}
