"""Counting what sources send: each record once, however often a source repeats it."""

from collections import OrderedDict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field

from app.clock import monotonic
from data_sources.batch import Batch

MOST_REMEMBERED = 200_000
MOST_NOTES = 20
SKEW_LIMIT_S = 120.0
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
    """What is worth saying of a round of batches: their own notes, what was rejected, a clock that goes wrong."""

    def __init__(self) -> None:
        self._notes: dict[str, None] = {}
        self._rejected: set[Hashable] = set()
        self._example = ""
        self._skew_s: float | None = None

    def add(self, batch: Batch) -> None:
        """Take a batch of the round. A server that says nothing changed tells no new time: the last one counts."""
        self._notes |= dict.fromkeys(batch.notes)
        self._rejected |= batch.refusals
        for one in batch.rejected[:1]:
            self._example = f"{one.id}: {one.reason}" + (f" ({one.field})" if one.field else "")
        self._skew_s = self._skew_s if batch.skew_s is None else batch.skew_s

    def taken(self) -> str:
        """The lines to show; a new round begins."""
        lines = []
        if self._rejected:
            lines.append(f"{len(self._rejected)} records of the last answer were rejected, such as {self._example}.")
        if self._skew_s is not None and abs(self._skew_s) > SKEW_LIMIT_S:
            lines.append(f"The server's clock differs from ours by {abs(self._skew_s) / 60:.0f} min.")
        lines += self._notes
        self._notes, self._rejected = {}, set()
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
