"""Arrivals as evidence: which vehicle stood where since when, as it was known at a frame's instant."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.journal.arrivals import Arrived
from app.journal.reader import Axis
from app.picture.frame import Frame


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    """One arrival. `at` is the first fix inside, `age_s` counts from it; `recorded_at` when this room concluded it."""

    vehicle: int
    vehicle_name: str
    at: datetime
    recorded_at: datetime
    age_s: float
    kind: str
    place: int
    place_name: str


def arrival_lines(arrivals: Iterable[Arrived], frame: Frame) -> tuple[ArrivalLine, ...]:
    """Arrivals newest first, without those that had not happened yet (or, by KNOWN, had not been concluded yet)."""
    happened = (one for one in arrivals if _had_happened(one, frame))
    return tuple(_line(one, frame) for one in sorted(happened, key=lambda one: one.at, reverse=True))


def _had_happened(one: Arrived, frame: Frame) -> bool:
    return one.at <= frame.at and (frame.axis is Axis.TRUE or one.recorded_at <= frame.at)


def _line(one: Arrived, frame: Frame) -> ArrivalLine:
    return ArrivalLine(
        one.vehicle,
        one.vehicle_name,
        one.at,
        one.recorded_at,
        (frame.at - one.at).total_seconds(),
        one.kind,
        one.place,
        one.place_name,
    )
