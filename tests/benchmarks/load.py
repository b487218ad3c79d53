"""A collector's load in a process of its own: `python -m tests.benchmarks.load URL SECONDS FIXES VERSIONS VEHICLES`.

FIXES and VERSIONS (of complaints) a second are spread over five commits a second; the vehicles are of the journal.
Says on stdout at its end how many facts a second were stored.
"""

import sys
import time
from collections.abc import Iterator
from datetime import timedelta

from app.journal.store import Fact, Journal
from tests.benchmarks.facts import Makers

COMMITS_A_SECOND = 5
COMPLAINTS = 5_000  # the ones that change


def main(url: str, seconds: str, fixes: str, versions: str, vehicles: str) -> None:
    """Write until the time is over; a store that does not keep up is not hurried."""
    journal, load = Journal.open(url), Load(float(fixes), float(versions), int(vehicles))
    begun = due = time.monotonic()
    stored = 0
    while due < begun + float(seconds):
        time.sleep(max(0.0, due - time.monotonic()))
        due += 1 / COMMITS_A_SECOND
        stored += journal.append(list(load.next(journal))).stored
    print(stored / (time.monotonic() - begun), flush=True)
    journal.close()


class Load:
    """Facts in turn: each vehicle's next fix, each complaint's next version."""

    def __init__(self, fixes: float, versions: float, vehicles: int) -> None:
        self._rates, self._vehicles = (fixes / COMMITS_A_SECOND, versions / COMMITS_A_SECOND), vehicles
        self._makers = Makers(max(COMPLAINTS, vehicles))
        self._owed, self._done = [0.0, 0.0], [0, 0]

    def next(self, journal: Journal) -> Iterator[Fact]:
        """What one commit holds."""
        now = journal.clock.now()
        for i, rate in enumerate(self._rates):
            self._owed[i] += rate
            for _ in range(int(self._owed[i])):
                turn, number = divmod(self._done[i], self._vehicles if i == 0 else COMPLAINTS)
                self._done[i] += 1
                at = now + timedelta(milliseconds=number % 200)
                yield (
                    self._makers.fix(number + 1, turn, at)
                    if i == 0
                    else self._makers.complaint(number + 1, turn + 1, at)
                )
            self._owed[i] %= 1


if __name__ == "__main__":
    main(*sys.argv[1:])
