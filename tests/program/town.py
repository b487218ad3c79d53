"""A small simulated city and a collector over it, for tests that break the far ends."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from app.clock import Clock
from app.domain.source import LinkState
from app.journal.export import export_rows
from app.journal.status import SourceStatus, source_statuses
from app.journal.store import Journal
from app.settings import CityFile, load_city
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.once import Outcome, collect_once
from data_sources.simulator import FarEnd
from tests.program.program import write_city

BEKASI = "[-6.41, 106.88, -6.16, 107.06]"


def until(true: Callable[[], bool], seconds: float = 25.0) -> bool:
    """Wait for something to become true; whether it did."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.03)
    return true()


POLL_PATIENCE_S = 20  # one poll, one try: a machine that pauses for a second is no fault of the source


def town(folder: Path, far: FarEnd, every: str = "1s", *, patience_s: int = 1) -> CityFile:
    """Sources `json`, `xml` and `fleet` of a simulator; a call may take `patience_s`."""
    sources = (
        f"json open311 {far.open311} {{ timeout_s = {patience_s} }}",
        f'xml open311 {far.open311} {{ timeout_s = {patience_s}, format = "xml" }}',
        f"fleet traccar {far.traccar} {{ timeout_s = {patience_s} }}",
    )
    return load_city(write_city(folder / "town.toml", BEKASI, *sources, every=every))


@dataclass
class Polled:
    """What one full poll of every source left behind."""

    journal: Journal
    outcomes: dict[str, Outcome]
    statuses: dict[str, SourceStatus]
    again: Callable[[], list[Outcome]]
    """One more full poll of the same sources into the same journal."""

    def rows(self, stream: str, source: str) -> list[dict[str, Any]]:
        """A source's rows of an exported stream."""
        return [row for row in export_rows(self.journal, stream) if row["source"] == source]


@contextmanager
def polled_once(folder: Path, far: FarEnd, *only: str, times: int = 1, path: Path | None = None) -> Iterator[Polled]:
    """A fresh journal with the city's time, after this many full polls of the sources in `only` (all without)."""
    city, path = town(folder, far, patience_s=POLL_PATIENCE_S), path or folder / f"{time.monotonic_ns()}.sqlite"
    journal = Journal.create(str(path), Clock.starting(far.now(), 1.0))
    try:
        poll = partial(collect_once, journal, city, building(journal.clock), only)
        for _ in range(times):
            outcomes = poll()
        yield Polled(journal, {o.source: o for o in outcomes}, source_statuses(journal), poll)
    finally:
        journal.close()


@dataclass
class Led:
    """A running collector with its journal."""

    journal: Journal
    collector: Collector
    far: FarEnd

    def status(self, source: str) -> SourceStatus:
        """How a source is doing."""
        return source_statuses(self.journal)[source]

    def states(self) -> dict[str, LinkState]:
        """The state of every source that was tried."""
        return {name: status.state for name, status in source_statuses(self.journal).items()}


@contextmanager
def collecting(folder: Path, far: FarEnd, every: str = "0.2s") -> Iterator[Led]:
    """A collector over the town, every source once answered."""
    journal = Journal.create(str(folder / "led.sqlite"), Clock.starting(far.now(), 1.0))
    collector = Collector(journal, town(folder, far, every), building(journal.clock))
    led = Led(journal, collector, far)
    collector.start()
    try:
        assert until(lambda: list(led.states().values()) == [LinkState.OK] * 3)
        yield led
    finally:
        ended = collector.stop()
        journal.close()
        assert ended
