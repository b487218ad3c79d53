"""Exports: fields by name, times in UTC, and no cell a spreadsheet would run."""

import csv
import io
import json
from typing import Any

import pytest

from app.domain.kind import Flag
from app.domain.source import Health, LinkState, Rejected
from app.domain.vehicle import Geofence
from app.journal.export import STREAMS, export_rows, write_rows
from app.journal.export_form import guarded
from app.journal.reader import Axis
from app.journal.store import Journal
from tests.journal.facts import T0, after, complaint, fix, vehicle

AREA = {"type": "Point", "coordinates": [107.0, -6.2]}


def told(journal: Journal, stream: str, **options: Any) -> list[dict[str, Any]]:
    """An export as another program reads it."""
    out = io.StringIO()
    write_rows(out, journal, stream, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_complaint_says_all_its_fields_in_order(journal: Journal) -> None:
    journal.append([complaint("1", title="Lubang", media=("a", "b"), flags=(Flag.WINDOW.value,), service_code="010")])
    assert list(told(journal, "complaints")[0].items()) == [
        ("commit", 1),
        ("source", "sorot"),
        ("id", "1"),
        ("valid_at", "2016-11-30T03:00:00.000Z"),
        ("recorded_at", "2016-11-30T03:00:00.000Z"),
        ("status", "open"),
        ("state", "open"),
        ("service_code", "010"),
        ("service_name", ""),
        ("category", "jalan"),
        ("title", "Lubang"),
        ("description", ""),
        ("address", ""),
        ("lat", -6.24),
        ("lon", 107.0),
        ("requested_at", "2016-11-30T03:00:00.000Z"),
        ("updated_at", None),
        ("expected_at", None),
        ("agency", ""),
        ("media_count", 2),
        ("flags", ["window"]),
    ]


def test_a_fix_says_all_its_fields(journal: Journal) -> None:
    journal.append([fix("7", 1.5, id="99", speed_kmh=33.3, course=270.0, accuracy_m=4.5, attributes={"motion": True})])
    row = told(journal, "positions")[0]
    assert row == {
        "commit": 1,
        "source": "armada",
        "id": "99",
        "valid_at": "2016-11-30T03:00:01.500Z",
        "recorded_at": "2016-11-30T03:00:00.000Z",
        "vehicle": "7",
        "lat": -6.2,
        "lon": 107.0,
        "speed_kmh": 33.3,
        "course": 270.0,
        "accuracy_m": 4.5,
        "valid": True,
        "flags": [],
        "attributes": {"motion": True},
    }


def test_the_other_streams_say_their_own_fields(journal: Journal) -> None:
    journal.append([vehicle("7", vehicle_kind="baktor", group="Timur", status="online", last_update=after(2))])
    journal.append([Geofence("armada", "3", T0, "TPA", AREA, {"color": "red"})])
    journal.append([Rejected("sorot", "5", T0, "no date", "requested_datetime", "{…}")])
    journal.append([Health("sorot", T0, LinkState.DOWN, 12.5, "refused")])
    (v,), (g,), (r,), (h,) = (told(journal, name) for name in ("vehicles", "geofences", "rejected", "health"))
    assert (v["name"], v["kind"], v["group"], v["status"]) == ("B 1", "baktor", "Timur", "online")
    assert (v["unique_id"], v["last_update"], v["attributes"]) == ("", "2016-11-30T03:00:02.000Z", {})
    assert (g["name"], g["area"], g["attributes"]) == ("TPA", AREA, {"color": "red"})
    assert (r["id"], r["reason"], r["field"], r["raw"]) == ("5", "no date", "requested_datetime", "{…}")
    assert (h["id"], h["state"], h["link_age_s"], h["error"]) == ("sorot", "down", 12.5, "refused")


def story(journal: Journal) -> None:
    """Two complaints and a vehicle, told late and out of order."""
    journal.append([complaint("1", 0), fix("7", 0)], at=after(0))
    journal.append([complaint("1", 50, "closed"), complaint("2", 55), fix("7", 50)], at=after(100))
    journal.append([complaint("1", 20, "planned"), fix("7", 20)], at=after(200))


@pytest.mark.parametrize(
    "options, complaints, fixes",
    [
        ({}, ["1 open", "1 closed", "2 open", "1 planned"], [0, 50, 20]),
        ({"since": 1}, ["1 closed", "2 open", "1 planned"], [50, 20]),
        ({"since": 3}, [], []),
        ({"at": after(99)}, ["1 open"], [0]),
        ({"at": after(250)}, ["1 closed", "2 open"], [50]),
        ({"at": after(250), "since": 2}, [], []),
        ({"at": after(30), "axis": Axis.TRUE}, ["1 planned"], [20]),
        ({"at": after(54), "axis": Axis.TRUE}, ["1 closed"], [50]),
        ({"at": after(-1), "axis": Axis.TRUE}, [], []),
    ],
)
def test_the_stream_or_the_city_as_it_stood(
    journal: Journal, options: dict[str, Any], complaints: list[str], fixes: list[int]
) -> None:
    story(journal)
    assert [f"{row['id']} {row['status']}" for row in told(journal, "complaints", **options)] == complaints
    assert [row["valid_at"] for row in told(journal, "positions", **options)] == [
        after(seconds).strftime("%Y-%m-%dT%H:%M:%S.000Z") for seconds in fixes
    ]


def test_health_at_an_instant_is_the_newest_of_each_source_and_rejected_is_all_up_to_it(journal: Journal) -> None:
    for seconds, state in ((0, LinkState.OK), (10, LinkState.DOWN), (20, LinkState.OK)):
        facts = [Health("a", after(seconds), state), Rejected("a", str(seconds), after(seconds), "bad")]
        journal.append(facts, at=after(seconds))
    assert [row["state"] for row in told(journal, "health", at=after(15))] == ["down"]
    assert [row["id"] for row in told(journal, "rejected", at=after(15))] == ["0", "10"]


def test_a_fix_of_a_wrong_clock_is_not_where_the_vehicle_was(journal: Journal) -> None:
    journal.append([fix("7", 10), fix("7", 10**8, flags=("clock",))], at=after(20))
    assert [row["id"] for row in told(journal, "positions", at=after(30))] == ["7@10"]


@pytest.mark.parametrize("stream", STREAMS)
def test_an_empty_journal_exports_nothing_but_a_heading(journal: Journal, stream: str) -> None:
    out = io.StringIO()
    write_rows(out, journal, stream, form="csv")
    assert list(export_rows(journal, stream, at=T0)) == []
    assert out.getvalue().startswith("commit,source,id,valid_at,recorded_at,")
    assert out.getvalue().count("\r\n") == 1


def test_csv_holds_lists_as_json_and_empty_cells_for_nothing(journal: Journal) -> None:
    journal.append([fix("7", 1, speed_kmh=None, flags=("speed",), attributes={"a": 'x,"y"'})])
    out = io.StringIO()
    write_rows(out, journal, "positions", form="csv")
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert row["flags"] == '["speed"]'
    assert json.loads(row["attributes"]) == {"a": 'x,"y"'}
    assert (row["speed_kmh"], row["valid"], row["lat"]) == ("", "true", "-6.2")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1", ";=1", '"=1', " =1", "=cmd|'/c calc'!A0"]
)
def test_C1_no_cell_of_text_is_a_formula(journal: Journal, cell: str) -> None:
    journal.append([complaint("1", title=cell)])
    out = io.StringIO(newline="")
    write_rows(out, journal, "complaints", form="csv")
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert row["title"] == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Jl. A. Yani", "2 - 3", "a=b", "10.42"])
def test_C1_plain_text_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


def test_C1_a_hostile_id_is_guarded_too_and_a_negative_number_is_none(journal: Journal) -> None:
    journal.append([complaint("=1+1")])
    out = io.StringIO()
    write_rows(out, journal, "complaints", form="csv")
    (row,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert (row["id"], row["lat"]) == ("'=1+1", "-6.24")
