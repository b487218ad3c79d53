"""The one writer of a collector: every source hands its batches here, in pieces small enough for others to get in.

A commit holds at most 2,000 rows and about 50 ms of work, by what the store managed lately; after it the writer rests
5 ms, so that an operator's action beside a running back-fill waits milliseconds and not seconds. A batch's cursor is
stored with its last piece.
"""

import logging
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from typing import Any

from app.clock import monotonic
from app.domain.complaint import Personal
from app.errors import PocError
from app.journal.store import MOST_ROWS, Fact, Journal

log = logging.getLogger(__name__)
REST_S = 0.005
HOLD_S = 0.05  # how long a commit should keep others waiting
FEWEST_ROWS = 250  # on a store so slow that even these take longer, smaller commits would only make it slower
_STOP = None


@dataclass
class Pace:
    """How many rows the next commit takes."""

    rows: int = MOST_ROWS // 2

    def learn(self, rows: int, took_s: float) -> None:
        """Take note of a commit; a small one says little about a large one."""
        if rows >= FEWEST_ROWS:
            fitting = int(rows * HOLD_S / max(took_s, 1e-6))
            self.rows = max(FEWEST_ROWS, min(fitting, 2 * self.rows, MOST_ROWS))


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
        self._pace = Pace()
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
            for piece, is_last in pieces(work.facts, self._pace):
                if self._stopping.is_set() and not is_last:
                    raise PocError("collector", "it is stopping; this batch will be fetched again.")
                also = work.columns if is_last else None
                personal = work.personal if is_last else ()
                begun = monotonic()
                appended = self._journal.append(piece, epoch=self._epoch, also=also, personal=personal)
                self._pace.learn(len(piece), monotonic() - begun)
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


def pieces(facts: Sequence[Fact], pace: Pace) -> Iterator[tuple[Sequence[Fact], bool]]:
    """Facts in commits by the pace at that moment, each with whether it is the last; one empty piece for no facts."""
    start, is_last = 0, False
    while not is_last:
        end = start + pace.rows
        is_last = end >= len(facts)
        yield facts[start:end], is_last
        start = end
