"""Records are counted once, however often a source repeats them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.domain.kind import Kind
from app.domain.source import Rejected
from app.domain.vehicle import Position
from app.journal.status import source_statuses
from app.journal.store import Journal
from app.settings import CityFile, load_city
from data_sources import tally
from data_sources.batch import Batch
from data_sources.once import collect_once
from data_sources.tally import Rate, Remarks
from tests.collector.stub import T0, StubConnector, building, complaint

CITY = """
[city]
name = "Kota Uji"
zone = "Asia/Jakarta"
box = [-6.41, 106.88, -6.16, 107.06]
[[source]]
id = "a"
protocol = "open311"
url = "http://127.0.0.1:1/a"
"""
BAD = Rejected("a", "9", T0, "no time", "requested_datetime", "{}")


@pytest.fixture
def one_source(tmp_path: Path) -> CityFile:
    """A city of one source."""
    path = tmp_path / "city.toml"
    path.write_text(CITY, encoding="utf-8")
    return load_city(path)


class Repeating(StubConnector):
    """Sends the same three complaints and one bad record with every poll, the whole poll in four parts."""

    def poll(self, cursor, now):
        self.polls += 1
        facts = [complaint(n) for n in (1, 2, 3)]
        return Batch(facts, {}, rejected=[BAD], more=self.polls % 4 != 0, complete_live=self.polls % 4 == 0)


def test_collect_once_and_the_panel_count_a_repeated_record_once(journal: Journal, one_source: CityFile) -> None:
    for _ in range(2):
        (outcome,) = collect_once(journal, one_source, building(Repeating("a")))
        assert (outcome.records, outcome.rejected) == (4, 1)
        status = source_statuses(journal)["a"]
        assert (status.records, status.rejections, status.records_per_min) == (4, 1, 4)


def test_a_change_of_a_record_counts_as_another(journal: Journal, one_source: CityFile) -> None:
    collect_once(journal, one_source, building(Repeating("a")))

    class Changed(Repeating):
        def poll(self, cursor, now):
            return Batch([replace(complaint(1), status="closed", valid_at=T0 + timedelta(days=1))], {}, more=False)

    collect_once(journal, one_source, building(Changed("a")))
    assert source_statuses(journal)["a"].records == 5


def test_fixes_are_told_apart_by_vehicle_and_time() -> None:
    fix = Position("a", "0", "12", T0, -6.2, 107.0)
    others = [replace(fix, vehicle="13"), replace(fix, valid_at=T0 + timedelta(seconds=1)), fix]
    assert len(Batch([fix, *others], {}).keys) == 3
    assert (Kind.COMPLAINT, "9") in Batch([], {}, rejected=[BAD]).keys


def test_H8_H9_a_round_is_remarked_upon_once_it_is_whole() -> None:
    remarks = Remarks()
    bad = [replace(BAD, id=str(n)) for n in range(3)]
    remarks.add(Batch([], {}, rejected=bad, notes=["The list of services changed."], skew_s=-7200.0))
    remarks.add(Batch([], {}, rejected=bad[:1], notes=["The list of services changed."], skew_s=None))
    assert remarks.taken().split("\n") == [
        "3 records of the last answer were rejected, such as 0: no time (requested_datetime).",
        "The server's clock differs from ours by 120 min.",
        "The list of services changed.",
    ]
    assert remarks.taken() == "The server's clock differs from ours by 120 min.", "a 304 tells no new time"
    remarks.add(Batch([], {}, skew_s=3.0, notes=["10 rows were left out."]))
    remarks.add(Batch([], {}, notes=["56 rows were left out."]))
    assert remarks.taken() == "56 rows were left out.", "a count goes on"


def test_H9_new_fields_are_told_once_and_impossible_times_each_time() -> None:
    remarks, odd = Remarks(), replace(complaint(1), flags=("clock",), extra={"ward": 1})
    remarks.add(Batch([replace(complaint(1), extra={"ward": 1})], {}))
    assert remarks.taken() == "", "the fields of the first round are known"
    remarks.add(Batch([odd, replace(complaint(2), extra={"votes": 3, "lat": "x"})], {}))
    assert remarks.taken().split("\n") == [
        "1 records of the last answer bear an impossible time or speed.",
        "The records have new fields: votes.",
    ]
    remarks.add(Batch([odd, replace(complaint(2), extra={"votes": 3})], {}))
    assert remarks.taken() == "1 records of the last answer bear an impossible time or speed."


def test_the_rate_forgets_what_is_older_than_a_minute(monkeypatch) -> None:
    rate = Rate()
    for second, count in ((0.0, 3), (30.0, 3), (70.0, 3), (200.0, 3)):
        monkeypatch.setattr(tally, "monotonic", lambda second=second: second)
        assert rate.add({1, 2, 3}) == count
    monkeypatch.setattr(tally, "monotonic", lambda: 261.0)
    assert rate.add({4}) == 1
    monkeypatch.setattr(tally, "MOST_REMEMBERED", 2)
    assert rate.add({5, 6, 7}) == 2
