"""`collect --once` and `export` on answers of real far ends, through the command line."""

from pathlib import Path

import pytest

from tests.program.far_ends import serving
from tests.program.program import run, write_city

SAN_FRANCISCO = "[37.6, -122.6, 37.9, -122.3]"
EUROPE = "[50.0, 20.0, 55.0, 30.0]"


@pytest.mark.parametrize(
    ("services", "requests"),
    [
        ("sf_services.xml", "sf_service_requests.xml"),
        ("spec_xml-service-list.xml", "spec_xml-service-requests.xml"),
        ("node_dc-services.xml", "node_service-requests.xml"),
    ],
)
def test_recorded_xml_arrives_whole(fixtures: Path, tmp_path: Path, services: str, requests: str) -> None:
    folder = fixtures / "open311"
    with serving({"/services.xml": folder / services, "/requests.xml": folder / requests}) as url:
        city = write_city(tmp_path / "city.toml", SAN_FRANCISCO, f"sf open311 {url}", zone="America/Los_Angeles")
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *journal)
        assert polled.code == 0, polled.err
        rows = {row["id"]: row for row in run("export", "complaints", *journal).rows}
        assert run("export", "rejected", *journal).rows == []
    assert set(rows) == {"638344", "638349"}
    first = rows["638344"]
    wanted = {
        "source": "sf",
        "status": "closed",
        "state": "closed",
        "service_code": "006",
        "service_name": "Sidewalk and Curb Issues",
        "address": "8TH AVE and JUDAH ST",
        "lat": 37.762221815,
        "lon": -122.4651145,
        "requested_at": "2010-04-14T14:37:38.000Z",
        "updated_at": "2010-04-14T14:37:38.000Z",
        "expected_at": "2010-04-15T14:37:38.000Z",
        "media_count": 1,
    }
    assert {name: first[name] for name in wanted} == wanted


def test_the_standards_own_json_is_refused_naming_the_byte_and_nothing_is_stored(
    fixtures: Path, tmp_path: Path
) -> None:
    folder = fixtures / "open311"
    lists = {
        "/services.json": folder / "spec_json-service-list.json",
        "/requests.json": folder / "spec_json-service-requests.json",
    }
    with serving(lists) as url:
        city = write_city(tmp_path / "city.toml", SAN_FRANCISCO, f"spec open311 {url}")
        polled = run("collect", "--once", "--city", city, "--journal", tmp_path / "j.sqlite")
    assert polled.code == 1
    assert "spec: failed" in polled.err
    assert "byte" in polled.err
    for stream in ("complaints", "rejected"):
        assert run("export", stream, "--city", city, "--journal", tmp_path / "j.sqlite").rows == []


def test_home_assistants_fleet_arrives_with_what_is_impossible_flagged(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "traccar"
    lists = {"/api/devices": folder / "ha_devices.json", "/api/positions": folder / "ha_positions.json"}
    with serving(lists) as url:
        city = write_city(tmp_path / "city.toml", EUROPE, f"ha traccar {url}/api")
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        assert run("collect", "--once", *journal).code == 0
    vehicle = run("export", "vehicles", *journal).rows[0]
    position = run("export", "positions", *journal).rows[0]
    assert (vehicle["id"], vehicle["name"], vehicle["kind"]) == ("0", "X-Wing", "starfighter")
    assert (position["vehicle"], position["lat"], position["lon"], position["valid"]) == ("0", 52.0, 25.0, True)
    assert position["speed_kmh"] == pytest.approx(4568795 * 1.852)
    assert position["flags"] == ["clock", "speed"]
    assert position["valid_at"] == "1970-01-01T00:00:00.000Z"


def test_a_record_outside_the_city_is_rejected_with_its_reason(fixtures: Path, tmp_path: Path) -> None:
    folder = fixtures / "open311"
    lists = {"/services.xml": folder / "sf_services.xml", "/requests.xml": folder / "sf_service_requests.xml"}
    with serving(lists) as url:
        city = write_city(tmp_path / "city.toml", "[-6.41, 106.88, -6.16, 107.06]", f"sf open311 {url}")
        journal = ("--city", city, "--journal", tmp_path / "j.sqlite")
        polled = run("collect", "--once", *journal)
    assert polled.code == 0
    rejected = run("export", "rejected", *journal).rows
    assert {row["id"] for row in rejected} == {"638344", "638349"}
    assert all(row["reason"] and row["raw"] for row in rejected)
    assert run("export", "complaints", *journal).rows == []


def test_exit_codes_tell_configuration_from_failure(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(
        '[city]\nname = "X"\nzone = "Asia/Jakata"\nbox = [1, 2, 0, 3]\n[[source]]\nid = "a"\nprotocl = "x"\n'
    )
    told = run("collect", "--once", "--city", bad, "--journal", tmp_path / "j.sqlite")
    assert told.code == 2
    assert "line 3" in told.err
    assert "Asia/Jakarta" in told.err
    assert "protocol" in told.err
    good = write_city(tmp_path / "good.toml", EUROPE, "down open311 http://127.0.0.1:9")
    assert run("collect", "--once", "--city", good, "--journal", tmp_path / "j.sqlite").code == 1
    wrong = run("collect", "--once", "--source", "nobody", "--city", good, "--journal", tmp_path / "j.sqlite")
    assert wrong.code == 2
    assert run("export", "nothing", "--city", good).code == 2


def test_zero_complaints_only_from_a_valid_empty_answer(tmp_path: Path) -> None:
    empty = {"/services.json": b"[]", "/requests.json": b"[]"}
    html = {"/services.json": b"[]", "/requests.json": b"<html>sign in</html>"}
    for answers, code in ((empty, 0), (html, 1)):
        with serving(answers, "" if code == 0 else "text/html") as url:
            city = write_city(tmp_path / f"{code}.toml", EUROPE, f"a open311 {url}")
            assert run("collect", "--once", "--city", city, "--journal", tmp_path / f"{code}.sqlite").code == code
