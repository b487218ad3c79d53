"""Reading the fleet over Traccar's API: units, order, errors, sessions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import requests

from data_sources.simulator import FarEnd, running
from data_sources.simulator.graph import metres

DAY = {"from": "2016-11-29T00:00:00+07:00", "to": "2016-11-30T00:00:00+07:00"}


def ask(far: FarEnd, path: str, **params: Any) -> requests.Response:
    return requests.get(f"{far.traccar}/{path}", params=params, timeout=20)


@pytest.fixture(scope="module")
def strict() -> Iterator[FarEnd]:
    with running(login="dlh@bekasi.example:rahasia", token="t-123", complaint_days=1, track_days=1) as far:
        yield far


def test_a_hundred_and_twenty_devices_in_known_groups(far: FarEnd) -> None:
    devices, groups = ask(far, "devices").json(), ask(far, "groups").json()
    assert len(devices) == 120 and {d["groupId"] for d in devices} <= {g["id"] for g in groups}
    assert {"baktor", "road_crew", "ambulance", "fire"} <= {d["attributes"]["kind"] for d in devices}
    assert sum(d["status"] == "online" for d in devices) > 110
    never = next(d for d in devices if d["lastUpdate"] is None)
    assert never["positionId"] == 0 and all(d["contact"].startswith("B 9") for d in devices)


def test_latest_positions_are_those_the_devices_name(far: FarEnd) -> None:
    positions = {p["deviceId"]: p for p in ask(far, "positions").json()}
    one = next(iter(positions))
    assert ask(far, "positions", deviceId=one).json()[0]["deviceId"] == one
    found = ask(far, "positions", id=positions[one]["id"]).json()
    assert [(p["id"], p["fixTime"], p["latitude"]) for p in found] == [
        (positions[one]["id"], positions[one]["fixTime"], positions[one]["latitude"])
    ]


def test_from_and_to_without_a_device_are_ignored(far: FarEnd) -> None:
    assert len(ask(far, "positions", **DAY).json()) == len(ask(far, "positions").json())


def test_a_track_is_ascending_with_inclusive_bounds(far: FarEnd) -> None:
    track = ask(far, "positions", deviceId=1, **DAY).json()
    times = [p["fixTime"] for p in track]
    assert len(track) > 100 and times == sorted(times) and len({p["id"] for p in track}) == len(track)
    part = ask(far, "positions", **{"deviceId": 1, "from": times[3], "to": times[7]}).json()
    assert [p["id"] for p in part] == [p["id"] for p in track[3:8]]


def test_speed_is_in_knots_and_distance_in_metres() -> None:
    """Seen from outside: metres between two fixes against the speeds told, over drives of a whole shift."""
    with running(starts=datetime.fromisoformat("2016-11-30T06:00+07:00"), track_days=1, complaint_days=1) as far:
        far.advance(4 * 3600)
        told = driven = odometer = 0.0
        for device in (40, 41, 73):
            track = ask(
                far, "positions", deviceId=device, **{"from": "2016-11-29T23:30:00Z", "to": "2016-11-30T03:00:00Z"}
            )
            for a, b in pairwise(track.json()):
                gap = (datetime.fromisoformat(b["fixTime"]) - datetime.fromisoformat(a["fixTime"])).total_seconds()
                if gap == 12 and a["attributes"]["motion"] and b["attributes"]["motion"]:
                    told += (a["speed"] + b["speed"]) / 2 * 1.852 / 3.6 * gap
                    driven += metres((a["latitude"], a["longitude"]), (b["latitude"], b["longitude"]))
                    odometer += b["attributes"]["totalDistance"] - a["attributes"]["totalDistance"]
        assert driven > 10_000 and told == pytest.approx(driven, rel=0.1) and odometer == pytest.approx(driven, rel=0.1)


def test_the_odometer_never_goes_back(far: FarEnd) -> None:
    track = ask(
        far, "positions", **{"deviceId": 33, "from": "2016-11-24T00:00:00Z", "to": "2016-11-30T03:00:00Z"}
    ).json()
    marks = [p["attributes"]["totalDistance"] for p in track]
    assert marks == sorted(marks) and marks[-1] > marks[0]


def test_the_same_seed_gives_the_same_track_after_a_restart(far: FarEnd) -> None:
    with running() as other:
        assert ask(other, "positions", deviceId=12, **DAY).json() == ask(far, "positions", deviceId=12, **DAY).json()
    with running(seed=2) as third:
        assert ask(third, "positions", deviceId=12, **DAY).json() != ask(far, "positions", deviceId=12, **DAY).json()


@pytest.mark.parametrize(
    "params",
    [
        {"deviceId": 100_000},
        {"deviceId": "x"},
        {"deviceId": 1, "from": "2016-11-29T00:00:00", "to": "2016-11-30T00:00:00Z"},
        {"deviceId": 1, "from": "kemarin", "to": "2016-11-30T00:00:00Z"},
    ],
)
def test_errors_are_plain_text_400(far: FarEnd, params: dict[str, Any]) -> None:
    answer = ask(far, "positions", **params)
    assert answer.status_code == 400 and answer.headers["content-type"].startswith("text/plain")
    assert "Exception" in answer.text


def test_geofences_write_latitude_first(far: FarEnd) -> None:
    areas = [g["area"] for g in ask(far, "geofences").json()]
    circle = next(a for a in areas if a.startswith("CIRCLE"))
    assert circle.startswith("CIRCLE (-6.") and any(a.startswith("POLYGON ((-6.") for a in areas)
    assert any(a.startswith("LINESTRING (-6.") for a in areas)


def test_session_by_form_cookie_basic_bearer_and_token(strict: FarEnd) -> None:
    url, login = strict.traccar, {"email": "dlh@bekasi.example", "password": "rahasia"}
    assert requests.get(f"{url}/devices", timeout=20).status_code == 401
    assert requests.get(f"{url}/session", timeout=20).status_code == 404
    assert requests.post(f"{url}/session", data=login | {"password": "no"}, timeout=20).status_code == 401
    session = requests.Session()
    assert session.post(f"{url}/session", data=login, timeout=20).json()["email"] == login["email"]
    assert session.get(f"{url}/session", timeout=20).status_code == 200
    token = session.post(f"{url}/session/token", data={"expiration": "2017-01-01T00:00:00Z"}, timeout=20).text
    bearer = {"Authorization": f"Bearer {token}"}
    assert requests.get(f"{url}/devices", headers=bearer, timeout=20).status_code == 200
    assert requests.get(f"{url}/devices", headers={"Authorization": "Bearer t-123"}, timeout=20).status_code == 200
    assert requests.get(f"{url}/devices", headers={"Authorization": "Bearer wrong"}, timeout=20).status_code == 401
    assert requests.get(f"{url}/devices", auth=("dlh@bekasi.example", "rahasia"), timeout=20).status_code == 200
    assert requests.get(f"{url}/devices", auth=("dlh@bekasi.example", "x"), timeout=20).status_code == 401
    assert requests.get(f"{url}/session", params={"token": "t-123"}, timeout=20).status_code == 200
    assert session.delete(f"{url}/session", timeout=20).status_code == 204
    assert session.get(f"{url}/devices", timeout=20).status_code == 401


def test_reports_agree_with_the_track(far: FarEnd) -> None:
    trips, stops = (
        ask(far, "reports/trips", deviceId=41, **DAY).json(),
        ask(far, "reports/stops", deviceId=41, **DAY).json(),
    )
    summary = ask(far, "reports/summary", deviceId=41, **DAY).json()[0]
    assert trips and stops
    whole = sum(t["duration"] for t in trips) + sum(s["duration"] for s in stops)
    assert whole == pytest.approx(86_400_000, abs=2000)
    assert sum(t["distance"] for t in trips) == pytest.approx(summary["distance"], abs=5)
    assert all(
        t["endTime"] == s["startTime"] or t["endTime"] > s["startTime"] for t, s in zip(trips, stops, strict=False)
    )
    route = ask(far, "reports/route", deviceId=41, **DAY).json()
    assert [p["id"] for p in route] == [p["id"] for p in ask(far, "positions", deviceId=41, **DAY).json()]


def test_above_a_day_the_fast_algorithm_forgets_the_top_speed(far: FarEnd) -> None:
    longer = DAY | {"to": "2016-11-30T00:00:01+07:00"}
    assert any(t["maxSpeed"] for t in ask(far, "reports/trips", deviceId=41, **DAY).json())
    assert not any(t["maxSpeed"] for t in ask(far, "reports/trips", deviceId=41, **longer).json())


def test_events_can_be_chosen_by_type(far: FarEnd) -> None:
    found = ask(far, "reports/events", deviceId=41, type=["deviceMoving"], **DAY).json()
    assert found and {e["type"] for e in found} == {"deviceMoving"}


def test_history_is_thinner_than_what_happens_now(own: FarEnd) -> None:
    own.advance(3600)
    now = own.now()
    recent = ask(
        own, "positions", **{"deviceId": 41, "from": (now - timedelta(hours=1)).isoformat(), "to": now.isoformat()}
    )
    gaps = [
        (datetime.fromisoformat(b["fixTime"]) - datetime.fromisoformat(a["fixTime"])).total_seconds()
        for a, b in pairwise(recent.json())
    ]
    assert min(gaps) == 12
    old = ask(own, "positions", **{"deviceId": 41, "from": "2016-11-28T17:00:00Z", "to": "2016-11-29T02:00:00Z"}).json()
    gaps = [
        (datetime.fromisoformat(b["fixTime"]) - datetime.fromisoformat(a["fixTime"])).total_seconds()
        for a, b in pairwise(old)
    ]
    assert sum(g >= 48 for g in gaps) > 0.8 * len(gaps)


def test_one_object_by_its_id_and_tracks_as_files(far: FarEnd) -> None:
    assert ask(far, "devices/12").json()["id"] == 12 and ask(far, "devices/9999").status_code == 404
    track = ask(far, "positions", deviceId=41, **DAY).json()
    lines = ask(far, "positions/csv", deviceId=41, **DAY).text.splitlines()
    assert len(lines) == len(track) + 1 and lines[1].startswith(f"{track[0]['id']},41,")
    assert ask(far, "positions/gpx", deviceId=41, **DAY).text.count("<trkpt") == len(track)
    assert f"{track[0]['longitude']},{track[0]['latitude']}" in ask(far, "positions/kml", deviceId=41, **DAY).text
