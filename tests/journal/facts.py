"""Facts for tests, said shortly."""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.complaint import Complaint, state_of
from app.domain.lifecycle import STAGES, Stage
from app.domain.vehicle import Position, Vehicle

T0 = datetime(2016, 11, 30, 3, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    """An instant, seconds after T0."""
    return T0 + timedelta(seconds=seconds)


def complaint(id: str = "1", at: float = 0, status: str = "open", **more: Any) -> Complaint:
    """A complaint of SOROT as it was `at` seconds after T0; made at T0 at one place unless said otherwise."""
    fields: dict[str, Any] = {"requested_at": T0, "lat": -6.24, "lon": 107.0, "category": "jalan"} | more
    return Complaint("sorot", id, after(at), status, state_of(status), **fields)


def case_row(key: int, stage: Stage, version: int = 1, agency: str = "", severity: str = "", order: Any = None) -> Any:
    """The newest action on a case as a picture takes it (reader.CASE_COLUMNS)."""
    row = (key, key, 1, 9, version, STAGES.index(stage), agency, severity, order, 0)
    return (*row, None, None, None, 0, 0, "")


def vehicle(id: str = "7", at: float = 0, name: str = "B 1", **more: Any) -> Vehicle:
    """A vehicle's description."""
    return Vehicle("armada", id, after(at), name, **more)


def fix(vehicle: str = "7", at: float = 0, lat: float = -6.2, id: str | None = None, **more: Any) -> Position:
    """A vehicle's fix; its record number is made from the time unless given."""
    return Position("armada", id or f"{vehicle}@{at}", vehicle, after(at), lat, 107.0, **more)
