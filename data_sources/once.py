"""One full poll of every source, for `collect --once`: all sources side by side, each until it has no more."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass

from app.errors import JournalError, SourceError
from app.journal import lease
from app.journal.status import SourceStatus, source_statuses
from app.journal.store import Journal
from app.settings import CityFile, SourceSpec
from data_sources.collector import Build, holder_name
from data_sources.worker import SourcePoller
from data_sources.writer import Writer


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one poll of a source came to."""

    source: str
    records: int
    rejected: int
    trouble: SourceError | None


def collect_once(journal: Journal, city: CityFile, build: Build, only: Sequence[str] = ()) -> list[Outcome]:
    """Poll every source (or those in `only`) once, in full. Raises JournalError while another collector leads."""
    epoch = lease.take(journal, holder_name())
    if epoch is None:
        leader = lease.look(journal)
        raise JournalError("journal", f"{leader.holder if leader else 'another collector'} leads.", "Stop it first.")
    writer = Writer(journal, epoch)
    writer.start()
    try:
        statuses = source_statuses(journal)
        specs = [spec for spec in city.sources if not only or spec.id in only]
        with ThreadPoolExecutor(max(1, len(specs))) as pool:
            jobs = [pool.submit(_poll, s, journal, city, build, writer, statuses.get(s.id)) for s in specs]
            while wait(jobs, timeout=lease.RENEW_EVERY_S).not_done:
                lease.renew(journal, epoch)
            return [job.result() for job in jobs]
    finally:
        writer.stop(timeout_s=30)
        lease.release(journal, epoch)


def _poll(
    spec: SourceSpec, journal: Journal, city: CityFile, build: Build, writer: Writer, status: SourceStatus | None
) -> Outcome:
    connector, _ = build(spec, city)
    poller = SourcePoller(spec, connector, journal, writer, status)
    records, rejected = poller.records, poller.rejections
    trouble = poller.poll(spec.every.total_seconds())
    while poller.more and trouble is None:
        trouble = poller.poll(spec.every.total_seconds())
    return Outcome(spec.id, poller.records - records, poller.rejections - rejected, trouble)
