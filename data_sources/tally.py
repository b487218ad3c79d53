"""Counting what sources send: each record once, however often a source repeats it."""

import re
from collections import OrderedDict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field

from app.clock import monotonic
from app.domain.complaint import Complaint
from app.domain.kind import Flag
from app.domain.vehicle import Position
from data_sources.batch import Batch

MOST_REMEMBERED = 200_000
MOST_NOTES = 20
MOST_NAMED = 5
SKEW_LIMIT_S = 120.0
KEPT_AS_WRITTEN = {
    *("requested_datetime", "updated_datetime", "expected_datetime", "media_refused"),
    *("lat", "long", "lon", "lng", "latitude", "longitude"),
}
"""What stands among a complaint's extras only because it could not be read, or not without a guess."""
_COUNT = re.compile(r"^\d+")
IMPOSSIBLE = {Flag.CLOCK.value, Flag.SPEED.value}
MINUTE_S = 60.0


@dataclass
class Tally:
    """What one or several batches brought."""

    records: set[Hashable] = field(default_factory=set)
    rejected: set[Hashable] = field(default_factory=set)

    def add(self, batch: Batch) -> None:
        """Count a batch."""
        self.records |= batch.keys
        self.rejected |= batch.refusals


class Remarks:
    """What is worth saying of a round of batches: their own notes, what was rejected, a clock that goes wrong.

    A note that begins with a number counts on: its newest stands. A field nobody sent before is told once; those of the
    first round are known.
    """

    def __init__(self) -> None:
        self._notes: dict[str, str] = {}
        self._rejected: set[Hashable] = set()
        self._example = ""
        self._skew_s: float | None = None
        self._odd: set[Hashable] = set()
        self._fields: set[str] = set()
        self._new_fields: set[str] = set()
        self._knows_fields = False

    def add(self, batch: Batch) -> None:
        """Take a batch of the round. A server that says nothing changed tells no new time: the last one counts."""
        self._notes |= {_COUNT.sub("#", note): note for note in batch.notes}
        self._rejected |= batch.refusals
        for one in batch.rejected[:1]:
            self._example = f"{one.id}: {one.reason}" + (f" ({one.field})" if one.field else "")
        self._skew_s = self._skew_s if batch.skew_s is None else batch.skew_s
        for fact in batch.facts:
            if isinstance(fact, Position | Complaint) and IMPOSSIBLE & set(fact.flags):
                self._odd.add((fact.kind, fact.id))
            if isinstance(fact, Complaint):
                self._new_fields |= fact.extra.keys() - self._fields - KEPT_AS_WRITTEN

    def taken(self) -> str:
        """The lines to show; a new round begins."""
        lines = []
        if self._rejected:
            lines.append(f"{len(self._rejected)} records of the last answer were rejected, such as {self._example}.")
        if self._skew_s is not None and abs(self._skew_s) > SKEW_LIMIT_S:
            lines.append(f"The server's clock differs from ours by {abs(self._skew_s) / 60:.0f} min.")
        if self._odd:
            lines.append(f"{len(self._odd)} records of the last answer bear an impossible time or speed.")
        if self._new_fields and self._knows_fields:
            lines.append(f"The records have new fields: {', '.join(sorted(self._new_fields)[:MOST_NAMED])}.")
        lines += self._notes.values()
        self._knows_fields = self._knows_fields or bool(self._new_fields)
        self._fields |= self._new_fields
        self._notes, self._rejected, self._odd, self._new_fields = {}, set(), set(), set()
        return "\n".join(lines[:MOST_NOTES])


class Rate:
    """Different records in the last minute of real time: a fleet that is asked every five seconds counts once."""

    def __init__(self) -> None:
        self._seen: OrderedDict[Hashable, float] = OrderedDict()

    def add(self, keys: Collection[Hashable]) -> int:
        """These records came now; how many came in the last minute."""
        now = monotonic()
        for key in keys:
            self._seen[key] = now
            self._seen.move_to_end(key)
        while self._seen and (len(self._seen) > MOST_REMEMBERED or next(iter(self._seen.values())) < now - MINUTE_S):
            self._seen.popitem(last=False)
        return len(self._seen)
