"""What `main.py collect` does: a collector until it is told to end, or one full poll of every source."""

import gc
import signal
import sys
from collections.abc import Callable, Sequence

from app.clock import Clock
from app.errors import ConfigError, Fault
from app.journal.store import Journal
from app.settings import CityFile
from data_sources.collector import Build, Chore, Collector
from data_sources.connector import build_connector
from data_sources.delivery import Hears
from data_sources.once import Outcome, Stop, collect_once
from data_sources.outgoing import outgoing
from data_sources.photos import photos
from data_sources.together import together


def building(clock: Clock) -> Build:
    """How sources become connectors under a journal's clock."""
    return lambda spec, city: build_connector(spec, city, clock)


def only_sources(city: CityFile, wanted: Sequence[str]) -> CityFile:
    """The city with the wanted sources alone. Raises ConfigError for a name that is none."""
    known = [spec.id for spec in city.sources]
    faults = [
        Fault(None, "--source", f"no source {name!r}; there are {', '.join(known)}")
        for name in wanted
        if name not in known
    ]
    if faults:
        raise ConfigError("collect", faults)
    return city.model_copy(update={"sources": tuple(s for s in city.sources if not wanted or s.id in wanted)})


def run_collector(
    journal: Journal, city: CityFile, wanted: Sequence[str], chores: tuple[Chore, ...] = (), hears: Hears | None = None
) -> int:
    """Collect until SIGTERM or SIGINT; ends within two seconds of it. Photos are fetched beside, and what leaves is
    delivered if somebody `hears` what far ends tell: letters of the whole city, whichever sources are polled."""
    beside = [photos(journal, city)] if hears is None else [photos(journal, city), outgoing(journal, city, hears)]
    polled = only_sources(city, wanted)
    collector = Collector(journal, polled, building(journal.clock), chores, beside=together(*beside))
    is_told = _asked_to_end()
    collector.start()
    while collector.is_running and not is_told():
        pass
    broke = not collector.is_running  # a fault of ours; whoever supervises us starts a fresh collector
    ended = collector.stop()
    journal.close()
    gc.freeze()  # what is left goes with the process: to sweep it first takes a second of whoever waits for our end
    return 0 if ended and not broke else 1


def _asked_to_end() -> Callable[[], bool]:
    """Whether SIGTERM or SIGINT came; each question waits up to a second for it."""
    signals = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    return lambda: signal.sigtimedwait(signals, 1.0) is not None


def run_once(journal: Journal, city: CityFile, wanted: Sequence[str], tell: Callable[[Outcome], str]) -> int:
    """One full poll; 0 when every source answered, 1 when one failed or a signal ended it.

    What `tell` says of each source goes to stderr; it chooses the language.
    """
    city, stop = only_sources(city, wanted), Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    outcomes = collect_once(journal, city, building(journal.clock), stop=stop)
    for outcome in outcomes:
        print(f"{outcome.source}: {tell(outcome)}", file=sys.stderr)
    journal.close()
    return 1 if any(outcome.trouble for outcome in outcomes) else 0
