"""A source without a network, for what the collector itself does: scripted batches, failures, and a gate to hold it."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.complaint import Complaint, State
from app.errors import SourceError
from app.settings import CityFile, SourceSpec
from data_sources.batch import Batch, Connector

T0 = datetime(2016, 11, 30, 3, 0, tzinfo=UTC)


def complaint(number: int, source: str = "a", **more: Any) -> Complaint:
    """A complaint that differs by its number."""
    at = T0 + timedelta(seconds=number)
    return Complaint(source, str(number), at, "open", State.OPEN, at, lat=-6.2, lon=107.0, **more)


class StubConnector:
    """Gives `per_poll` new complaints at each poll; `trouble` makes it fail; a closed `gate` holds it."""

    def __init__(self, source: str, per_poll: int = 3, more_until: int = 0) -> None:
        self.source, self.per_poll, self.more_until = source, per_poll, more_until
        self.trouble: SourceError | None = None
        self.polls = 0
        self.cursors: list[dict[str, Any]] = []
        self.gate = threading.Event()
        self.gate.set()

    def poll(self, cursor: dict[str, Any], now: datetime) -> Batch:
        """The next numbers after the cursor's."""
        self.gate.wait(5)
        self.polls += 1
        self.cursors.append(cursor)
        if self.trouble:
            raise self.trouble
        start = int(cursor.get("n", 0))
        facts = [complaint(n, self.source) for n in range(start, start + self.per_poll)]
        more = self.polls < self.more_until
        return Batch(facts, {"n": start + self.per_poll}, more=more, complete_live=not more)


def building(*stubs: StubConnector) -> Callable[[SourceSpec, CityFile], tuple[Connector, Callable[[], None]]]:
    """A `Build` that hands out these stubs by source id."""
    by_id = {stub.source: stub for stub in stubs}

    def build(spec: SourceSpec, city: CityFile) -> tuple[Connector, Callable[[], None]]:
        return by_id[spec.id], by_id[spec.id].gate.set

    return build
