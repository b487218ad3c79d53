"""Several collectors and desks on one journal: one leads, and what a person asks is done once."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.domain.source import Ask, LinkState, Request
from app.journal import lease, upkeep
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import CityFile, load_city
from data_sources.collector import Collector
from data_sources.commands import building
from data_sources.simulator import FarEnd, running
from tests.program.program import write_city
from tests.program.town import BEKASI, until


@pytest.fixture
def far() -> Iterator[FarEnd]:
    """A small city."""
    with running(complaint_days=1, track_days=1, scale=0.1, speed=0.001) as far_end:
        yield far_end


@pytest.fixture
def city(tmp_path: Path, far: FarEnd) -> CityFile:
    """A fleet that is asked once in ten minutes, unless a person wants it now."""
    return load_city(write_city(tmp_path / "c.toml", BEKASI, f"fleet traccar {far.traccar}", every="10m"))


def asked(far: FarEnd) -> int:
    """How often the far end was asked for its devices."""
    return sum(seen.path.endswith("/devices") for seen in far.seen)


def test_wishes_of_two_desks_are_obeyed_once_by_whoever_leads(journal_url: str, city: CityFile, far: FarEnd) -> None:
    Journal.create(journal_url).close()
    with ExitStack() as stack:
        opened = [Journal.open(journal_url) for _ in range(4)]
        for journal in opened:
            stack.callback(journal.close)
        first, second, here, there = opened
        leaders = [Collector(j, city, building(j.clock), name=n) for j, n in ((first, "one"), (second, "two"))]
        for collector in leaders:
            collector.start()
            stack.callback(collector.stop)
            assert until(lambda: lease.look(here) is not None)
        assert until(lambda: asked(far) == 1)

        def wish(desk: Journal, ident: str, ask: Ask) -> None:
            desk.append([Request("fleet", ident, desk.clock.now(), ask, ident)])

        wish(here, "a1", Ask.POLL_NOW)
        assert until(lambda: asked(far) == 2)
        wish(there, "b1", Ask.POLL_NOW)
        assert until(lambda: asked(far) == 3)
        wish(here, "a1", Ask.POLL_NOW)  # the same fact again: a desk that repeats itself after a lost answer
        wish(there, "b2", Ask.PAUSE)
        assert until(lambda: source_statuses(here)["fleet"].state is LinkState.PAUSED)
        assert asked(far) == 3
        assert [collector.epoch for collector in leaders] == [1, None]
        assert leaders[0].stop()
        assert until(lambda: leaders[1].epoch == 2)
        time.sleep(1.2)  # long enough for it to read the wishes, had it anything to obey
        assert asked(far) == 3, "the successor obeys nothing twice, and a pause outlives its leader"
        assert source_statuses(here)["fleet"].state is LinkState.PAUSED
        wish(here, "a3", Ask.RESUME)
        assert until(lambda: asked(far) == 4)
        assert until(lambda: source_statuses(there)["fleet"].state is LinkState.OK)
        assert leaders[1].stop()
        assert upkeep.check(here) == []
