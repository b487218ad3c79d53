"""Vehicles, their fixes and the areas the fleet's server knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from app.domain.kind import Flag, Kind

KMH_PER_KNOT = 1.852
FASTEST_KMH = 300.0
FIRST_TRUE_FIX = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle as its server describes it. `vehicle_kind` is a key of the city's fleets or the server's word."""

    kind: ClassVar[Kind] = Kind.VEHICLE
    source: str
    id: str
    valid_at: datetime
    name: str
    vehicle_kind: str = ""
    group: str = ""
    status: str = ""
    unique_id: str = ""
    last_update: datetime | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Position:
    """One fix of a vehicle: `valid_at` is the satellite fix time (UTC), speed km/h, course degrees, accuracy metres.

    `id` is the server's record number, `vehicle` the vehicle's id at the same source.
    """

    kind: ClassVar[Kind] = Kind.POSITION
    source: str
    id: str
    vehicle: str
    valid_at: datetime
    lat: float
    lon: float
    speed_kmh: float | None = None
    course: float | None = None
    accuracy_m: float | None = None
    valid: bool = True
    flags: tuple[str, ...] = ()
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Geofence:
    """An area of the fleet's server; `area` is GeoJSON geometry in longitude, latitude order."""

    kind: ClassVar[Kind] = Kind.GEOFENCE
    source: str
    id: str
    valid_at: datetime
    name: str
    area: Mapping[str, Any]
    attributes: Mapping[str, Any] = field(default_factory=dict)


def fix_flags(fix_at: datetime, speed_kmh: float | None, now: datetime) -> tuple[str, ...]:
    """What is impossible about a fix: before 2000 or over 5 minutes ahead is `clock`, above 300 km/h is `speed`.

    A flagged fix is kept and never moves a mark.
    """
    late = (fix_at - now).total_seconds() > 300
    flags = [Flag.CLOCK.value] if fix_at < FIRST_TRUE_FIX or late else []
    if speed_kmh is not None and not 0 <= speed_kmh <= FASTEST_KMH:
        flags.append(Flag.SPEED.value)
    return tuple(flags)


def moves_the_mark(position: Position) -> bool:
    """Whether this fix may place the vehicle on the map."""
    return not {Flag.CLOCK.value, Flag.SPEED.value} & set(position.flags)
