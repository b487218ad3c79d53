"""A lane: one thread with a queue, that can be told to stop and to wait until idle.

A job captures what it needs before it leaves the GUI thread. What it found goes there by `widgets.answers`, or by a
signal of a QObject that lives until the lane was stopped.
"""

import logging
import sys
import threading
from collections.abc import Callable
from queue import Empty, Queue

from app.errors import PocError

log = logging.getLogger(__name__)
Job = Callable[[], None]


class Lane:
    """Runs jobs one after the other; `idle` is called when nothing came for `every_s` seconds."""

    def __init__(self, name: str, idle: Job | None = None, every_s: float = 0.2) -> None:
        self._jobs: Queue[Job | None] = Queue()
        self._idle, self._every_s = idle, every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin to work."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue a job; after `stop` it is dropped."""
        if not self._stopping.is_set():
            self._jobs.put(job)

    def wait_until_idle(self, timeout_s: float = 5.0) -> bool:
        """Wait until every job queued so far is done; whether that was so in time."""
        done = threading.Event()
        self.submit(done.set)
        return done.wait(timeout_s)

    @property
    def is_stopping(self) -> bool:
        """Whether a long job should give up."""
        return self._stopping.is_set()

    def stop(self, timeout_s: float = 3.0) -> bool:
        """Drop what is queued, end the thread; whether it ended in time."""
        self._stopping.set()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                job = self._jobs.get(timeout=self._every_s if self._idle else None)
            except Empty:
                job = self._idle
            if job is not None and not self._stopping.is_set():
                self._do(job)

    def _do(self, job: Job) -> None:
        try:
            job()
        except PocError as trouble:
            log.warning("%s", trouble)
        except Exception as bug:  # noqa: BLE001 - a bug in one job is told to the hook and does not end the lane
            if not (self._stopping.is_set() and _is_gone(bug)):
                threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), self._thread)))


def _is_gone(bug: Exception) -> bool:
    """Whether a QObject was deleted that a job wanted to tell: a job may take longer than `stop` waits for it."""
    return isinstance(bug, RuntimeError) and "deleted" in str(bug)
