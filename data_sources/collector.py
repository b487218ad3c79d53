"""The collector: leads under the lease, runs a worker a source, one writer and the watches; stands by otherwise.

A lease that is lost ends all writing at once; the collector then stands by and takes over again when it may.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from app.clock import monotonic
from app.domain.source import Ask
from app.errors import JournalError, LeaseLost, PocError
from app.journal import lease
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.journal.wishes import mark_read, unread_wishes
from app.settings import CityFile, SourceSpec
from data_sources.batch import Connector
from data_sources.outgoing import Beside
from data_sources.worker import SourcePoller, SourceWorker
from data_sources.writer import Writer

log = logging.getLogger(__name__)
Build = Callable[[SourceSpec, CityFile], tuple[Connector, Callable[[], None]]]
"""Makes a source's connector and the way to cut its call in flight."""
LOOK_EVERY_S = 0.5


class Chore(Protocol):
    """Regular work under the lease: the watches, checkpoints, reports that are due."""

    def __call__(self, epoch: int, now: datetime) -> None:
        """Do what is due. Raises LeaseLost when another leads."""
        ...


def holder_name() -> str:
    """Who we are, for the lease row."""
    return f"{socket.gethostname()}:{os.getpid()}"


class Collector:
    """Start it in any process; `stop` ends it within two seconds with nothing half-written."""

    def __init__(
        self,
        journal: Journal,
        city: CityFile,
        build: Build,
        chores: tuple[Chore, ...] = (),
        name: str = "",
        beside: Callable[[], Beside] | None = None,
    ) -> None:
        self._journal, self._city, self._build, self._chores = journal, city, build, chores
        self.name = name or holder_name()
        self._stopping, self._lost = threading.Event(), threading.Event()
        self._workers: dict[str, SourceWorker] = {}
        self._writer: Writer | None = None
        self._make_beside = beside
        self._beside: Beside | None = None
        self.epoch: int | None = None
        self._renewed, self._handed, self._read = float("-inf"), 0, 0
        self._thread = threading.Thread(target=self._run, name="collector", daemon=True)

    def start(self) -> None:
        """Begin: lead when nobody does, else wait for the lease."""
        self._thread.start()

    def stop(self, timeout_s: float = 1.8) -> bool:
        """End everything; whether it ended in time."""
        self._stopping.set()
        self._lost.set()
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    @property
    def is_running(self) -> bool:
        """Whether it leads or stands by; False once it was stopped or a fault of ours ended it."""
        return self._thread.is_alive()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._renewed = monotonic()
                self.epoch = lease.take(self._journal, self.name)
                if self.epoch is not None:
                    self._lead(self.epoch)
            except PocError as trouble:
                log.warning("%s", trouble)
            self._stopping.wait(1.0)

    def _lead(self, epoch: int) -> None:
        log.info("leading with epoch %d", epoch)
        self._lost.clear()
        self._handed = self._read = 0
        try:
            self._do_chores(epoch)
            self._start_workers(epoch)
            self._follow(epoch)
        finally:
            self._stop_workers()
            self._give_up(epoch)

    def _start_workers(self, epoch: int) -> None:
        self._writer = Writer(self._journal, epoch)
        self._writer.start()
        statuses = source_statuses(self._journal)
        for spec in self._city.sources:
            self._keep_lead(epoch)
            connector, cancel = self._build(spec, self._city)
            poller = SourcePoller(spec, connector, self._journal, self._writer, statuses.get(spec.id))
            self._workers[spec.id] = SourceWorker(poller, cancel, self._on_lost)
        for worker in self._workers.values():
            worker.start()
        if self._make_beside is not None:
            self._beside = self._make_beside()
            self._beside.start(epoch)

    def _follow(self, epoch: int) -> None:
        while not self._lost.wait(LOOK_EVERY_S) and not self._stopping.is_set():
            self._keep_lead(epoch)
            self._obey(epoch)
            self._do_chores(epoch)

    def _keep_lead(self, epoch: int) -> None:
        """Renew the lease when it is time; asked before whatever may take long. Raises LeaseLost."""
        now = monotonic()
        if now - self._renewed >= lease.RENEW_EVERY_S:
            if not lease.renew(self._journal, epoch):
                raise LeaseLost("collector", "another collector has taken over.")
            self._renewed = now

    def _do_chores(self, epoch: int) -> None:
        for chore in self._chores:
            self._keep_lead(epoch)
            chore(epoch, self._journal.clock.now())

    def _obey(self, epoch: int) -> None:
        """Hand on what people ask; it is read once its worker has obeyed, or a stop in between would lose it."""
        for number, wish in unread_wishes(self._journal):
            worker = self._workers.get(wish.source)
            if worker is not None and number > self._handed:
                worker.obey(number, Ask(wish.ask))
            self._handed = max(self._handed, number)
        waiting = [number for worker in self._workers.values() for number in worker.waiting]
        obeyed = min(waiting, default=self._handed + 1) - 1
        if obeyed > self._read:
            mark_read(self._journal, obeyed, epoch)
            self._read = obeyed

    def _on_lost(self, trouble: PocError) -> None:
        log.warning("%s", trouble)
        self._lost.set()

    def _stop_workers(self) -> None:
        beside, self._beside = self._beside, None
        writer, self._writer = self._writer, None
        if beside is not None:
            beside.stop()
        for worker in self._workers.values():
            worker.stop()
        if writer is not None:
            writer.stop()
        for worker in self._workers.values():
            worker.join(1.0)
        self._workers.clear()
        if beside is not None:
            beside.join(0.5)

    def _give_up(self, epoch: int) -> None:
        try:
            lease.release(self._journal, epoch)
        except JournalError as trouble:
            log.warning("the lease ends by itself: %s", trouble)
        self.epoch = None
