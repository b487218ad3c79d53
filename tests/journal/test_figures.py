"""Indicators, readings and issued reports in the journal: stored once, corrected beside the old, exported, frozen."""

from dataclasses import replace
from datetime import date
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import Clock
from app.domain.indicator import Indicator, indicator_id
from app.domain.kind import Kind
from app.domain.reading import Reading
from app.domain.report import IssuedReport
from app.journal.encode import to_ms
from app.journal.export import export_rows
from app.journal.export_rows import time_text
from app.journal.reader import Axis, since
from app.journal.store import Journal
from app.journal.upkeep import check, rebuild
from tests.journal.facts import T0, after

DAY = date(2016, 11, 29)


def figure(name: str = "realisasi_pajak", value: float | None = 6.1e9, **others: Any) -> Indicator:
    """A day's revenue of one kind."""
    labels = others.pop("labels", {"jenis": "PBB_P2", "kecamatan": "32.75.01"})
    id_ = indicator_id("dispenda", name, DAY, DAY, labels)
    return Indicator("pajak", id_, T0, "dispenda", name, DAY, DAY, value, "IDR", labels, **others)


def reading(minutes: float, value: float | None, **others: Any) -> Reading:
    """A level at P2C."""
    at = after(minutes)
    return Reading("sungai", f"r{minutes}", at, "P2C", "tinggi", value, "cm", -6.3, 106.97, **others)


def test_an_unchanged_figure_makes_no_row_and_a_corrected_one_stands_beside_the_old(journal: Journal) -> None:
    assert journal.append([figure()]).stored == 1
    assert journal.append([figure()]).commit is None
    journal.append([figure(value=6.2e9)])
    assert [row["value"] for row in export_rows(journal, "indicators")] == [6.1e9, 6.2e9]
    at = list(export_rows(journal, "indicators", at=after(1)))
    assert [(row["value"], row["commit"]) for row in at] == [(6.2e9, 2)]


def test_an_exported_figure_says_all_its_fields(journal: Journal) -> None:
    journal.append([figure(value=None, flags=("clock",))])
    (row,) = export_rows(journal, "indicators")
    assert row == {
        "commit": 1,
        "source": "pajak",
        "id": "dispenda/realisasi_pajak/2016-11-29/2016-11-29/jenis=PBB_P2/kecamatan=32.75.01",
        "valid_at": "2016-11-30T03:00:00.000Z",
        "recorded_at": "2016-11-30T03:00:00.000Z",
        "agency": "dispenda",
        "name": "realisasi_pajak",
        "period_from": "2016-11-29",
        "period_to": "2016-11-29",
        "value": None,
        "unit": "IDR",
        "labels": {"jenis": "PBB_P2", "kecamatan": "32.75.01"},
        "flags": ["clock"],
    }


def test_a_remark_of_the_owner_is_news(journal: Journal) -> None:
    journal.append([figure()])
    assert journal.append([figure(extra={"remark": "menunggu setoran"})]).stored == 1


def test_readings_are_stored_once_and_a_corrected_value_stands_beside_the_old(journal: Journal) -> None:
    assert journal.append([reading(0, 100.0), reading(10, 110.0), reading(10, 111.0)]).stored == 2
    assert journal.append([reading(0, 100.0), reading(10, 111.0)]).commit is None
    assert journal.append([reading(0, 101.0), reading(20, None)]).stored == 2
    rows = list(export_rows(journal, "readings"))
    assert [(row["commit"], row["value"]) for row in rows] == [(1, 100.0), (1, 111.0), (2, 101.0), (2, None)]
    assert {(row["station"], row["parameter"], row["unit"], row["lat"]) for row in rows} == {
        ("P2C", "tinggi", "cm", -6.3)
    }


def test_readings_as_of_an_instant_are_the_newest_of_each_series(journal: Journal) -> None:
    journal.append([reading(0, 100.0), reading(10, 110.0)], at=after(11))
    journal.append([reading(10, 112.0), replace(reading(5, 7.0), parameter="hujan")], at=after(30))
    known = export_rows(journal, "readings", at=after(12))
    assert [row["value"] for row in known] == [110.0]
    true = export_rows(journal, "readings", at=after(9), axis=Axis.TRUE)
    assert [(row["parameter"], row["value"]) for row in true] == [("tinggi", 100.0), ("hujan", 7.0)]


def test_a_report_is_issued_once_under_its_id(journal: Journal) -> None:
    report = IssuedReport("daily-1", T0, "daily", DAY, "id", 7, "0.1.0", '{"a":1}', "ab" * 32)
    assert journal.append([report]).stored == 1
    assert journal.append([replace(report, figures="{}")]).commit is None


def test_a_delta_brings_figures_and_names_the_kinds_of_readings_and_reports(journal: Journal) -> None:
    journal.append([figure()])
    first = since(journal, 0)
    assert [row[9] for row in first.indicators] == [6.1e9]
    assert first.kinds == {Kind.INDICATOR}
    journal.append([reading(0, 1.0), IssuedReport("d", T0, "daily", DAY, "id", 1, "0", "{}", "")])
    assert since(journal, 1).kinds == {Kind.READING, Kind.REPORT}
    assert not since(journal, 1).indicators


def test_the_heads_of_figures_and_series_can_be_made_again(journal: Journal) -> None:
    journal.append([figure(), figure("dbd_kasus", 12.0, labels={}), reading(0, 100.0)])
    journal.append([figure(value=7.0), replace(reading(1, 3.0), unit="m")])
    assert check(journal) == []
    assert rebuild(journal) == 3
    assert check(journal) == []


@settings(max_examples=25, deadline=None)
@given(told=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=12))
def test_whatever_the_order_the_last_recorded_reading_of_an_instant_stands(told: list[tuple[int, int]]) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal.create(f"sqlite:///{folder}/journal.db", Clock.starting(T0, speed=0))
        for minute, value in told:
            journal.append([reading(minute, float(value))])
        stands = {row["valid_at"]: row["value"] for row in export_rows(journal, "readings")}
        journal.close()
    assert stands == {time_text(to_ms(after(minute))): float(value) for minute, value in told}
