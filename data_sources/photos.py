"""Fetches photos beside the pollers while its collector leads: at once what a person waits for, the rest at leisure."""

import logging
import random
import subprocess
import threading
from collections.abc import Callable, Mapping
from datetime import timedelta, tzinfo

from app.clock import monotonic, real_now
from app.errors import PocError, SourceError
from app.journal.encode import to_ms
from app.journal.photo_gather import gather, heed_wishes
from app.journal.photo_work import Job, give_up, keep, next_job
from app.journal.store import Journal
from app.settings import CityFile, SourceSpec
from data_sources.channel_send import channel_line
from data_sources.http_trouble import CallStopped
from data_sources.photo_clean import BadPicture, clean
from data_sources.photo_line import NotAdmitted, PhotoLine
from data_sources.worker import own_fault

log = logging.getLogger(__name__)
LOOK_EVERY_S = 0.5
REST_S = 4.0
"""Between two photos nobody waits for: fifteen a minute, so that an agency's server hardly notices."""
GATHER_EVERY_S = 5.0
MOST_TRIES = 8
FIRST_WAIT_S, LONGEST_WAIT_S = 30.0, 6 * 3600.0


def photo_lines(city: CityFile) -> dict[str, SourceSpec]:
    """Over whose line photos come, by the id of the source or channel that named them."""
    channels = {channel.id: channel_line(channel) for channel in city.channels if channel.url}
    return {spec.id: spec for spec in city.sources} | channels


def wait_s(tries: int, share: float) -> float:
    """How long to wait after so many failures: doubled each time with full jitter; `share` in [0, 1)."""
    longest = min(LONGEST_WAIT_S, FIRST_WAIT_S * 2.0**tries)
    return longest * (0.5 + share / 2)


class Photos:
    """One thread; a photo at a time. `stop` cuts the call and ends the helper."""

    def __init__(self, journal: Journal, lines: Mapping[str, SourceSpec], zone: tzinfo, rest_s: float = REST_S) -> None:
        self._journal, self._specs, self._zone, self._rest_s = journal, lines, zone, rest_s
        self._lines: dict[str, PhotoLine] = {}
        self._helper: subprocess.Popen[bytes] | None = None
        self._epoch = 0
        self._last, self._gathered = float("-inf"), float("-inf")
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="photos", daemon=True)

    def lead(self, epoch: int) -> None:
        """Work under this lease; whoever has no thread calls `turn` and `close`."""
        self._epoch = epoch

    def start(self, epoch: int) -> None:
        """Begin under a lease."""
        self.lead(epoch)
        self._thread.start()

    def stop(self) -> None:
        """Cut what is in flight; the photo stays as it was and is fetched by whoever leads next."""
        self._stopping.set()
        for line in list(self._lines.values()):
            line.cancel()
        helper = self._helper
        if helper is not None:
            helper.kill()

    def join(self, timeout_s: float) -> None:
        """Wait for the end."""
        self._thread.join(timeout_s)
        self.close()

    def close(self) -> None:
        """Close the lines."""
        for line in self._lines.values():
            line.close()

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_EVERY_S):
            try:
                while self.turn():
                    pass
            except PocError as trouble:
                if not self._stopping.is_set():
                    log.warning("photos: %s", trouble)

    def turn(self) -> bool:
        """Look for wishes and news, fetch at most one photo; whether there may be another at once."""
        heed_wishes(self._journal, self._epoch)
        if monotonic() - self._gathered >= GATHER_EVERY_S:
            gather(self._journal, self._epoch)
            self._gathered = monotonic()
        job = next_job(self._journal, to_ms(real_now()))
        is_time = monotonic() - self._last >= self._rest_s
        if self._stopping.is_set() or job is None or not (job.is_urgent or is_time):
            return False
        self._do(job)
        self._last = monotonic()
        return not self._stopping.is_set()

    def _do(self, job: Job) -> None:
        try:
            data = self._line(job.wanted.line).fetch(job.wanted.url)
            keep(self._journal, self._epoch, job, clean(data, self._zone, self._hold))
        except (NotAdmitted, BadPicture) as fault:
            if not self._stopping.is_set():
                self._fail(job, getattr(fault, "what", "") or str(fault), again=False)
        except CallStopped:
            return
        except SourceError as trouble:
            self._fail(job, trouble.what, again=job.tries + 1 < MOST_TRIES)
        except PocError:
            raise
        except Exception as bug:  # a fault of ours over one photo costs this photo, never the others
            log.exception("%s: a fault of this program", job.wanted.line)
            self._fail(job, own_fault(job.wanted.line, bug).what, again=False)

    def _line(self, name: str) -> PhotoLine:
        spec = self._specs.get(name)
        if spec is None:
            raise NotAdmitted(name, "The source of this photo is no longer in the city file.")
        if name not in self._lines:
            self._lines[name] = PhotoLine(spec)
            if self._stopping.is_set():  # `stop` may have gone through the lines before this one was there
                self._lines[name].cancel()
        return self._lines[name]

    def _hold(self, helper: subprocess.Popen[bytes]) -> None:
        self._helper = helper
        if self._stopping.is_set():
            helper.kill()

    def _fail(self, job: Job, why: str, *, again: bool) -> None:
        later = timedelta(seconds=wait_s(job.tries, random.random()))  # noqa: S311 - jitter is no secret
        give_up(self._journal, self._epoch, job, why, to_ms(real_now() + later) if again else None)


def photos(journal: Journal, city: CityFile) -> Callable[[], Photos]:
    """How a collector makes its fetcher of photos, each time it begins to lead."""
    return lambda: Photos(journal, photo_lines(city), city.city.tz)
