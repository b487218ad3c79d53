"""The one writer of a collector: every source hands its batches here, in pieces small enough for others to get in.

A commit holds at most 2,000 rows; after it the writer rests 5 ms, so that an operator's action beside a running
back-fill waits a millisecond and not seconds. A batch's cursor is stored with its last piece.
"""

import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Any

from app.domain.complaint import Personal
from app.errors import PocError
from app.journal.store import MOST_ROWS, Fact, Journal

log = logging.getLogger(__name__)
REST_S = 0.005
_STOP = None


@dataclass
class Work:
    """Something to store, and where its end is told."""

    facts: Sequence[Fact]
    columns: Mapping[str, Mapping[str, Any]]
    personal: Sequence[Personal] = ()
    stored: int = 0
    trouble: PocError | None = None

    def __post_init__(self) -> None:
        self.done = threading.Event()


class Writer:
    """Appends under one epoch. `write` blocks until the whole batch is stored and raises what the journal raised."""

    def __init__(self, journal: Journal, epoch: int) -> None:
        self._journal, self._epoch = journal, epoch
        self._queue: Queue[Work | None] = Queue(maxsize=64)
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="journal writer", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def write(
        self,
        facts: Sequence[Fact],
        columns: Mapping[str, Mapping[str, Any]],
        personal: Sequence[Personal] = (),
    ) -> int:
        """Store facts and, with their last piece, columns of `sources` rows; how many facts were new.

        Raises JournalError or LeaseLost; when stopping, what was not begun is not stored.
        """
        work = Work(facts, columns, personal)
        self._queue.put(work)
        while not work.done.wait(0.1):
            if not self._thread.is_alive():
                raise PocError("collector", "it is stopping; this batch will be fetched again.")
        if work.trouble:
            raise work.trouble
        return work.stored

    def stop(self, timeout_s: float = 1.0) -> bool:
        """Finish the piece in hand and end."""
        self._stopping.set()
        self._queue.put(_STOP)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        while (work := self._queue.get()) is not _STOP:
            self._store(work)
            if self._stopping.is_set():
                break
        self._refuse_the_rest()

    def _store(self, work: Work) -> None:
        try:
            for piece, is_last in pieces(work.facts):
                if self._stopping.is_set() and not is_last:
                    raise PocError("collector", "it is stopping; this batch will be fetched again.")
                also = work.columns if is_last else None
                personal = work.personal if is_last else ()
                appended = self._journal.append(piece, epoch=self._epoch, also=also, personal=personal)
                work.stored += appended.stored
                self._stopping.wait(REST_S)
        except PocError as trouble:
            work.trouble = trouble
        except Exception as bug:  # a fault of ours: the batch counts as not stored and its cursor stays
            log.exception("a batch could not be stored")
            work.trouble = PocError("collector", f"a batch could not be stored ({type(bug).__name__}).")
        finally:
            work.done.set()

    def _refuse_the_rest(self) -> None:
        while True:
            try:
                work = self._queue.get_nowait()
            except Empty:
                return
            if work is not None:
                work.trouble = PocError("collector", "it is stopping; this batch will be fetched again.")
                work.done.set()


def pieces(facts: Sequence[Fact]) -> list[tuple[Sequence[Fact], bool]]:
    """Facts in commits of at most MOST_ROWS, each with whether it is the last; one empty piece for no facts."""
    starts = range(0, max(1, len(facts)), MOST_ROWS)
    return [(facts[start : start + MOST_ROWS], start + MOST_ROWS >= len(facts)) for start in starts]
