"""Every recorded answer of a real far end, whole: each field of each record, and what happens to bad company."""

from pathlib import Path
from typing import Any

import pytest

from tests.program.far_ends import serving
from tests.program.program import run, stored, write_city

SAN_FRANCISCO = "[37.6, -122.6, 37.9, -122.3]"
PACIFIC = "America/Los_Angeles"


def whole(number: str, source: str, **other: Any) -> dict[str, Any]:
    """The row of one of the two complaints that three cities took from the standard's examples."""
    is_first = number == "638344"
    day = "14" if is_first else "19"
    return {
        "source": source,
        "id": number,
        "valid_at": f"2010-04-{day}T14:37:38.000Z",
        "status": "closed" if is_first else "open",
        "state": "closed" if is_first else "open",
        "service_code": "006",
        "service_name": "Sidewalk and Curb Issues",
        "category": "",
        "title": "",
        "description": "",
        "address": "8TH AVE and JUDAH ST",
        "lat": 37.762221815,
        "lon": -122.4651145,
        "requested_at": f"2010-04-{day}T14:37:38.000Z",
        "updated_at": f"2010-04-{day}T14:37:38.000Z",
        "expected_at": f"2010-04-{15 if is_first else 19}T14:37:38.000Z",
        "agency": "",
        "media_count": 1,
        **other,
    }


def test_five_far_ends_at_once_arrive_field_by_field(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "open311"
    lists = {
        "sf": ("sf_services.xml", "sf_service_requests.xml"),
        "standard": ("spec_xml-service-list.xml", "spec_xml-service-requests.xml"),
        "dc": ("node_dc-services.xml", "node_service-requests.xml"),
        "alone": ("node_dc-services.xml", "node_service-request.xml"),
        "quiet": ("sf_services.xml", "sf_service_requests_empty.xml"),
    }
    answers = {f"/{name}/services.xml": folder / pair[0] for name, pair in lists.items()}
    answers |= {f"/{name}/requests.xml": folder / pair[1] for name, pair in lists.items()}
    with serving(answers) as url:
        sources = [f"{name} open311 {url}/{name}" for name in lists]
        city = write_city(tmp_path / "city.toml", SAN_FRANCISCO, *sources, zone=PACIFIC)
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *journal)
        assert polled.code == 0, polled.err
        again = run("collect", "--once", *journal)
        assert again.code == 0, again.err
    rows = run("export", "complaints", *journal).rows
    found = {(row["source"], row["id"]): row for row in rows}
    assert len(rows) == len(found) == 7, "a second poll of the same answers adds nothing"
    for (source, number), row in found.items():
        told = {name: value for name, value in row.items() if name not in ("commit", "recorded_at")}
        assert told == whole(number, source, flags=["window"])  # the server ignored the window we asked for
    assert {name: sum(source == name for source, _ in found) for name in lists} == {
        "sf": 2,
        "standard": 2,
        "dc": 2,
        "alone": 1,
        "quiet": 0,
    }
    assert stored("rejected", tmp_path / "j.sqlite") == []
    assert "quiet: " in polled.err and "failed" not in polled.err


BAD = b"""
<request><service_request_id></service_request_id><status>open</status><service_code>006</service_code>
 <requested_datetime>2010-04-19T06:37:38-08:00</requested_datetime><phone>415-555-0100</phone></request>
<request><service_request_id>tok</service_request_id><status>open</status><service_code>006</service_code></request>
<request><service_request_id>far</service_request_id><status>open</status><service_code>006</service_code>
 <requested_datetime>2010-04-19T06:37:38-08:00</requested_datetime><lat>51.5</lat><long>-0.12</long></request>
"""


