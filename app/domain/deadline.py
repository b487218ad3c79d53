"""Control-room targets: how long a kind of complaint may take, and when that ends.

Source: the city's own targets (domain facts 6.4). A target is clock time ("24h", "7d") or working days ("1wd");
until the working calendar exists a working day is Monday to Friday.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_SPAN = re.compile(r"(\d+(?:\.\d+)?)([smhd])")


def parse_span(text: str) -> timedelta:
    """Read "20s", "2m", "6h", "30d" or a sum such as "1h30m". Raises ValueError naming the text."""
    parts = _SPAN.findall(text)
    if not parts or "".join(a + b for a, b in parts) != text.strip():
        raise ValueError(f"not a span of time: {text!r} (write 20s, 2m, 6h or 30d)")
    return timedelta(seconds=sum(float(n) * _UNITS[u] for n, u in parts))


@dataclass(frozen=True, slots=True)
class Target:
    """A time allowed: either clock time or whole working days."""

    span: timedelta = timedelta(0)
    working_days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read "72h", "7d" or "1wd"."""
        days = re.fullmatch(r"(\d+)wd", text.strip())
        return cls(working_days=int(days[1])) if days else cls(span=parse_span(text))

    def due(self, start: datetime, zone: tzinfo) -> datetime:
        """When the target ends for a case that began at `start`; the day of receipt is day 0."""
        return _after_working_days(start, self.working_days, zone) if self.working_days else start + self.span


def _after_working_days(start: datetime, days: int, zone: tzinfo) -> datetime:
    moment = start.astimezone(zone)
    while days:
        moment += timedelta(days=1)
        days -= moment.weekday() < 5
    return moment.astimezone(start.tzinfo)
