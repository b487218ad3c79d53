"""Facts a second into the journal, against bare `executemany` of the same rows into the same tables."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

from app.clock import Clock
from app.journal.store import MOST_ROWS, Journal
from tests.benchmarks.city import END
from tests.benchmarks.facts import Makers
from tests.benchmarks.figure import OF_RATE, Figure
from tests.benchmarks.measure import say
from tests.benchmarks.peer_raw import RawStore, told
from tests.benchmarks.servers import stores
from tests.benchmarks.sizes import Sizes, thousands

AIM = 0.6
VEHICLES = 120
FIXES_A_COMPLAINT = 5


def batches(facts: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """In commits of the collector's size."""
    for begin in range(0, len(facts), MOST_ROWS):
        yield facts[begin : begin + MOST_ROWS]


def side_by_side(journal: Journal, raw: RawStore, facts: Sequence[Any]) -> tuple[float, float]:
    """Medians of facts a second: ours and raw, batch by batch in turn."""
    ours, theirs = [], []
    for batch in batches(facts):
        start = time.perf_counter()
        appended = journal.append(batch)
        ours.append(appended.stored / (time.perf_counter() - start))
        written = told(journal, appended.commit or 0, raw)
        start = time.perf_counter()
        raw.write(written)
        theirs.append(appended.stored / (time.perf_counter() - start))
    return statistics.median(ours), statistics.median(theirs)


def complaints(makers: Makers, n: int, which: int) -> list[Any]:
    """One version of each complaint."""
    return [makers.complaint(key, which, END + timedelta(minutes=which)) for key in range(1, n + 1)]


def fixes(makers: Makers, n: int) -> list[Any]:
    """Fixes of a fleet, round by round."""
    rounds = range(n // VEHICLES)
    return [
        makers.fix(key, turn, END + timedelta(seconds=5 * turn)) for turn in rounds for key in range(1, VEHICLES + 1)
    ]


def run(sizes: Sizes) -> Iterator[Figure]:
    """New complaints, changed complaints and positions, on each store."""
    n, makers = sizes.ingest, Makers(sizes.ingest)
    parts: tuple[tuple[str, Callable[[], list[Any]]], ...] = (
        ("new complaints", lambda: complaints(makers, n, 0)),
        ("changed complaints", lambda: complaints(makers, n, 1)),
        ("positions", lambda: fixes(makers, n * FIXES_A_COMPLAINT)),
    )
    with stores(2) as each:
        for store, (url, raw_url) in each:
            journal, raw = Journal.create(url, Clock.starting(END)), RawStore(raw_url)
            journal.append([makers.vehicle(key) for key in range(1, VEHICLES + 1)])
            for what, make in parts:
                say(f"{what} into {store}")
                facts = make()
                ours, theirs = side_by_side(journal, raw, facts)
                size = f"{store}, {thousands(len(facts))}, {thousands(MOST_ROWS)} a commit"
                met = ours / theirs >= AIM
                yield Figure(what, size, ours, "/s", "executemany", theirs, OF_RATE, f"{AIM} of raw", met)
            raw.close()
            journal.close()
