"""A GeoReport request into a complaint. One record, its fate, and why.

Source of rule: wire formats 4.1.2 and 4.1.7.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.complaint import DEFAULT_STATUS_MAP, Complaint, Personal, State, state_of, status_key
from app.domain.kind import Flag
from app.domain.source import Rejected
from app.settings import CityFile, SourceSpec
from data_sources import personal
from data_sources.dates import Moment, NotATime, read_time
from data_sources.flags import ordered
from data_sources.json_decode import Entry, readable
from data_sources.open311_media import read_media
from data_sources.open311_options import Options
from data_sources.places import OutsideTheCity, Place, read_place
from data_sources.wire_text import LONGEST_ID, is_empty, text_of

AHEAD = timedelta(days=1)  # how far past our now we ask: the server's clock may be ahead
EDGE = timedelta(hours=1)
PUBLIC = frozenset({"service_name"})
ID = "service_request_id"
LATITUDES = ("lat", "latitude")
LONGITUDES = ("long", "lon", "lng", "longitude")  # the standard's own name first
TIMES = ("requested_datetime", "updated_datetime", "expected_datetime")
_READ = frozenset(
    {ID, *TIMES, "status", "status_notes", "service_name", "service_code", "title", "description", "address"}
    | {"agency_responsible", "lat", "long", "media_url"}
)


class Unfit(Exception):
    """The record is rejected: why, and which field."""

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


@dataclass(frozen=True)
class Fate:
    """What became of one record: a complaint, perhaps with personal data, or a rejection. `id` may be ""."""

    id: str
    complaint: Complaint | None = None
    personal: Personal | None = None
    rejected: Rejected | None = None

    @property
    def requested_at(self) -> datetime | None:
        """When the case began, where that could be read."""
        return self.complaint.requested_at if self.complaint else self.rejected.valid_at if self.rejected else None


@dataclass(frozen=True)
class _Times:
    requested: datetime
    updated: datetime | None
    expected: datetime | None
    flags: tuple[str, ...]
    raw: dict[str, str]


class RecordReader:
    """Reads the records of one source with its settings."""

    def __init__(self, spec: SourceSpec, city: CityFile, options: Options) -> None:
        self._spec, self._options = spec, options
        self._box = city.city.box_with_margin
        self._zone = ZoneInfo(options.date_in_zone) if options.date_in_zone else city.city.tz
        told = {**spec.mapping.status_map, **options.status_map}
        self.status_map = {**DEFAULT_STATUS_MAP, **{status_key(w): State(s) for w, s in told.items()}}

    @property
    def zone(self) -> ZoneInfo:
        """The zone of times without one."""
        return self._zone

    def fate(self, entry: Entry, now: datetime, services: Mapping[str, str]) -> Fate:
        """The complaint of a record, or its rejection. `services` are names by code."""
        if entry.fault or not isinstance(entry.value, dict):
            return self.reject(entry, entry.fault or "no object", entry.field, now)
        try:
            return self._complaint(entry.value, now, services)
        except Unfit as unfit:
            return self.reject(entry, unfit.reason, unfit.field, now)

    def reject(self, entry: Entry, reason: str, field: str, now: datetime) -> Fate:
        """A rejection dated with the record's own time where it has one, so that it is the same at every poll."""
        record = readable(entry)
        raw = personal.redacted(entry.pairs, PUBLIC)
        told = text_of(record.get(ID), LONGEST_ID)
        name = told or "#" + hashlib.sha256(raw.encode()).hexdigest()[:12]
        when = next((m.at for m in (self._moment(record, f, now) for f in (TIMES[1], TIMES[0])) if m), now)
        return Fate(told, rejected=Rejected(self._spec.id, name, when, reason, field, raw))

    def _complaint(self, record: dict[str, Any], now: datetime, services: Mapping[str, str]) -> Fate:
        name = self._id(record)
        times, place = self._times(record, now), self._place(record)
        media, refused = read_media(record.get("media_url"), self._spec.url)
        status, code = text_of(record.get("status"), 200), text_of(record.get("service_code"), 200)
        agency = text_of(record.get("agency_responsible"), 500)
        extra, private = personal.split(self._extras(record, times, place, refused), PUBLIC)
        flags = {*times.flags, *place.flags, *(() if status else (Flag.NO_STATUS.value,))}
        complaint = Complaint(
            source=self._spec.id,
            id=name,
            valid_at=times.updated or times.requested,
            status=status,
            state=state_of(status, self.status_map),
            requested_at=times.requested,
            updated_at=times.updated,
            expected_at=times.expected,
            status_notes=text_of(record.get("status_notes")),
            service_code=code,
            service_name=text_of(record.get("service_name"), 500) or services.get(code, ""),
            category=self._spec.mapping.services.get(code, ""),
            title=text_of(record.get("title"), 500),
            description=text_of(record.get("description")),
            address=text_of(record.get("address"), 1_000),
            lat=place.lat,
            lon=place.lon,
            agency=self._spec.mapping.agencies.get(agency, agency),
            media=media,
            flags=ordered(flags),
            extra=extra,
        )
        return Fate(name, complaint, Personal(self._spec.id, name, private) if private else None)

    def _id(self, record: dict[str, Any]) -> str:
        name = text_of(record.get(ID), 2 * LONGEST_ID)
        if not name:
            raise Unfit("no id yet, only a token" if not is_empty(record.get("token")) else "no id", ID)
        if len(name) > LONGEST_ID:
            raise Unfit("id too long", ID)
        return name

    def _place(self, record: dict[str, Any]) -> Place:
        lat, lon = _first(record, LATITUDES), _first(record, LONGITUDES)
        if self._options.swap_latlon:
            lat, lon = lon, lat
        try:
            return read_place(lat, lon, self._box)
        except OutsideTheCity:
            raise Unfit("outside the city", "lat") from None

    def _times(self, record: dict[str, Any], now: datetime) -> _Times:
        requested, updated, expected = (self._moment(record, field, now) for field in TIMES)
        flags = {flag for moment in (requested, updated, expected) if moment for flag in moment.flags}
        if expected and Flag.CLOCK.value in expected.flags:
            flags = {f for m in (requested, updated) if m for f in m.flags} | set(expected.flags) - {Flag.CLOCK.value}
        began = requested or updated
        if began is None:
            raise Unfit("not a time" if not is_empty(record.get(TIMES[0])) else "no time", TIMES[0])
        if requested is None:
            flags.add(Flag.REQUESTED_FROM_UPDATED.value)
        if updated and updated.at < began.at:
            updated = Moment(began.at, (), updated.raw)
            flags.add(Flag.UPDATED_CLAMPED.value)
        raw = {field: text_of(record.get(field), 100) for field in TIMES if self._keeps_raw(record, field, now)}
        if Flag.UPDATED_CLAMPED.value in flags:
            raw[TIMES[1]] = text_of(record.get(TIMES[1]), 100)
        return _Times(began.at, updated.at if updated else None, expected.at if expected else None, tuple(flags), raw)

    def _moment(self, record: dict[str, Any], field: str, now: datetime) -> Moment | None:
        value = record.get(field)
        try:
            return None if is_empty(value) else read_time(value, self._zone, now)
        except NotATime:
            return None

    def _keeps_raw(self, record: dict[str, Any], field: str, now: datetime) -> bool:
        """Whether the text says more than the instant we made of it."""
        moment = self._moment(record, field, now)
        return not is_empty(record.get(field)) and (moment is None or not moment.is_plain)

    def _extras(self, record: dict[str, Any], times: _Times, place: Place, refused: list[str]) -> dict[str, Any]:
        extras = {k: v for k, v in record.items() if k not in _READ and not is_empty(v)}
        for names in (LATITUDES, LONGITUDES):
            extras.pop(next((name for name in names if not is_empty(record.get(name))), ""), None)
        extras |= times.raw
        if place.unreadable:
            extras |= {k: text_of(record[k], 100) for k in (*LATITUDES, *LONGITUDES) if not is_empty(record.get(k))}
        return extras | ({"media_refused": refused} if refused else {})


def _first(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    """The first of these fields that says something."""
    return next((record[name] for name in names if not is_empty(record.get(name))), None)


def outside_window(complaint: Complaint, floor: datetime, now: datetime) -> Complaint:
    """The complaint, flagged `window` when its requested time is outside all we ever ask for; it is kept."""
    if floor - EDGE <= complaint.requested_at <= now + AHEAD:
        return complaint
    flags = {*complaint.flags, Flag.WINDOW.value}
    return replace(complaint, flags=ordered(flags))
