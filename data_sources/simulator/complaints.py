"""Complaints of the simulated city: each day is drawn once from the seed, each case carries its whole future."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from data_sources.simulator.city import City


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a case: from `at` (seconds since 1970) on it has this status and this public note."""

    at: float
    status: str
    note: str
    ident: str
    media: str = ""


@dataclass(slots=True)
class Complaint:
    """A case as the far end stores it. `steps` may lie in the future: they show when their moment comes."""

    id: str
    code: str
    requested: float
    title: str
    text: str
    address: str | None
    lat: float | None
    lon: float | None
    steps: list[Step] = field(default_factory=list)
    expected: float | None = None
    media: bool = False

    def step(self, now: float) -> Step | None:
        """The newest change that has happened; None while nobody touched the case."""
        return next((s for s in reversed(self.steps) if s.at <= now), None)

    def status(self, now: float) -> str:
        step = self.step(now)
        return step.status if step else "open"

    def updated(self, now: float) -> float:
        step = self.step(now)
        return step.at if step else self.requested


CLOSED = frozenset(
    (
        "closed",
        "fixed",
        "duplicate",
        "no_further_action",
        "not_councils_responsibility",
        "internal_referral",
        "cancelled",
    )
)


def is_closed(status: str) -> bool:
    return status.lower().replace(" ", "_") in CLOSED


class ComplaintBook:
    """All cases in order of their request time. Days are drawn when first needed; injected cases join them."""

    def __init__(self, city: City, draw: Callable[[date], list[Complaint]], starts: float, days: int = 30) -> None:
        self.city, self._draw = city, draw
        first = datetime.fromtimestamp(starts, city.zone).date() - timedelta(days=days)
        self._next_day, self._rows, self._times = first, list[Complaint](), list[float]()
        self._by_id: dict[str, Complaint] = {}
        self._serial = 9000

    def ensure(self, now: float) -> None:
        """Draw every day up to the one that holds `now`."""
        today = datetime.fromtimestamp(now, self.city.zone).date()
        while self._next_day <= today:
            self.draw_next_day()

    def pending_days(self, now: float) -> int:
        """Days still to draw before `now` is covered."""
        return max(0, (datetime.fromtimestamp(now, self.city.zone).date() - self._next_day).days + 1)

    def draw_next_day(self) -> None:
        rows = self._draw(self._next_day)
        self._next_day += timedelta(days=1)
        self._rows = sorted([*self._rows, *rows], key=_when) if self._overlaps(rows) else [*self._rows, *rows]
        self._times = [row.requested for row in self._rows]
        self._by_id.update((row.id, row) for row in rows)

    def _overlaps(self, rows: list[Complaint]) -> bool:
        return bool(rows and self._rows and self._rows[-1].requested > rows[0].requested)

    def add(self, complaint: Complaint) -> None:
        """Put an injected case in its place."""
        insort(self._rows, complaint, key=_when)
        insort(self._times, complaint.requested)
        self._by_id[complaint.id] = complaint

    def move(self, complaint: Complaint, at: float) -> None:
        """Give a case another request time."""
        n = self._rows.index(complaint)
        del self._rows[n], self._times[n]
        complaint.requested = at
        self.add(complaint)

    def new_id(self, at: float) -> str:
        """The next free id of a case that is not drawn but reported by somebody."""
        self._serial += 1
        return make_id(datetime.fromtimestamp(at, self.city.zone).date(), self._serial)

    def find(self, ident: str, now: float) -> Complaint | None:
        self.ensure(now)
        found = self._by_id.get(ident)
        return found if found and found.requested <= now else None

    def between(self, start: float, end: float, now: float) -> list[Complaint]:
        """Cases requested in [start, end] and not later than now, oldest first."""
        self.ensure(now)
        return self._rows[bisect_left(self._times, start) : bisect_right(self._times, min(end, now))]

    def updates(self, start: float, end: float, now: float) -> list[tuple[Complaint, Step]]:
        """Changes that happened in [start, end], oldest first."""
        end = min(end, now)
        found: Iterable[tuple[Complaint, Step]] = (
            (row, step) for row in self.between(0, end, now) for step in row.steps if start <= step.at <= end
        )
        return sorted(found, key=lambda pair: pair[1].at)


def make_id(day: date, serial: int) -> str:
    """Ids begin with a zero on purpose: who does arithmetic on them loses it."""
    return f"0{day:%y%m%d}{serial:04d}"


def _when(row: Complaint) -> float:
    return row.requested
