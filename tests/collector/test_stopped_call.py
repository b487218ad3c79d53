"""A call that we cut ourselves says nothing about its source: no failure is counted, shown or stored."""

from datetime import datetime
from pathlib import Path
from typing import Any

from app.domain.source import LinkState
from app.journal import lease
from app.journal.export import export_rows
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import load_city
from data_sources.batch import Batch
from data_sources.http_trouble import STOPPED, CallStopped
from data_sources.once import Stop, collect_once
from data_sources.worker import SourcePoller
from data_sources.writer import Writer
from tests.collector.conftest import CITY
from tests.collector.stub import StubConnector, building


class Cut(StubConnector):
    """Answers once; later calls are cut by us."""

    def poll(self, cursor: dict[str, Any], now: datetime) -> Batch:
        """The first answer, then the end."""
        if self.polls:
            raise CallStopped(self.source, STOPPED)
        return super().poll(cursor, now)


def test_D23_a_cut_call_leaves_the_source_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")
    spec = load_city(tmp_path / "city.toml").sources[0]
    journal = Journal.create(str(tmp_path / "j.sqlite"))
    epoch = lease.take(journal, "me")
    assert epoch is not None
    writer = Writer(journal, epoch)
    writer.start()
    poller = SourcePoller(spec, Cut("a"), journal, writer, None)
    assert poller.poll(1.0) is None
    before = source_statuses(journal)["a"]
    assert isinstance(poller.poll(1.0), CallStopped)
    assert writer.stop()
    assert source_statuses(journal)["a"] == before
    assert (before.state, before.error) == (LinkState.OK, "")
    assert [row["state"] for row in export_rows(journal, "health")] == ["ok"]
    journal.close()


def test_D23_a_full_poll_that_is_told_to_stop_asks_nothing_more_and_lets_another_lead(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")
    journal = Journal.create(str(tmp_path / "j.sqlite"))
    stop, cut = Stop(), list[str]()
    endless = StubConnector("a", more_until=10**9)

    def build(spec: Any, city: Any) -> Any:
        return (endless if spec.id == "a" else Stopping(stop)), lambda: cut.append(spec.id)

    outcomes = collect_once(journal, load_city(tmp_path / "city.toml"), build, stop=stop)
    assert all(isinstance(outcome.trouble, CallStopped) for outcome in outcomes)
    assert sorted(cut) == ["a", "b"]
    leader = lease.look(journal)
    assert leader is not None and not leader.alive
    journal.close()


class Stopping(StubConnector):
    """A source during whose poll somebody presses Ctrl+C."""

    def __init__(self, stop: Stop) -> None:
        super().__init__("b", more_until=10**9)
        self._stop = stop

    def poll(self, cursor: dict[str, Any], now: datetime) -> Batch:
        """An answer, and the wish to end."""
        if self.polls == 3:
            self._stop()
        return super().poll(cursor, now)


def test_without_a_wish_to_stop_a_full_poll_is_full(tmp_path: Path) -> None:
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")
    journal = Journal.create(str(tmp_path / "j.sqlite"))
    stubs = StubConnector("a", more_until=5), StubConnector("b")
    outcomes = collect_once(journal, load_city(tmp_path / "city.toml"), building(*stubs))
    assert [(outcome.records, outcome.trouble) for outcome in outcomes] == [(15, None), (3, None)]
    journal.close()
