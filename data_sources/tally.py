"""Counting what sources send: each record once, however often a source repeats it."""

from collections import OrderedDict
from collections.abc import Collection, Hashable
from dataclasses import dataclass, field

from app.clock import monotonic
from data_sources.batch import Batch

MOST_REMEMBERED = 200_000
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
