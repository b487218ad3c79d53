"""How long units would be on the road to a place: what is asked, and what a router told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a unit is; `unit` is "source/id" of the vehicle."""

    unit: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class WayQuestion:
    """Ways from some units to one place. `asked_at` is real time: a router answers in the real world."""

    id: str
    asked_at: datetime
    lat: float
    lon: float
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True)
class WayAnswer:
    """Seconds by unit, None where there is no way; `error` says in one sentence why there are none at all."""

    id: str
    seconds: Mapping[str, float | None] = field(default_factory=dict)
    error: str = ""
