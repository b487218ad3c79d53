"""Figures that vanish from a portal or a feed: kept, marked after three whole readings, explained, and back again."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.clock import Clock
from app.journal import lease
from app.journal.export import export_rows
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.picture.open import live_picture
from app.views.standing import GONE
from data_sources.worker import SourcePoller
from data_sources.writer import Writer
from tests.data_sources.portal import row, table_of

NOW = datetime(2016, 11, 30, 3, 42, tzinfo=UTC)


class Polled:
    """A source's poller over a journal whose clock a test moves on."""

    def __init__(self, journal_url: str, far: Any) -> None:
        self.city = far.city
        self.journal = Journal.create(journal_url, Clock.starting(NOW))
        epoch = lease.take(self.journal, "me")
        assert epoch is not None
        self.writer = Writer(self.journal, epoch)
        self.writer.start()
        self.poller = SourcePoller(far.spec, far.connector, self.journal, self.writer, None)

    def round(self) -> None:
        """Poll until nothing more is to be read, a minute after the last time."""
        self.journal.clock = Clock.starting(self.journal.clock.now() + timedelta(minutes=1))
        trouble = self.poller.poll(1.0)
        while self.poller.more and trouble is None:
            trouble = self.poller.poll(1.0)
        assert trouble is None

    def gone(self) -> list[date]:
        """Days whose newest version is marked as gone."""
        newest = {row["id"]: row for row in export_rows(self.journal, "indicators")}
        return sorted(date.fromisoformat(r["period_from"]) for r in newest.values() if "gone" in r["flags"])

    def close(self) -> None:
        assert self.writer.stop()
        self.journal.close()


@pytest.fixture
def polled(tmp_path: Path, far_end: Callable[..., Any]) -> Any:
    made: list[Polled] = []

    def make(count: int = 34) -> tuple[Any, Polled]:
        table, far = table_of(far_end, count)
        made.append(Polled(f"sqlite:///{tmp_path / 'j.sqlite'}", far))
        return table, made[-1]

    yield make
    for one in made:
        one.close()


def day(n: int) -> date:
    return date(2016, 1, 1) + timedelta(days=n - 1)


def test_H9_a_vanished_row_is_marked_after_three_whole_readings_and_never_on_one(polled: Any) -> None:
    table, one = polled()
    one.round()
    before = len(list(export_rows(one.journal, "indicators")))
    del table.rows[10:12]
    for _ in range(2):
        one.round()
        assert one.gone() == [] and set(one.poller.cursor["missing"].values()) <= {1, 2}
    one.round()
    assert one.gone() == [day(11), day(12)] and one.poller.cursor["missing"] == {}
    assert len(list(export_rows(one.journal, "indicators"))) == before + 2, "nothing is dropped"
    one.round()
    assert "2 figures are no longer listed there" in source_statuses(one.journal)["far"].note
    figures = live_picture(one.journal, one.city).indicators
    assert int((figures.flags & GONE != 0).sum()) == 2 and figures.n == 34


def test_a_row_that_comes_back_stands_again(polled: Any) -> None:
    table, one = polled()
    one.round()
    kept = table.rows[10]
    del table.rows[10]
    for _ in range(3):
        one.round()
    assert one.gone() == [day(11)]
    table.rows.insert(10, kept)
    one.journal.clock = Clock.starting(one.journal.clock.now() + timedelta(days=2))
    one.round()
    assert one.gone() == []


def test_a_row_that_was_only_away_for_one_reading_is_never_marked(polled: Any) -> None:
    table, one = polled()
    one.round()
    kept = table.rows.pop(10)
    one.round()
    assert len(one.poller.cursor["missing"]) == 1
    table.rows.insert(10, kept)
    for _ in range(3):
        one.round()
    assert one.gone() == [] and one.poller.cursor["missing"] == {}


def test_years_a_table_no_longer_shows_are_out_of_sight_and_not_withdrawn(polled: Any) -> None:
    table, one = polled()
    one.round()
    table.rows = table.rows[20:]
    for _ in range(5):
        one.round()
    assert one.gone() == []


def test_a_table_that_turned_unreadable_withdraws_nothing(polled: Any) -> None:
    table, one = polled()
    one.round()
    for n in range(5, 25):
        table.rows[n] = row(n + 1, **{"Realisasi (Rp)": "banyak sekali"})
    table.stamp = "2016-11-30T10:00:00"
    one.journal.clock = Clock.starting(one.journal.clock.now() + timedelta(days=2))
    for _ in range(4):
        one.round()
        one.journal.clock = Clock.starting(one.journal.clock.now() + timedelta(days=2))
    assert one.gone() == []
