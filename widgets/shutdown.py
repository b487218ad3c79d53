"""The end of a console in its one order (safety rule D23), each step bounded and none able to stop the next."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from app.clock import monotonic

LIMIT_S = 3.0  # for the joins of a console
_log = logging.getLogger("poc.shutdown")


class Stage(IntEnum):
    """Steps in the order they are taken."""

    TIMERS = 0
    SOCKETS = 1
    WORKERS = 2
    OUTBOX = 3
    DATABASE = 4
    PAGE = 5
    PROFILE = 6


@dataclass
class Shutdown:
    """Collects what has to end and ends it, once. A step that returns False did not end in time."""

    _steps: list[tuple[Stage, str, Callable[[], object]]] = field(default_factory=list)
    _good: bool | None = None  # None until it ran

    def add(self, stage: Stage, name: str, end: Callable[[], object]) -> None:
        """Something to end at a stage; within a stage in the order it was added."""
        self._steps.append((stage, name, end))

    def run(self) -> bool:
        """End everything. True when every step ended well; a second call does nothing and says the same."""
        if self._good is None:
            self._good, good = False, True  # a step that asks again while we end hears "not yet"
            for _, name, end in sorted(self._steps, key=lambda step: step[0]):
                good = _end(name, end) and good
            self._good = good
        return self._good


def _end(name: str, end: Callable[[], object]) -> bool:
    began = monotonic()
    try:
        ended = end() is not False
    except Exception:  # noqa: BLE001 - a bug in one step must not keep the database open; it is logged with its stack
        _log.exception("%s could not be ended", name)
        return False
    took = monotonic() - began
    if not ended or took > LIMIT_S:
        _log.warning("%s did not end in time (%.1f s)", name, took)
    return ended
