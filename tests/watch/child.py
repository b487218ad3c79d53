"""A process that leads and runs the watches over a journal, to be killed at any instant."""

import sys
import time
from datetime import timedelta

from app.journal import lease
from app.journal.store import Journal
from app.settings import load_city
from app.watch.arrival import Arrival
from app.watch.deadline import Deadlines
from app.watch.runner import WatchRunner
from app.watch.watch import Watch
from tests.watch.scenes import at

A_DAY = timedelta(days=1)
WATCHES: tuple[Watch, ...] = (Arrival(look_back=A_DAY), Deadlines(look_back=A_DAY))
LIFE_S = 0.2  # its lease dies soon after it, so that the next one need not wait


def main(url: str, city_path: str, ends: float) -> None:
    """Take the lease and catch up, a commit a line; the last line says that it is done."""
    journal = Journal.open(url)
    while (epoch := lease.take(journal, "child", LIFE_S)) is None:
        time.sleep(0.02)
    runner = WatchRunner(journal, WATCHES, load_city(city_path), most_commits=1, budget_s=0)
    while runner.run(epoch, at(ends)) == at(ends):
        print("a commit", flush=True)
    print("done", flush=True)
    journal.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
