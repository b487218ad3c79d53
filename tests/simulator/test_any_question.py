"""Any question gets an answer of the protocol's own form, never a broken one: what strange clients will send."""

import json
import random
from typing import Any

import pytest
import requests

from data_sources.simulator import FarEnd
from tests.simulator.raw import parsed

WILD = [
    *("", "0", "-1", "1e9", "99999999999999999999", "NaN", "abc", "a,b,,c", "%", "'", "\x00", "\u202e", "x" * 3_000),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "2016-11-30", "2016-11-30T10:00", "kemarin"),
    *("open,closed", "OPEN", "020", "020,010", "true", "1;2", "[]", "{}", "bekasi"),
]
OPEN311 = [
    *("service_request_id", "service_code", "start_date", "end_date", "status", "page", "page_size", "extensions"),
    *("updated_after", "updated_before", "jurisdiction_id", "api_key"),
]
PATHS = ["requests", "services", "services/020", "requests/0", "tokens/x", "discovery", "servicerequestupdates", "nope"]
TRACCAR = ["deviceId", "groupId", "id", "uniqueId", "from", "to", "type", "limit", "offset", "keyword", "daily", "all"]
FLEET = [
    *("devices", "devices/1", "positions", "groups", "geofences", "server", "session", "drivers", "nope", "devices/x"),
    *(f"reports/{name}" for name in ("route", "events", "trips", "stops", "summary", "geofences", "combined", "x")),
    *(f"positions/{kind}" for kind in ("csv", "gpx", "kml", "kmz")),
]
FINE = {200, 304, 400, 401, 403, 404, 405, 406}
FIELDS = ["service_code", "lat", "long", "address_string", "description", "api_key", "email", "attribute[UKURAN]"]


def drawn(seed: int, names: list[str]) -> dict[str, str]:
    """Some of the parameters with some of the values."""
    rng = random.Random(seed)
    return {name: rng.choice(WILD) for name in rng.sample(names, rng.randint(0, 4))}


def is_error_list(rows: Any) -> bool:
    """Whether it is the standard's list of errors."""
    return isinstance(rows, list) and bool(rows) and all(set(row) == {"code", "description"} for row in rows)


@pytest.mark.parametrize("seed", range(8))
def test_any_open311_question_is_answered_in_the_form_it_was_asked_in(far: FarEnd, seed: int) -> None:
    for n, path in enumerate(PATHS):
        for form in ("json", "xml"):
            answer = requests.get(f"{far.open311}/{path}.{form}", params=drawn(seed * 100 + n, OPEN311), timeout=20)
            assert answer.status_code in FINE, (path, answer.url)
            if form == "xml":
                root = parsed(answer.content)
                assert answer.status_code == 200 or (root.tag, root[0].tag) == ("errors", "error")
            else:
                assert answer.status_code == 200 or is_error_list(answer.json()), answer.url


@pytest.mark.parametrize("seed", range(8))
def test_any_creation_is_taken_or_refused_in_the_form_it_was_asked_in(own: FarEnd, seed: int) -> None:
    for n in range(6):
        data = drawn(seed * 100 + n, FIELDS) | ({"api_key": "k"} if n % 2 else {})
        made = requests.post(f"{own.open311}/requests.json", data=data, timeout=20)
        assert made.status_code in FINE, data
        assert is_error_list(made.json()) if made.status_code != 200 else len(made.json()) == 1
        said = parsed(requests.post(f"{own.open311}/requests.xml", data=data, timeout=20).content)
        assert said.tag == ("service_requests" if made.status_code == 200 else "errors")


def test_bodies_that_are_no_form_and_methods_that_are_none(own: FarEnd) -> None:
    url = f"{own.open311}/requests.json"
    for body, kind in ((b"{}", "application/json"), (b"\xff\xfe", "multipart/form-data; boundary=x"), (b"", "text/x")):
        answer = requests.post(url, data=body, headers={"Content-Type": kind}, timeout=20)
        assert answer.status_code in (400, 403) and is_error_list(answer.json()), kind
    photo = {"media": ("foto.jpg", b"\xff\xd8\xff", "image/jpeg")}
    form = {"api_key": "k", "service_code": "020", "lat": "-6.25", "long": "107"}
    assert requests.post(url, data=form, files=photo, timeout=20).status_code == 200
    assert requests.put(url, timeout=20).status_code == 405
    assert requests.head(url, timeout=20).status_code == 200


@pytest.mark.parametrize("seed", range(6))
def test_any_fleet_question_is_answered(far: FarEnd, seed: int) -> None:
    for n, path in enumerate(FLEET):
        query = drawn(seed * 100 + n, TRACCAR)
        if not {"deviceId", "groupId"} & set(query) and path.startswith("reports/"):
            query["deviceId"] = "1"  # without one: the whole fleet, which is right but slow
        answer = requests.get(f"{far.traccar}/{path}", params=query, timeout=60)
        assert answer.status_code in FINE, (answer.url, answer.text[:200])
        if answer.status_code == 200 and "json" in answer.headers["Content-Type"]:
            json.loads(answer.content)
        elif answer.status_code >= 400:
            assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_list_of_ids_brings_those_there_are_each_once(far: FarEnd) -> None:
    known = [row["service_request_id"] for row in requests.get(f"{far.open311}/requests.json", timeout=20).json()[:3]]
    asked = ",".join([known[1], "nope", known[0], known[1], ""])
    others: list[dict[str, str]] = [{}, {"status": "closed", "start_date": "1999-01-01T00:00:00Z"}]
    for query in others:
        answer = requests.get(f"{far.open311}/requests.json", params={"service_request_id": asked, **query}, timeout=20)
        assert [row["service_request_id"] for row in answer.json()] == [known[1], known[0]]


def test_reports_name_fixes_that_can_be_asked_for(far: FarEnd) -> None:
    window = {"deviceId": "1", "from": "2016-11-29T00:00:00+07:00", "to": "2016-11-29T23:59:59+07:00"}
    trips = requests.get(f"{far.traccar}/reports/trips", params=window, timeout=20).json()
    stops = requests.get(f"{far.traccar}/reports/stops", params=window, timeout=20).json()
    assert trips and stops
    ids = [trips[0]["startPositionId"], trips[0]["endPositionId"], stops[0]["positionId"]]
    fixes = requests.get(f"{far.traccar}/positions", params={"id": ids}, timeout=20).json()
    assert [fix["id"] for fix in fixes] == ids and {fix["deviceId"] for fix in fixes} == {1}
    (both,) = requests.get(f"{far.traccar}/reports/combined", params=window, timeout=20).json()
    assert {event["positionId"] for event in both["events"]} - {0} == {fix["id"] for fix in both["positions"]}
    assert len(both["route"][0]) == 2


def test_nobody_drives_further_in_a_day_than_a_crew_can(far: FarEnd) -> None:
    window = {"from": "2016-11-29T00:00:00+07:00", "to": "2016-11-29T23:59:59+07:00"}
    rows = requests.get(f"{far.traccar}/reports/summary", params=window, timeout=60).json()
    assert len(rows) == 120
    assert 50_000 < max(row["distance"] for row in rows) < 150_000
