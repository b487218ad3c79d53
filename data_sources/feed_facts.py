"""Records of a feed into complaints, positions and readings. Figures have a reader of their own.

Source of rule: wire formats, introduction (ids are strings, bare local times, places) and safety rows H8 and H9.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.domain.complaint import DEFAULT_STATUS_MAP, Complaint, Personal, State, state_of, status_key
from app.domain.kind import Flag
from app.domain.reading import Reading
from app.domain.vehicle import Position, Vehicle, fix_flags
from app.settings import CityFile, SourceSpec
from data_sources import personal
from data_sources.amounts import NotAnAmount, Notation, read_amount
from data_sources.dates import Moment, NotATime, read_time
from data_sources.feed_map import Told
from data_sources.flags import ordered
from data_sources.places import OutsideTheCity, Place, read_place
from data_sources.unfit import Unfit
from data_sources.wire_text import LONGEST_ID, is_empty, is_true, number_of, text_of


@dataclass(frozen=True)
class FactReader:
    """Reads the records of one feed. Each method raises Unfit. `public` are keys that sound personal and are not."""

    spec: SourceSpec
    city: CityFile
    zone: ZoneInfo
    notation: Notation
    public: Collection[str] = ()

    def complaint(self, told: Told, now: datetime) -> tuple[Complaint, Personal | None]:
        """A complaint; without a place it is kept and flagged."""
        parts, name = told.parts, _id(told.parts, "id")
        requested, updated, expected = (self._time(parts, f"{w}_at", now) for w in ("requested", "updated", "expected"))
        began = requested or updated
        if began is None:
            raise Unfit("no time", "requested_at")
        place, status = self._place(parts), text_of(parts.get("status"), 200)
        media, refused = _media(parts.get("media"))
        extra, private = personal.split({**told.rest, **({"media_refused": refused} if refused else {})}, self.public)
        flags = {f for m in (requested, updated) if m for f in m.flags} | set(place.flags)
        flags |= {Flag.NO_STATUS.value} if not status else set()
        flags |= {Flag.REQUESTED_FROM_UPDATED.value} if requested is None else set()
        changed = updated.at if updated else None
        if changed and changed < began.at:
            changed, flags = began.at, flags | {Flag.UPDATED_CLAMPED.value}
        code = text_of(parts.get("service_code"), 200)
        agency = text_of(parts.get("agency"), 500)
        complaint = Complaint(
            source=self.spec.id,
            id=name,
            valid_at=changed or began.at,
            status=status,
            state=state_of(status, self._status_map),
            requested_at=began.at,
            updated_at=changed,
            expected_at=expected.at if expected else None,
            status_notes=text_of(parts.get("status_notes")),
            service_code=code,
            service_name=text_of(parts.get("service_name"), 500),
            category=self.spec.mapping.services.get(code, ""),
            title=text_of(parts.get("title"), 500),
            description=text_of(parts.get("description")),
            address=text_of(parts.get("address"), 1_000),
            lat=place.lat,
            lon=place.lon,
            agency=self.spec.mapping.agencies.get(agency, agency),
            media=media,
            flags=ordered(flags),
            extra=extra,
        )
        return complaint, Personal(self.spec.id, name, private) if private else None

    def position(self, told: Told, now: datetime) -> tuple[Position, Vehicle | None]:
        """A fix, and its vehicle where the record describes it."""
        parts = told.parts
        vehicle, fix = _id(parts, "vehicle"), self._time(parts, "time", now)
        if fix is None:
            raise Unfit("no time", "time")
        place = self._place(parts)
        if place.lat is None or place.lon is None:
            raise Unfit("not a place" if place.unreadable else "no place", "lat")
        speed, course = self._number(parts, "speed_kmh"), self._number(parts, "course")
        extra, _ = personal.split(told.rest, self.public)
        position = Position(
            source=self.spec.id,
            id=text_of(parts.get("id"), LONGEST_ID) or f"{vehicle}@{fix.at.isoformat()}",
            vehicle=vehicle,
            valid_at=fix.at,
            lat=place.lat,
            lon=place.lon,
            speed_kmh=speed,
            course=course if course is not None and 0 <= course <= 360 else None,
            accuracy_m=self._number(parts, "accuracy_m"),
            valid=is_empty(parts.get("valid")) or is_true(parts.get("valid")),
            flags=ordered({*fix_flags(fix.at, speed, now), *fix.flags, *place.flags}),
            attributes=extra,
        )
        return position, self._vehicle(parts, vehicle, min(fix.at, now))

    def reading(self, told: Told, now: datetime) -> Reading:
        """One value of one parameter at one station."""
        parts = told.parts
        station, parameter = _id(parts, "station"), _id(parts, "parameter")
        at = self._time(parts, "time", now)
        if at is None:
            raise Unfit("no time", "time")
        try:
            amount = read_amount(parts.get("value"), self.notation)
        except (NotAnAmount, OverflowError):
            raise Unfit("not a number", "value") from None
        place, extra = self._place(parts), personal.split({**told.rest, **told.labels}, self.public)[0]
        return Reading(
            source=self.spec.id,
            id=text_of(parts.get("id"), LONGEST_ID) or f"{station}/{parameter}/{at.at.isoformat()}",
            valid_at=at.at,
            station=station,
            parameter=parameter,
            value=amount.value,
            unit=text_of(parts.get("unit"), 50) or amount.unit,
            lat=place.lat,
            lon=place.lon,
            flags=ordered({*at.flags, *(set(place.flags) - {Flag.NO_PLACE.value})}),
            extra=extra,
        )

    @property
    def _status_map(self) -> dict[str, State]:
        told = {status_key(word): State(state) for word, state in self.spec.mapping.status_map.items()}
        return {**DEFAULT_STATUS_MAP, **told}

    def _vehicle(self, parts: dict[str, Any], ident: str, seen: datetime) -> Vehicle | None:
        name, kind = text_of(parts.get("vehicle_name"), 200), text_of(parts.get("vehicle_kind"), 200)
        if not name and not kind:
            return None
        kind = self.spec.mapping.vehicle_kinds.get(kind, kind)
        group, unique = text_of(parts.get("group"), 200), text_of(parts.get("unique_id"), LONGEST_ID)
        return Vehicle(self.spec.id, ident, seen, name or ident, kind, group, unique_id=unique)

    def _time(self, parts: dict[str, Any], target: str, now: datetime) -> Moment | None:
        value = parts.get(target)
        try:
            return None if is_empty(value) else read_time(value, self.zone, now)
        except NotATime:
            raise Unfit("not a time", target) from None

    def _place(self, parts: dict[str, Any]) -> Place:
        try:
            return read_place(parts.get("lat"), parts.get("lon"), self.city.city.box_with_margin)
        except OutsideTheCity:
            raise Unfit("outside the city", "lat") from None

    def _number(self, parts: dict[str, Any], target: str) -> float | None:
        number = number_of(parts.get(target))
        try:
            return number if number is not None else read_amount(parts.get(target), self.notation).value
        except (NotAnAmount, OverflowError):
            return None


def _id(parts: dict[str, Any], target: str) -> str:
    name = text_of(parts.get(target), 2 * LONGEST_ID)
    if not name or len(name) > LONGEST_ID:
        raise Unfit(f"{target} too long" if name else f"no {target}", target)
    return name


def _media(value: Any) -> tuple[tuple[str, ...], list[str]]:
    """Web addresses of photos, and what is none."""
    listed = value if isinstance(value, list) else [value]
    texts = [text for one in listed if (text := text_of(one, 2_000))]
    fine = [text for text in texts if _is_address(text)]
    return tuple(fine), [text[:100] for text in texts if text not in fine]


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
