"""Memory of the console and its page's renderer under many times a day's load: does it grow?"""

import time
from collections.abc import Iterator, Sequence

from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import rss_mb, say, slope
from tests.benchmarks.seed import Story, copy_of, kept_journal
from tests.benchmarks.servers import folder
from tests.benchmarks.sizes import Sizes, thousands
from tests.benchmarks.watched import Desk, desk, load

VEHICLES = 120  # of an ordinary day, each with a fix in 30 s on the whole
FIX_S = 30
VERSIONS_A_DAY = 1_000  # of complaints
EVERY_S = 1.0
Samples = list[tuple[float, float, float]]  # seconds, console MB, renderer MB


def sampled(started: Desk, seconds: float) -> Samples:
    """Both sizes once a second."""
    samples, begun = [], time.monotonic()
    pid = started.process.pid
    while time.monotonic() - begun < seconds and started.process.poll() is None:
        samples.append((time.monotonic() - begun, rss_mb(pid), rss_mb(started.renderer)))
        time.sleep(EVERY_S)
    return samples


def growth(samples: Samples, column: int) -> float:
    """MB a minute in the last half."""
    half = samples[len(samples) // 2 :]
    return slope([row[0] / 60 for row in half], [row[column] for row in half])


def told(values: Sequence[float]) -> str:
    """How it went, in a few numbers."""
    steps = [values[min(len(values) - 1, round(i * (len(values) - 1) / 4))] for i in range(5)]
    return " > ".join(f"{step:.0f}" for step in steps) + " MB over the time"


def run(sizes: Sizes) -> Iterator[Figure]:
    """Size at the end and slope of the last half, of both processes."""
    story = Story(sizes.complaints, sizes.vehicles, sizes.days)
    times, vehicles = sizes.day_load, VEHICLES * sizes.day_load
    fixes, versions = vehicles / FIX_S, VERSIONS_A_DAY * times / 86_400
    with folder() as where:
        journal = copy_of(kept_journal(story), where)
        say(f"{sizes.memory_s:.0f} s at {times} times a day's load: {thousands(vehicles)} vehicles")
        with desk(journal, where, sizes.memory_s) as started:
            started.first_picture()
            with load(journal, sizes.memory_s + 5, fixes, versions, vehicles):
                samples = sampled(started, sizes.memory_s)
    size = f"{story}, {thousands(vehicles)} vehicles live, {sizes.memory_s:.0f} s"
    for column, what in ((1, "console"), (2, "renderer")):
        values = [row[column] for row in samples]
        yield Figure(f"{what} at the end", size, values[-1], "MB", note=told(values))
        yield Figure(f"{what}, slope of the last half", size, growth(samples, column), "MB/min")
