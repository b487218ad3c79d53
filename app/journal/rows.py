"""Facts as rows and rows as facts: one pair of plain functions a stream."""

from operator import attrgetter
from typing import Any

from app.domain.complaint import Complaint, State
from app.domain.kind import Flag, flag_bits, flags_of
from app.domain.report import IssuedReport
from app.domain.source import Derived, Health, LinkState, Rejected, Request, RoomFact
from app.domain.vehicle import Geofence, Position, Vehicle
from app.journal.encode import content_hash, from_json, from_ms, ms_or_none, time_or_none, to_json, to_ms
from app.journal.figure_rows import report_row

STATES = (State.OPEN, State.CLOSED, State.UNKNOWN)  # codes 0, 1, 2 in stores and columns; never reorder
_CODES = {state: code for code, state in enumerate(STATES)}
_UNSTEADY = flag_bits((Flag.WINDOW.value, Flag.REUSED.value))  # depend on what we asked or knew, not on the record
DATE_UNSURE = flag_bits((Flag.REQUESTED_FROM_UPDATED.value,))
_WORDS_AND_PLACE = attrgetter(
    *("status_notes", "service_code", "service_name", "category", "title", "description", "address"),
    *("lat", "lon", "agency"),
)
Content = tuple[Any, ...]
"""What a version says: its table's columns after `id`, in their order."""


def complaint_content(fact: Complaint) -> Content:
    """The content columns of `complaint_versions`."""
    updated_at, expected_at = fact.updated_at, fact.expected_at
    return (
        fact.status,
        _CODES[fact.state],
        to_ms(fact.requested_at),
        None if updated_at is None else to_ms(updated_at),
        None if expected_at is None else to_ms(expected_at),
        *_WORDS_AND_PLACE(fact),
        to_json(fact.media) if fact.media else "",
        flag_bits(fact.flags) if fact.flags else 0,
        to_json(fact.extra) if fact.extra else "",
    )


def complaint_hash(content: Content) -> int:
    """Content hash of a complaint, without what the record itself does not say: how we came to it."""
    if not content[-2] & _UNSTEADY:
        return content_hash(content)
    *said, flags, extra = content
    return content_hash((*said, flags & ~_UNSTEADY, extra))


def complaint_extra(content: Content) -> Content:
    """What tells a complaint from another under the same id: when it was made, if the source said so, and where."""
    return (None if content[16] & DATE_UNSURE else content[2], content[12], content[13])


def complaint_of(row: Any) -> Complaint:
    """The complaint of a row of `complaint_versions`."""
    return Complaint(
        source=row.source,
        id=row.id,
        valid_at=from_ms(row.valid_at),
        status=row.status,
        state=STATES[row.state],
        requested_at=from_ms(row.requested_at),
        updated_at=time_or_none(row.updated_at),
        expected_at=time_or_none(row.expected_at),
        status_notes=row.status_notes,
        service_code=row.service_code,
        service_name=row.service_name,
        category=row.category,
        title=row.title,
        description=row.description,
        address=row.address,
        lat=row.lat,
        lon=row.lon,
        agency=row.agency,
        media=tuple(from_json(row.media, ())),
        flags=flags_of(row.flags),
        extra=from_json(row.extra, {}),
    )


def vehicle_content(fact: Vehicle) -> Content:
    """The content columns of `vehicle_versions`."""
    last_update, attributes = ms_or_none(fact.last_update), to_json(fact.attributes)
    return (fact.name, fact.vehicle_kind, fact.group, fact.status, fact.unique_id, last_update, attributes)


def vehicle_hash(content: Content) -> int:
    """Content hash without the time of the last message, which moves at every one."""
    *said, _last_update, attributes = content
    return content_hash((*said, attributes))


def vehicle_extra(content: Content) -> Content:
    """When the vehicle last spoke."""
    return content[5:6]


def no_extra(content: Content) -> Content:
    """Nothing more."""
    return ()


