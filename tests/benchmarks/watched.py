"""Starts a watched desk and reads what it says."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class Desk:
    """A desk in its own process; `first_picture` and `end` wait for what it says."""

    def __init__(self, journal: Path, folder: Path, seconds: float) -> None:
        self._started, self.renderer = time.monotonic(), 0
        self.moments: dict[str, float] = {}
        command = [
            sys.executable,
            "-X",
            "faulthandler",
            "-m",
            "tests.benchmarks.desk",
            str(journal),
            str(folder),
            str(seconds),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def first_picture(self) -> float:
        """Milliseconds from the start of the process to the first painted desk."""
        said = self._said("painted")
        self.renderer = int(said["renderer"])
        self.moments = {name: (moment - self._started) * 1000 for name, moment in said["moments"].items()}
        return (float(said["painted"]) - self._started) * 1000

    def end(self) -> dict[str, Any]:
        """What the GUI thread went through; waits for the desk to end."""
        said = self._said("longest")
        self.process.wait(30)
        return said

    def _said(self, word: str) -> dict[str, Any]:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{") and word in (said := json.loads(line)):
                return dict(said)
        raise RuntimeError(f"the desk ended before it said {word}")


@contextmanager
def desk(journal: Path, folder: Path, seconds: float) -> Iterator[Desk]:
    """A desk that is ended in any case."""
    made = Desk(journal, folder, seconds)
    try:
        yield made
    finally:
        made.process.terminate()
        try:
            made.process.wait(10)
        except subprocess.TimeoutExpired:
            made.process.kill()
            made.process.wait()


@contextmanager
def load(
    journal: Path, seconds: float, fixes: float, versions: float, vehicles: int
) -> Iterator[subprocess.Popen[str]]:
    """A load that is ended in any case."""
    words = [str(journal), str(seconds), str(fixes), str(versions), str(vehicles)]
    command = [sys.executable, "-m", "tests.benchmarks.load", *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
