"""What a whole process costs: seconds from its start to its end, and the memory of it and all it starts."""

import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.measure import rss_mb
from tests.benchmarks.places import ROOT, environment

EVERY_S = 0.01


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds and the greatest sum of resident memory in MB (shared pages counted for each process)."""

    ms: float
    mb: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command to its end. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=quiet, stderr=subprocess.PIPE)
    peak: list[float] = [0.0]
    watcher = threading.Thread(target=_watch, args=(child, peak))
    watcher.start()
    said = child.communicate()[1]
    taken = (time.perf_counter() - start) * 1000
    watcher.join()
    if child.returncode:
        raise RuntimeError(f"{command[0]} ended with {child.returncode}: {said.decode(errors='replace')[-300:]}")
    return Cost(taken, peak[0])


def _watch(child: "subprocess.Popen[bytes]", peak: list[float]) -> None:
    while child.poll() is None:
        peak[0] = max(peak[0], sum(rss_mb(pid) for pid in _family(child.pid)))
        time.sleep(EVERY_S)


def _family(pid: int) -> list[int]:
    """A process and everything that descends from it."""
    found, at = [pid], 0
    while at < len(found):
        for tasks in Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += [int(word) for word in tasks.read_text(encoding="ascii").split()]
            except OSError:
                pass
        at += 1
    return found