def vehicle_of(row: Any) -> Vehicle:
    """The vehicle of a row of `vehicle_versions`."""
    return Vehicle(
        source=row.source,
        id=row.id,
        valid_at=from_ms(row.valid_at),
        name=row.name,
        vehicle_kind=row.vehicle_kind,
        group=row.group_name,
        status=row.status,
        unique_id=row.unique_id,
        last_update=time_or_none(row.last_update),
        attributes=from_json(row.attributes, {}),
    )


def geofence_content(fact: Geofence) -> Content:
    """The content columns of `geofence_versions`."""
    return (fact.name, to_json(fact.area), to_json(fact.attributes))


def geofence_of(row: Any) -> Geofence:
    """The geofence of a row of `geofence_versions`."""
    return Geofence(
        source=row.source,
        id=row.id,
        valid_at=from_ms(row.valid_at),
        name=row.name,
        area=from_json(row.area, {}),
        attributes=from_json(row.attributes, {}),
    )


def _thousandths(value: float | None, most: int) -> int | None:
    """A column's integer; a value no column can hold is kept as the largest that fits."""
    return None if value is None else max(-most, min(most, round(value * 1000)))


def position_row(fact: Position, vehicle: int, commit: int) -> tuple[Any, ...]:
    """The columns of `positions` in their order; degrees as 1e-7 integers, speed and course in thousandths."""
    return (
        vehicle,
        to_ms(fact.valid_at),
        fact.id,
        commit,
        round(fact.lat * 1e7),
        round(fact.lon * 1e7),
        _thousandths(fact.speed_kmh, 2**62),
        _thousandths(fact.course, 2**31 - 1),
        fact.accuracy_m,
        int(fact.valid),
        flag_bits(fact.flags) if fact.flags else 0,
        to_json(fact.attributes) or None,
    )


def position_of(row: Any) -> Position:
    """The position of a row joined with its vehicle's head (`source`, `vehicle_id`)."""
    return Position(
        source=row.source,
        id=row.ref,
        vehicle=row.vehicle_id,
        valid_at=from_ms(row.fix_at),
        lat=row.lat_e7 / 1e7,
        lon=row.lon_e7 / 1e7,
        speed_kmh=None if row.speed_mkmh is None else row.speed_mkmh / 1000,
        course=None if row.course_mdeg is None else row.course_mdeg / 1000,
        accuracy_m=row.accuracy_m,
        valid=bool(row.valid),
        flags=flags_of(row.flags),
        attributes=from_json(row.attributes, {}),
    )


def log_row(fact: Health | Rejected | Derived | Request | RoomFact | IssuedReport) -> dict[str, Any]:
    """The columns of the small streams, by the fact's own fields."""
    row: dict[str, Any] = {"valid_at": to_ms(fact.valid_at)}
    match fact:
        case Health():
            row |= {
                "source": fact.source,
                "state": fact.state.value,
                "link_age_s": fact.link_age_s,
                "error": fact.error,
                "behind": int(fact.behind),
            }
        case Rejected():
            row |= {"source": fact.source, "of": fact.of.value, "id": fact.id}
            row |= {"reason": fact.reason, "field": fact.field, "raw": fact.raw}
            row["hash"] = content_hash([fact.of.value, fact.id, fact.reason, fact.field, fact.raw])
        case Derived():
            row |= {"watch": fact.watch, "version": fact.version, "entity": fact.entity, "cause": fact.cause}
            row |= {"what": fact.what, "body": to_json(fact.body)}
        case Request():
            row |= {"source": fact.source, "id": fact.id, "ask": fact.ask.value, "by": fact.by}
        case RoomFact():
            row |= {"source": fact.source, "id": fact.id, "what": fact.what, "body": to_json(fact.body)}
        case IssuedReport():
            row |= report_row(fact)
    return row


def health_of(row: Any) -> Health:
    """The health fact of a row."""
    moment, state = from_ms(row.valid_at), LinkState(row.state)
    return Health(row.source, moment, state, row.link_age_s, row.error, bool(row.behind))
