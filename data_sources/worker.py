"""One source's thread: waits until its time, polls, hands the batch to the writer, keeps the source's status."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import random
from typing import Any

from app.clock import monotonic
from app.domain.kind import Kind
from app.domain.source import Ask, Health, LinkState
from app.errors import LeaseLost, PocError, SourceError
from app.journal.encode import to_ms
from app.journal.refusals import known_refusals
from app.journal.status import SourceStatus
from app.journal.store import Journal
from app.journal.tombstones import tombstones
from app.settings import SourceSpec
from data_sources.batch import Batch, Connector
from data_sources.breaker import Breaker
from data_sources.http_trouble import CallStopped
from data_sources.tally import Rate, Remarks, Tally
from data_sources.vanished import vanished
from data_sources.writer import Writer

log = logging.getLogger(__name__)
HEALTH_EVERY = timedelta(minutes=10)
MOST_REMEMBERED = 20_000
WITHDRAWN = "{n} figures are no longer listed there; they are kept and marked, and count nowhere."


class SourcePoller:
    """Everything about polling one source except the thread: used by the worker and by a single poll alike."""

    def __init__(
        self, spec: SourceSpec, connector: Connector, journal: Journal, writer: Writer, status: SourceStatus | None
    ) -> None:
        self.spec, self._connector, self._journal, self._writer = spec, connector, journal, writer
        self.cursor: dict[str, Any] = dict(status.cursor) if status else {}
        self.last_good: datetime | None = status.last_good if status else None
        self.newest: datetime | None = status.newest if status else None
        self.polls, self.records, self.rejections = (
            (status.polls, status.records, status.rejections) if status else (0, 0, 0)
        )
        self.breaker = Breaker()
        if status and status.breaker and status.state is not LinkState.MISCONFIGURED:
            self.breaker.restore(status.breaker)  # a refusal is not kept: whoever restarts us may have mended it
        self.paused = bool(status and status.state is LinkState.PAUSED)
        self.more = False
        self.behind = bool(status and status.behind)
        self.tally: Tally | None = None
        self._rate, self._remarks = Rate(), Remarks()
        self._refused = known_refusals(journal, spec.id, MOST_REMEMBERED)
        self._told: tuple[LinkState, bool, datetime] | None = None

    def poll(self, next_in_s: float) -> SourceError | None:
        """One poll of the connector and its storing; the trouble it met, which is already recorded.

        Raises PocError when the journal refuses.
        """
        started, now = monotonic(), self._journal.clock.now()
        try:
            batch = self._connector.poll(self.cursor, now)
        except CallStopped as stopped:
            self.more = False
            return stopped
        except SourceError as trouble:
            return self._failed(trouble, now)
        except Exception as bug:  # a fault of ours in one protocol costs this source, never the others
            log.exception("%s: a fault of this program", self.spec.id)
            return self._failed(own_fault(self.spec.id, bug), now)
        self._take(batch, now, round((monotonic() - started) * 1000), next_in_s)
        return None

    def _failed(self, trouble: SourceError, now: datetime) -> SourceError:
        self.breaker.failed(trouble)
        self.more, self.polls = False, self.polls + 1
        self._record_failure(trouble, now)
        return trouble

    def _take(self, batch: Batch, now: datetime, latency_ms: int, next_in_s: float) -> None:
        self.more, self.behind = batch.more, batch.behind
        self.polls += 1
        if self.tally is not None:
            self.tally.add(batch)
        self.rejections += self._newly_refused(batch)
        if batch.complete_live or not batch.more:
            self.breaker.succeeded()
            self.last_good = now
        if batch.next_cursor.get("withdrawn"):
            batch = replace(batch, notes=[*batch.notes, WITHDRAWN.format(n=batch.next_cursor["withdrawn"])])
        self._remarks.add(batch)
        self.newest = max(filter(None, (self.newest, batch.newest)), default=None)
        columns = self._columns(now, next_in_s) | {
            "records_per_min": self._rate.add(batch.keys),
            "cursor": batch.next_cursor,
            "error": "",
            "next_step": "",
        }
        gone = tombstones(self._journal, self.spec.id, [*batch.gone, *self._vanished(batch)])
        if latency_ms:  # a poll that had nothing to ask says nothing of the line
            columns["latency_ms"] = latency_ms
        if batch.complete_live or not batch.more:
            columns["note"] = self._remarks.taken()
        ours = [*gone, *self._health(now, "")]
        stored = self._writer.write([*batch.facts, *batch.rejected, *ours], {self.spec.id: columns}, batch.personal)
        self.records += max(0, stored - len(ours))  # shown from the next poll on; repeats were not stored
        self.cursor = batch.next_cursor

    def _vanished(self, batch: Batch) -> list[tuple[Kind, str]]:
        """Figures a whole reading no longer lists; how often each was missed goes into the cursor."""
        if batch.listing is None:
            return []
        assert isinstance(batch.next_cursor, dict)
        return vanished(self._journal, self.spec.id, batch.listing, batch.next_cursor)

    def settle(self) -> None:
        """Write the count of records as the last poll left it, for whoever polls no more."""
        self._writer.write([], {self.spec.id: {"records": self.records}})

    def _newly_refused(self, batch: Batch) -> int:
        """Rejections we had not counted: a bad record comes again with every poll, but it is one bad record."""
        told = batch.refusals - self._refused
        if len(self._refused) > MOST_REMEMBERED:
            self._refused.clear()
        self._refused |= told
        return len(told)

    def _record_failure(self, trouble: SourceError, now: datetime) -> None:
        wait_s = max(self.breaker.wait_s(), self.spec.every.total_seconds())
        columns = self._columns(now, wait_s) | {"error": trouble.what, "next_step": trouble.next_step}
        self._writer.write(self._health(now, trouble.what), {self.spec.id: columns})

    def _columns(self, now: datetime, next_in_s: float) -> dict[str, Any]:
        return {
            "state": self.state.value,
            "last_try": to_ms(now),
            "last_good": to_ms(self.last_good) if self.last_good else None,
            "next_try": to_ms(now + timedelta(seconds=next_in_s)),
            "newest": to_ms(self.newest) if self.newest else None,
            "polls": self.polls,
            "records": self.records,
            "rejections": self.rejections,
            "breaker": self.breaker.state(),
            "behind": int(self.behind),
        }

    @property
    def state(self) -> LinkState:
        """The link's state for the panel."""
        return LinkState.PAUSED if self.paused else self.breaker.link_state()

    def _health(self, now: datetime, error: str) -> list[Health]:
        """A health fact when the state changed, and once in ten minutes; none before the first whole answer."""
        told, stands = self._told, (self.state, self.behind)
        if (told and told[:2] == stands and now - told[2] < HEALTH_EVERY) or self.state is LinkState.NEVER:
            return []
        self._told = (*stands, now)
        age = (now - self.last_good).total_seconds() if self.last_good else None
        return [Health(self.spec.id, now, self.state, age, error, self.behind)]

    def set_paused(self, paused: bool) -> None:
        """Pause or resume by a person's wish; recorded at once."""
        self.paused = paused
        now = self._journal.clock.now()
        columns = {"state": self.state.value, "next_try": None if paused else to_ms(now)}
        self._writer.write(self._health(now, ""), {self.spec.id: columns})


