"""The only place that asks the time.

The city's time may run apart from real time (a demo of 30 November 2016): a journal's meta row says how.
Deadlines, back-off, lease and timers use `monotonic` or the database's clock, never the city's.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """Real time, UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that never jump; for deadlines and timers."""
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Clock:
    """The city's time: `city_start` at the real instant `real_start`, running at `speed` times real time."""

    real_start: datetime | None = None
    city_start: datetime | None = None
    speed: float = 1.0

    @property
    def simulated(self) -> bool:
        """Whether the city's time is not the real one; such windows and pages say SIMULASI."""
        return self.real_start is not None

    def now(self) -> datetime:
        """The city's time now, UTC."""
        return self.city_time(real_now())

    def city_time(self, real: datetime) -> datetime:
        """The city's time at a real instant."""
        if self.real_start is None or self.city_start is None:
            return real
        return self.city_start + (real - self.real_start) * self.speed

    def city_span(self, real: timedelta) -> timedelta:
        """How much of the city's time passes in a real span: people and wires are no faster in a fast city.

        In a slow city, or one that stands, as much as in a real one.
        """
        return real * max(1.0, self.speed)

    @classmethod
    def starting(cls, city_start: datetime, speed: float = 1.0) -> "Clock":
        """A clock that shows `city_start` now. `city_start` must have a zone."""
        return cls(real_now(), city_start.astimezone(UTC), speed)


REAL = Clock()


def parse_instant(text: str) -> datetime:
    """An ISO 8601 instant with a zone, as UTC. Raises ValueError without one: a bare local time is a guess."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone; write for example 2016-11-30T10:00+07:00")
    return moment.astimezone(UTC)


def clock_told(text: str | None) -> Clock:
    """The clock for START[@SPEED]; the real one for no text. Raises ValueError."""
    if not text:
        return REAL
    start, _, speed = text.partition("@")
    return Clock.starting(parse_instant(start), float(speed or 1))
