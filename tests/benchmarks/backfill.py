"""A collector's back-fill in a process of its own: `python -m tests.benchmarks.backfill URL SECONDS`.

It writes as the collector does, by `Writer` under a lease. Says "writing" on stdout once it is at it.
"""

import sys
import time
from datetime import timedelta

from app.journal import lease
from app.journal.store import Fact, Journal
from data_sources.writer import Writer
from tests.benchmarks.city import END
from tests.benchmarks.facts import Makers

BATCH = 10_000
COMPLAINTS = 20_000


def main(url: str, seconds: str) -> None:
    """Back-fill for so long; how many facts were new goes to stdout at the end."""
    journal, makers = Journal.open(url, patient=True), Makers(COMPLAINTS)
    epoch = lease.take(journal, "bench", life_s=float(seconds) + 60)
    assert epoch is not None
    writer, end, stored, turn = Writer(journal, epoch), 0.0, 0, 0
    writer.start()
    while not end or time.monotonic() < end:
        facts = _batch(makers, turn)
        if not end:
            print("writing", flush=True)
            end = time.monotonic() + float(seconds)
        stored += writer.write(facts, {})
        turn += 1
    writer.stop()
    lease.release(journal, epoch)
    journal.close()
    print(stored, flush=True)


def _batch(makers: Makers, turn: int) -> list[Fact]:
    """Half versions of complaints, half fixes, going back in time."""
    at = END - timedelta(minutes=turn)
    half = BATCH // 2
    versions: list[Fact] = [makers.complaint(turn * half % COMPLAINTS + i, turn % 3, at) for i in range(half)]
    return versions + [makers.fix(i % 120 + 1, turn * half + i, at - timedelta(seconds=i)) for i in range(half)]


if __name__ == "__main__":
    main(*sys.argv[1:])