def own_fault(source: str, bug: Exception) -> SourceError:
    """What is shown of a source whose answer our own program stumbled over."""
    what = f"This program has a fault and could not read the answer ({type(bug).__name__})."
    return SourceError(source, what, "Send the collector's log to whoever looks after this program.")


class SourceWorker:
    """Runs a poller in a thread of its own, so that no slow agency holds up another."""

    def __init__(self, poller: SourcePoller, cancel: Callable[[], None], on_lost: Callable[[PocError], None]) -> None:
        self._poller, self._cancel, self._on_lost = poller, cancel, on_lost
        self._stopping, self._poked = threading.Event(), threading.Event()
        self._by_hand = False
        self._wishes: deque[tuple[int, Ask]] = deque()
        self._thread = threading.Thread(target=self._run, name=f"source {poller.spec.id}", daemon=True)
        self._first_rest_s = random() * min(0.5, poller.spec.every.total_seconds() / 4)

    def start(self) -> None:
        """Begin to poll."""
        self._thread.start()

    def obey(self, number: int, ask: Ask) -> None:
        """Take a person's wish; done in the worker's own thread."""
        self._wishes.append((number, ask))
        self._poked.set()

    @property
    def waiting(self) -> tuple[int, ...]:
        """The numbers of the wishes that were taken and are not yet obeyed."""
        return tuple(number for number, _ in self._wishes.copy())

    def stop(self) -> None:
        """Ask the thread to end and cut a call in flight."""
        self._stopping.set()
        self._poked.set()
        self._cancel()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread's end; whether it came. A worker that was never started has ended."""
        if self._thread.ident is not None:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            self._wait(self._first_rest_s)
            while not self._stopping.is_set():
                self._turn()
        except LeaseLost as trouble:
            self._on_lost(trouble)
        except PocError as trouble:
            if not self._stopping.is_set():
                self._on_lost(trouble)

    def _turn(self) -> None:
        poller, every_s = self._poller, self._poller.spec.every.total_seconds()
        started = monotonic()
        if not poller.paused and poller.breaker.may_try(by_hand=self._by_hand):
            trouble = poller.poll(every_s)
            if trouble:
                log.info("%s: %s", poller.spec.id, trouble.what)
        self._by_hand = False
        if poller.more and not poller.paused:
            self._obey_wishes()  # a back-fill of an hour must not keep a person waiting
            return
        rest = max(every_s - (monotonic() - started), poller.breaker.wait_s(), 0.05)
        self._wait(rest)

    def _wait(self, rest_s: float) -> None:
        self._poked.wait(rest_s)
        self._poked.clear()
        self._obey_wishes()

    def _obey_wishes(self) -> None:
        while self._wishes and not self._stopping.is_set():
            _, ask = self._wishes[0]
            if ask is Ask.POLL_NOW:
                self._by_hand = True
            else:
                self._poller.set_paused(ask is Ask.PAUSE)
            self._wishes.popleft()  # only now: what is cut short here waits for whoever leads next
