"""An operator's write beside a running back-fill, against the same write on an idle journal."""

import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from uuid import uuid4

from app.clock import Clock
from app.domain.source import Ask, Request
from app.journal.store import Journal
from tests.benchmarks.city import END
from tests.benchmarks.figure import AS_LONG, Figure
from tests.benchmarks.measure import percentile, say, timed_ms
from tests.benchmarks.servers import stores
from tests.benchmarks.sizes import Sizes, thousands

BETWEEN_S = 0.02  # a rest that is no multiple of the writer's own


def writes(journal: Journal, seconds: float) -> list[float]:
    """Milliseconds of small writes, one after the other for so long."""
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        request = Request("sorot", uuid4().hex, journal.clock.now(), Ask.POLL_NOW, "bench")
        times.append(timed_ms(partial(journal.append, [request])))
        time.sleep(BETWEEN_S)
    return times


def beside(journal: Journal, url: str, seconds: float) -> tuple[list[float], float]:
    """The same while another process back-fills, and how many facts a second that one stored."""
    command = [sys.executable, "-m", "tests.benchmarks.backfill", url, str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        times = writes(journal, seconds)
        stored = int(writer.stdout.read().split()[-1])
    return times, stored / seconds


def run(sizes: Sizes) -> Iterator[Figure]:
    """Median and 95th percentile on each store."""
    with stores() as each:
        for store, (url,) in each:
            say(f"{store}")
            journal = Journal.create(url, Clock.starting(END))
            idle = writes(journal, sizes.operator_s / 2)
            busy, rate = beside(journal, url, sizes.operator_s)
            journal.close()
            size = f"{store}, {len(busy)} writes beside {thousands(rate)} facts/s"
            for name, share in (("median", 0.5), ("95 of 100 within", 0.95)):
                ours, alone = percentile(busy, share), percentile(idle, share)
                yield Figure(f"write, {name}", size, ours, "ms", "nobody else writing", alone, AS_LONG)