def test_bad_records_in_a_good_list_are_listed_with_why_and_spoil_no_other(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "open311"
    good = (folder / "sf_service_requests.xml").read_bytes()
    head, _, rest = good.partition(b"<request>")
    answers = {"/services.xml": folder / "sf_services.xml", "/requests.xml": head + BAD + b"<request>" + rest}
    with serving(answers) as url:
        city = write_city(tmp_path / "city.toml", SAN_FRANCISCO, f"sf open311 {url}", zone=PACIFIC)
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *journal)
    assert polled.code == 0, "rejections are no failure"
    rejected = run("export", "rejected", *journal).rows
    assert {(row["field"], row["reason"]) for row in rejected} == {
        ("service_request_id", "no id"),
        ("requested_datetime", "no time"),
        ("lat", "outside the city"),
    }
    assert len(rejected) == 3, "each once, though the list was asked for several times"
    assert " 3 rejected" in polled.err
    assert "415-555-0100" not in str(rejected) and "‹personal›" in str(rejected)
    assert {row["id"] for row in stored("complaints", tmp_path / "j.sqlite")} == {"638344", "638349"}


@pytest.mark.parametrize("services", [b"[]", "spec_json-service-list.json"])
def test_a_source_that_is_not_json_is_named_with_the_byte_and_its_neighbour_arrives(
    fixtures: Path, tmp_path: Path, services: bytes | str
) -> None:
    folder = fixtures / "open311"
    answers = {
        "/bad/services.json": services if isinstance(services, bytes) else folder / services,
        "/bad/requests.json": folder / "spec_json-service-requests.json",
        "/good/services.xml": folder / "sf_services.xml",
        "/good/requests.xml": folder / "sf_service_requests.xml",
    }
    with serving(answers) as url:
        sources = (f"bad open311 {url}/bad", f"good open311 {url}/good")
        city = write_city(tmp_path / "city.toml", SAN_FRANCISCO, *sources, zone=PACIFIC)
        polled = run("collect", "--once", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert polled.code == 1
    failed = [line for line in polled.err.splitlines() if "failed" in line]
    assert len(failed) == 1 and failed[0].startswith("bad: failed:")
    stumbles_at = (folder / "spec_json-service-requests.json").read_bytes().index(b"006") + 1
    if isinstance(services, str):
        stumbles_at = (folder / services).read_bytes().index(b"001") + 1
    assert f"at byte {stumbles_at}." in failed[0], failed[0]
    assert {row["source"] for row in stored("complaints", tmp_path / "j.sqlite")} == {"good"}
    assert stored("rejected", tmp_path / "j.sqlite") == []
    states = {row["source"]: (row["state"], row["error"]) for row in stored("health", tmp_path / "j.sqlite")}
    assert states["good"] == ("ok", "")
    assert states["bad"][0] == "degraded" and "byte" in states["bad"][1]


def test_the_fleet_of_home_assistant_arrives_field_by_field(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "traccar"
    answers = {
        "/api/devices": folder / "ha_devices.json",
        "/api/positions": folder / "ha_positions.json",
        "/api/reports/events": folder / "ha_reports_events.json",
    }
    with serving(answers) as url:
        city = write_city(tmp_path / "city.toml", "[50.0, 20.0, 55.0, 30.0]", f"ha traccar {url}/api")
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        assert run("collect", "--once", *journal).code == 0
    (vehicle,) = run("export", "vehicles", *journal).rows
    assert {name: vehicle[name] for name in ("source", "id", "name", "kind", "group", "status", "unique_id")} == {
        "source": "ha",
        "id": "0",
        "name": "X-Wing",
        "kind": "starfighter",
        "group": "",
        "status": "online",
        "unique_id": "abc123",
    }
    (position,) = run("export", "positions", *journal).rows
    assert (position["vehicle"], position["lat"], position["lon"], position["valid"]) == ("0", 52.0, 25.0, True)
    assert position["valid_at"] == "1970-01-01T00:00:00.000Z"
    assert position["speed_kmh"] == pytest.approx(4568795 * 1.852)
    assert position["flags"] == ["clock", "speed"]
    assert position["id"] == "0" and position["course"] in (0.0, 360.0) and position["accuracy_m"] == 3.5
    assert position["attributes"]["custom_attr_1"] == "custom_attr_1_value"
    assert stored("rejected", tmp_path / "j.sqlite") == stored("geofences", tmp_path / "j.sqlite") == []
