"""One day of the city: complaints received, closed and open, how fast, and which vehicles were out."""

from dataclasses import dataclass
from datetime import date

from app.views.figure import Array, Figure


@dataclass(frozen=True, slots=True, eq=False)
class AgencyDay:
    """One agency's day; `median` is the time to close in seconds, `on_time` in % of what closed that day."""

    id: str
    name: str
    received: Figure
    closed: Figure
    open: Figure
    on_time: Figure
    median: Figure


@dataclass(frozen=True, slots=True, eq=False)
class DayView:
    """A day of the city's calendar up to the frame's instant. `by_hour` counts received complaints (i8, 24).

    `median_close` in seconds; `on_time` in %. `by_district` only where official boundaries are at hand, else empty.
    """

    day: date
    received: Figure
    closed: Figure
    open: Figure
    on_time: Figure
    median_close: Figure
    vehicles_on_duty: Figure
    vehicles: Figure
    by_hour: Array
    by_agency: tuple[AgencyDay, ...]
    by_district: tuple[tuple[str, Figure], ...]
