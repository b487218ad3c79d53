"""Time allowed: what a target says, when it ends, and how a pause puts it off.

Source: the city's own targets (domain facts 6.4) beside the limits of the complaint law (6.1). A target is clock time
("24h", "7d"), working days ("1wd", by the city's calendar) or working hours ("8wh", by the agency's shifts).
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.calendar import WorkingCalendar
from app.domain.message import N_

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
    """A time allowed: clock time, whole working days, or working time."""

    span: timedelta = timedelta(0)
    working_days: int = 0
    worked: timedelta = timedelta(0)

    @classmethod
    def parse(cls, text: str) -> "Target":
        """Read "72h", "7d", "1wd" or "8wh"."""
        if days := re.fullmatch(r"(\d{1,4})wd", text.strip()):
            return cls(working_days=int(days[1]))
        if hours := re.fullmatch(r"(\d{1,4})wh", text.strip()):
            return cls(worked=timedelta(hours=int(hours[1])))
        return cls(span=parse_span(text))

    def due(self, start: datetime, calendar: WorkingCalendar, shift: WorkingCalendar | None = None) -> datetime:
        """When the target ends for a case that began at `start`; the day of receipt is day 0. UTC for working time."""
        if self.working_days:
            return calendar.add_days(start, self.working_days)
        return (shift or calendar).add_worked(start, self.worked) if self.worked else start + self.span

    def put_off(
        self, due: datetime, since: datetime, until: datetime, calendar: WorkingCalendar, shift: WorkingCalendar
    ) -> datetime:
        """The end once the clock stood still from `since` to `until`: clock time by all of it, working time by what
        would have been worked.
        """
        if self.worked:
            return shift.add_worked(due, max(shift.worked(since, until), timedelta(0)))
        if self.working_days:
            return calendar.add_worked(due, max(calendar.worked(since, until), timedelta(0)))
        return due + max(until - since, timedelta(0))


class Step(StrEnum):
    """What is owed by a time. The first four are the control room's targets, the last three the law's limits."""

    FIRST_ANSWER = N_("first answer")
    ON_SITE = N_("on site")
    MAKE_SAFE = N_("made safe")
    DONE = N_("done")
    LAW_VERIFIED = N_("verified (law)")
    LAW_ACTED = N_("first action (law)")
    LAW_RESOLVED = N_("resolved (law)")


TARGETS = (Step.FIRST_ANSWER, Step.ON_SITE, Step.MAKE_SAFE, Step.DONE)
LAW = (Step.LAW_VERIFIED, Step.LAW_ACTED, Step.LAW_RESOLVED)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing owed. `gross` is the end as it was set, `due` (net) the same put off by the pauses; UTC."""

    step: Step
    target: str
    due: datetime
    gross: datetime
