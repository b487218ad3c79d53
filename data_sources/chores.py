"""Chores that take long and hold no lease: done aside, so that leadership and wishes never wait for them."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from app.clock import monotonic
from app.errors import PocError

log = logging.getLogger(__name__)


class Aside:
    """Runs `work(now)` in a thread of its own, at most every `every_s` real seconds and never twice at once."""

    def __init__(self, name: str, every_s: float, work: Callable[[datetime], object]) -> None:
        self._name, self._every_s, self._work = name, every_s, work
        self._begun: float | None = None
        self._thread: threading.Thread | None = None

    def __call__(self, epoch: int, now: datetime) -> None:
        """Begin when it is time; `epoch` is not needed, for nothing polled or derived is written."""
        is_early = self._begun is not None and monotonic() - self._begun < self._every_s
        if is_early or (self._thread is not None and self._thread.is_alive()):
            return
        self._begun = monotonic()
        self._thread = threading.Thread(target=self._run, args=(now,), name=self._name, daemon=True)
        self._thread.start()

    def join(self, timeout_s: float) -> bool:
        """Wait for what is running; whether it ended."""
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self._thread is None or not self._thread.is_alive()

    def _run(self, now: datetime) -> None:
        try:
            self._work(now)
        except PocError as trouble:
            log.warning("%s: %s", self._name, trouble)
