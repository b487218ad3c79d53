"""Small tools of measuring: rounds that alternate, medians, and what the system says of a process."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path

PROGRESS = "POC_BENCH_PROGRESS"  # number of the open file for lines of progress
Work = Callable[[], float | None]


def say(text: str) -> None:
    """One line of progress for the person who waits; the web engine's own noise goes to the benchmark's log."""
    os.write(int(os.environ.get(PROGRESS, "2")), f"bench:   {text}\n".encode())


def timed_ms(work: Callable[[], object]) -> float:
    """How long one call takes, in milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def alternate(rounds: int, *works: Work) -> list[float]:
    """The median of each work, one round of all after the other, so that a busy minute meets all of them.

    A work returns what it measured in ms, or None to be timed as a whole. The first round warms up and is not counted.
    """
    taken: list[list[float]] = [[] for _ in works]
    for turn in range(rounds + 1):
        for work, times in zip(works, taken, strict=True):
            start = time.perf_counter()
            said = work()
            whole = (time.perf_counter() - start) * 1000
            if turn:
                times.append(whole if said is None else said)
    return [statistics.median(times) for times in taken]


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of all lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def rss_mb(pid: int | None = None) -> float:
    """Resident memory of a process (ours without `pid`) in MB; 0 when it is gone."""
    try:
        pages = int(Path(f"/proc/{pid or os.getpid()}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def slope(times: Sequence[float], values: Sequence[float]) -> float:
    """Least squares: how much `values` grow in a unit of `times`."""
    return statistics.linear_regression(times, values).slope
