"""One full poll of every source, for `collect --once`: all sources side by side, each until it has no more."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

from app.errors import JournalError, SourceError
from app.journal import lease
from app.journal.status import SourceStatus, source_statuses
from app.journal.store import Journal
from app.settings import CityFile, SourceSpec
from data_sources.collector import Build, holder_name
from data_sources.http_trouble import STOPPED, CallStopped
from data_sources.tally import Tally
from data_sources.worker import SourcePoller
from data_sources.writer import Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one full poll of a source came to; each record counts once."""

    source: str
    records: int
    rejected: int
    trouble: SourceError | None


class Stop:
    """Ends a full poll early: calls in flight are cut, nothing more is asked. May be called by a signal."""

    def __init__(self) -> None:
        self._told = threading.Event()
        self._cuts: list[Callable[[], None]] = []

    @property
    def is_told(self) -> bool:
        """Whether to end."""
        return self._told.is_set()

    def cuts(self, cut: Callable[[], None]) -> None:
        """A call to cut when told, or at once when that was before."""
        self._cuts.append(cut)
        if self.is_told:
            cut()

    def __call__(self, *_signal: object) -> None:
        self._told.set()
        for cut in self._cuts:
            cut()


def collect_once(
    journal: Journal, city: CityFile, build: Build, only: Sequence[str] = (), stop: Stop | None = None
) -> list[Outcome]:
    """Poll every source (or those in `only`) once, in full. Raises JournalError while another collector leads."""
    stop = stop or Stop()
    epoch = lease.take(journal, holder_name())
    if epoch is None:
        leader = lease.look(journal)
        who = leader.holder if leader else "another collector"
        step = f"Stop it first; if it has died, try again in {lease.LIFE_S:.0f} s."
        raise JournalError("journal", f"{who} leads.", step)
    writer = Writer(journal, epoch)
    writer.start()
    try:
        statuses = source_statuses(journal)
        specs = [spec for spec in city.sources if not only or spec.id in only]
        with ThreadPoolExecutor(max(1, len(specs))) as pool:
            jobs = [pool.submit(_poll, s, journal, city, build, writer, statuses.get(s.id), stop) for s in specs]
            while wait(jobs, timeout=lease.RENEW_EVERY_S).not_done:
                lease.renew(journal, epoch)
            return [job.result() for job in jobs]
    finally:
        writer.stop(timeout_s=30)
        lease.release(journal, epoch)


def _poll(
    spec: SourceSpec,
    journal: Journal,
    city: CityFile,
    build: Build,
    writer: Writer,
    status: SourceStatus | None,
    stop: Stop,
) -> Outcome:
    connector, cut = build(spec, city)
    stop.cuts(cut)
    poller = SourcePoller(spec, connector, journal, writer, status)
    poller.tally = tally = Tally()
    trouble = poller.poll(spec.every.total_seconds())
    while poller.more and trouble is None:
        trouble = CallStopped(spec.id, STOPPED) if stop.is_told else poller.poll(spec.every.total_seconds())
    poller.settle()
    return Outcome(spec.id, len(tally.records), len(tally.rejected), trouble)
