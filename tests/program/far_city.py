"""The simulator as people start it: `main.py simulate` in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests

from tests.program.program import MAIN

SMALL = ("--complaint-days", "1", "--track-days", "1", "--scale", "0.1")


@dataclass(frozen=True)
class FarCity:
    """A simulator's addresses by protocol, and its switchboard."""

    urls: dict[str, str]

    def state(self) -> dict[str, Any]:
        """What the simulated city is at now."""
        told: dict[str, Any] = requests.get(f"{self.urls['control']}/state", timeout=20).json()
        return told

    def words(self, complaints: str, fleet: str) -> list[str]:
        """What points the two sources of a city file here."""
        pairs = ((complaints, "open311"), (fleet, "traccar"))
        return [word for name, protocol in pairs for word in ("--source-url", f"{name}={self.urls[protocol]}")]


@contextmanager
def simulating(*words: str) -> Iterator[FarCity]:
    """A simulated city with these words after `simulate`; it ends on SIGTERM and says that all was well."""
    command = [sys.executable, str(MAIN), "simulate", *words]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield FarCity(json.loads(process.stdout.readline()))
        finally:
            process.terminate()
            ended = process.wait(60)
    assert ended == 0
