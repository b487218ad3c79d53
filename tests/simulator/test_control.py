"""The switchboard under /_sim and what a test can do through `running`."""

from datetime import timedelta

import pytest
import requests

from data_sources.simulator import FarEnd
from data_sources.simulator.graph import metres


def test_faults_are_switched_listed_and_cleared_over_http(own: FarEnd) -> None:
    url = f"{own.control}/fault"
    made = requests.post(url, json={"source": "open311", "name": "html", "count": 1}, timeout=20)
    assert made.status_code == 201
    assert [f["name"] for f in requests.get(url, timeout=20).json()] == ["html"]
    assert "<html>" in requests.get(f"{own.open311}/services.json", timeout=20).text
    assert requests.get(url, timeout=20).json() == []
    requests.post(url, json={"source": "traccar", "name": "refuse"}, timeout=20)
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{own.traccar}/server", timeout=20)
    assert requests.delete(url, timeout=20).json() == {"removed": 1}
    assert requests.get(f"{own.traccar}/server", timeout=20).status_code == 200


def test_an_unknown_fault_is_refused_with_the_nearest_name(own: FarEnd) -> None:
    answer = requests.post(f"{own.control}/fault", json={"source": "open311", "name": "drip_bodi"}, timeout=20)
    assert answer.status_code == 400 and "drip_body" in answer.json()["error"]
    with pytest.raises(ValueError, match="unknown source"):
        own.fault("sorot", "html")


def test_the_clock_jumps_and_changes_pace(own: FarEnd) -> None:
    requests.post(f"{own.control}/clock", json={"now": "2016-12-01T06:00:00+07:00", "speed": 60}, timeout=20)
    state = requests.get(f"{own.control}/state", timeout=20).json()
    assert state["now"].startswith("2016-12-01T06:0") and state["speed"] == 60
    newest = requests.get(f"{own.open311}/requests.json?page_size=1", timeout=20).json()[0]
    assert newest["requested_datetime"].startswith("2016-12-01T0")


def test_a_complaint_is_injected_and_updated(own: FarEnd) -> None:
    form = {"service_code": "020", "lat": -6.24, "long": 107.0, "description": "Uji", "quiet": True}
    ident = requests.post(f"{own.control}/complaint", json=form, timeout=20).json()["service_request_id"]
    url = f"{own.open311}/requests/{ident}.json"
    assert requests.get(url, timeout=20).json()[0]["status"] == "open"
    assert own.update(ident, "closed", "Beres")
    assert requests.get(url, timeout=20).json()[0]["status_notes"] == "Beres"
    old = own.complaint(service_code="010", at=(own.now() - timedelta(days=2)).isoformat(), lat=-6.25, long=107.0)
    listed = requests.get(f"{own.open311}/requests.json?page_size=1000", timeout=20).json()
    times = [r["requested_datetime"] for r in listed]
    assert old in {r["service_request_id"] for r in listed} and times == sorted(times, reverse=True)


def test_a_vehicle_is_sent_somewhere_and_stands_there(own: FarEnd) -> None:
    place = (-6.2402, 107.0003)
    arrives = own.errand(3, *place, stay=300, kmh=60)
    own.advance((arrives - own.now()).total_seconds() + 30)
    fix = requests.get(f"{own.traccar}/positions?deviceId=3", timeout=20).json()[0]
    assert metres((fix["latitude"], fix["longitude"]), place) < 30 and fix["speed"] == 0


def test_requests_are_remembered_for_tests_of_clients(own: FarEnd) -> None:
    requests.get(f"{own.traccar}/devices", headers={"Authorization": "Bearer abc"}, timeout=20)
    last = own.seen[-1]
    assert (last.source, last.path, last.headers["authorization"]) == ("traccar", "/api/devices", "Bearer abc")
