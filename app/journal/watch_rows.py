"""What the watches read: rows of each kind, pieces of whole commits, and what stood at a commit.

Times are milliseconds since 1970 UTC, degrees WGS84.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.domain.case import Case
from app.domain.complaint import State
from app.domain.kind import Kind
from app.domain.source import Derived, Health


class ComplaintRow(NamedTuple):
    """A version that became the current one of its complaint; `name` is its title or service."""

    key: int
    v: int
    valid_at: int
    commit: int
    source: str
    id: str
    state: State
    category: str
    agency: str
    lat: float | None
    lon: float | None
    requested_at: int
    expected_at: int | None
    flags: int
    name: str


class CaseRow(NamedTuple):
    """A case as it stands from an action's commit on; `key` is its complaint's."""

    key: int
    commit: int
    case: Case


class VehicleRow(NamedTuple):
    """A description of a vehicle."""

    key: int
    commit: int
    source: str
    id: str
    name: str
    vehicle_kind: str
    group: str
    status: str


class PositionRow(NamedTuple):
    """A fix of the vehicle with the dense key `vehicle`; speed in km/h."""

    vehicle: int
    fix_at: int
    commit: int
    lat: float
    lon: float
    speed_kmh: float | None
    valid: bool
    flags: int


class GeofenceRow(NamedTuple):
    """An area of the fleet's server; `area` is GeoJSON text."""

    key: int
    v: int
    valid_at: int
    commit: int
    source: str
    id: str
    name: str
    area: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The rows of the commits `low` < n <= `high`, of the kinds asked for; `until` is when `high` was recorded.

    `newest` is the journal's newest commit: a piece with `high` = `newest` is the last for now. `times` is when each
    commit was recorded. `cases` begin with those of the piece's complaints that stood at `low`.
    """

    low: int
    high: int
    newest: int
    until: int
    complaints: tuple[ComplaintRow, ...] = ()
    vehicles: tuple[VehicleRow, ...] = ()
    positions: tuple[PositionRow, ...] = ()
    geofences: tuple[GeofenceRow, ...] = ()
    health: tuple[Health, ...] = ()
    derived: tuple[Derived, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    times: Mapping[int, int] = field(default_factory=dict)

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds this piece has rows of."""
        found = {
            Kind.COMPLAINT: self.complaints,
            Kind.VEHICLE: self.vehicles,
            Kind.POSITION: self.positions,
            Kind.GEOFENCE: self.geofences,
            Kind.HEALTH: self.health,
            Kind.DERIVED: self.derived,
            Kind.ACTION: tuple(row for row in self.cases if row.commit > self.low),
        }
        return frozenset(kind for kind, rows in found.items() if rows)


@dataclass(frozen=True, slots=True)
class Stood:
    """What stood at a commit: open complaints, their cases, geofences, each vehicle's newest unflagged fix time."""

    complaints: tuple[ComplaintRow, ...]
    geofences: tuple[GeofenceRow, ...]
    newest_fix: Mapping[int, int]
    cases: tuple[CaseRow, ...] = ()
