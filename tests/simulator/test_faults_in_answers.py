"""Faults of whole answers and of records, as clients meet them."""

import json
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from data_sources.simulator import FarEnd
from data_sources.simulator.fault_names import CATALOGUE, Layer
from tests.simulator.raw import parsed


def get(own: FarEnd, path: str = "/requests.json?page_size=5", **kwargs: Any) -> requests.Response:
    return requests.get(own.open311 + path, timeout=20, allow_redirects=False, **kwargs)


def with_fault(own: FarEnd, name: str, arg: Any = None, path: str = "/requests.json?page_size=5") -> requests.Response:
    own.fault("open311", name, arg, count=1)
    return get(own, path)


@pytest.mark.parametrize(
    ("name", "arg", "status", "kind"),
    [
        ("status", 502, 502, "text/plain"),
        ("html_502", None, 502, "text/html"),
        ("html", None, 200, "text/html"),
        ("no_content", None, 204, ""),
        ("login_redirect", None, 302, ""),
        ("error_200", None, 200, "application/json"),
        ("empty_body", None, 200, "application/json"),
        ("unauthorised", None, 401, "text/plain"),
        ("stack_trace", None, 500, "text/plain"),
        ("wrong_type", None, 200, "text/plain"),
    ],
)
def test_H4_answers_that_prove_nothing(own: FarEnd, name: str, arg: Any, status: int, kind: str) -> None:
    answer = with_fault(own, name, arg)
    assert answer.status_code == status and answer.headers.get("content-type", "").startswith(kind)
    assert get(own).status_code == 200 and len(get(own).json()) == 5


@pytest.mark.parametrize("value", ["5", "999999", "-1", "rubbish", "Wed, 30 Nov 2016 03:05:00 GMT"])
def test_H3_retry_after(own: FarEnd, value: str) -> None:
    answer = with_fault(own, "retry_after", value)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, value)
    assert with_fault(own, "too_many", value).status_code == 429


def test_H6_big_and_bomb_are_as_big_as_asked(own: FarEnd) -> None:
    own.fault("open311", "big", 3, count=1)
    assert len(get(own).json()[0]["description"]) == 3 << 20
    own.fault("open311", "gzip_bomb", 3, count=1)
    answer = get(own)
    assert int(answer.headers["content-length"]) < 20_000 and len(answer.content) > 3 << 20


def test_H7_duplicates_overlap_and_pages_without_end(own: FarEnd) -> None:
    ids = [r["service_request_id"] for r in with_fault(own, "duplicates").json()]
    assert len(ids) == 10 and len(set(ids)) == 5
    own.fault("open311", "last_page")
    far_out = get(own, "/requests.json?page_size=5&page=999").json()
    assert far_out and far_out == get(own, "/requests.json?page_size=5&page=1000").json()
    own.clear()
    own.fault("open311", "overlap", 2)
    first, second = (get(own, f"/requests.json?page_size=5&page={n}").json() for n in (0, 1))
    assert first[-2:] == second[:2]
    own.clear()
    own.fault("open311", "page_base", 1)
    assert get(own, "/requests.json?page_size=5&page=1").json() == first
    own.fault("open311", "next_page_elsewhere")
    assert "127.0.0.2" in get(own).headers["Link"]


def test_H8_wrong_clocks_and_odd_times(own: FarEnd) -> None:
    answer = with_fault(own, "skew", -7200)
    assert (parsedate_to_datetime(answer.headers["Date"]) - own.now()).total_seconds() == pytest.approx(-7200, abs=3)
    stamp = {name: with_fault(own, name).json()[0]["requested_datetime"] for name in TIMES}
    assert datetime.fromisoformat(stamp["no_zone"]).tzinfo is None
    assert isinstance(stamp["epoch_ms"], int) and stamp["epoch_ms"] > 1_480_000_000_000
    assert len(stamp["date_only"]) == 10 and datetime.strptime(stamp["local_dates"], "%d.%m.%Y %H:%M")  # noqa: DTZ007
    assert stamp["fractions"].endswith(".000Z")
    assert datetime.fromisoformat(stamp["future"]) > own.now()
    with pytest.raises(ValueError):
        datetime.fromisoformat(stamp["bad_time"])


TIMES = ("no_zone", "epoch_ms", "date_only", "local_dates", "fractions", "future", "bad_time")


def test_H9_records_change_their_shape(own: FarEnd) -> None:
    good = get(own).json()
    gone = with_fault(own, "vanish", good[2]["service_request_id"]).json()
    assert [r["service_request_id"] for r in gone] == [r["service_request_id"] for r in good if r is not good[2]]
    placed = next(n for n, r in enumerate(good) if r["lat"])
    swapped = with_fault(own, "swapped").json()[placed]
    assert (swapped["lat"], swapped["long"]) == (good[placed]["long"], good[placed]["lat"])
    assert with_fault(own, "zero_place").json()[0]["lat"] == 0
    assert isinstance(with_fault(own, "retype").json()[0]["address"], dict)
    assert "updated_datetime" not in with_fault(own, "lost_field").json()[0]
    assert {"phone", "email", "requestor_name"} <= set(with_fault(own, "new_field").json()[0])
    reused = with_fault(own, "reuse_id").json()[0]
    assert reused["service_request_id"] == good[0]["service_request_id"] and reused["lat"] == good[-1]["lat"]
    services = get(own, "/services.json").json()
    assert with_fault(own, "services_changed", path="/services.json").json() != services


@pytest.mark.parametrize("source", ["open311", "traccar"])
def test_D2_numbers_no_parser_should_take(own: FarEnd, source: str) -> None:
    url = f"{own.open311}/requests.json?page_size=3" if source == "open311" else f"{own.traccar}/positions"
    texts = {}
    for name in ("nan", "overflow", "huge_int", "deep", "duplicate_keys", "leading_zero", "cut_json", "lone_surrogate"):
        own.fault(source, name, count=1)
        texts[name] = requests.get(url, timeout=20).content.decode("utf-8")
    field = "lat" if source == "open311" else "latitude"
    assert f'"{field}":NaN' in texts["nan"] and f'"{field}":1e999' in texts["overflow"]
    assert "7" * 5000 in texts["huge_int"] and "[" * 100_000 in texts["deep"] and "\\ud800" in texts["lone_surrogate"]
    pairs: list[list[str]] = []
    json.loads(texts["duplicate_keys"], object_pairs_hook=lambda p: pairs.append([k for k, _ in p]))
    assert any(len(keys) != len(set(keys)) for keys in pairs)
    for broken in ("leading_zero", "cut_json"):
        with pytest.raises(json.JSONDecodeError):
            json.loads(texts[broken])


def test_D3_xml_with_a_doctype(own: FarEnd) -> None:
    for name in ("doctype", "entities", "xxe"):
        assert b"<!DOCTYPE" in with_fault(own, name, path="/requests.xml?page_size=2").content
    assert with_fault(own, "deep_xml", 1000, "/requests.xml").content.count(b"<a>") == 1000


def test_shapes_of_real_servers(own: FarEnd) -> None:
    assert list(with_fault(own, "wrapped").json()) == ["service_requests"]
    assert with_fault(own, "object").json()["service_request_id"]
    zurich = with_fault(own, "lists_of_one").json()["service_requests"][0]
    assert zurich["status"] in (["open"], ["closed"]) and zurich["zipcode"] == []
    assert with_fault(own, "xml_only").status_code == 404
    assert with_fault(own, "json_only", path="/requests.xml").status_code == 406
    assert with_fault(own, "need_jurisdiction").status_code == 400
    assert with_fault(own, "need_jurisdiction", path="/requests.json?jurisdiction_id=bogor").status_code == 404
    mine = with_fault(own, "fixmystreet", path="/requests.json?jurisdiction_id=bekasi&page_size=1").json()
    assert {"title", "comment_count"} <= set(mine["service_requests"][0])
    assert with_fault(own, "ceiling", 20, "/requests.json?page_size=200").json().__len__() == 20
    assert with_fault(own, "upper").json()[0]["status"] in ("OPEN", "CLOSED")
    assert with_fault(own, "no_zone_in", path="/requests.json?start_date=2016-11-29T00:00:00Z").status_code == 400
    assert with_fault(own, "bad_row").status_code == 500
    assert with_fault(own, "no_updates", path="/servicerequestupdates.json").status_code == 404


def test_hostile_texts_survive_the_wire(own: FarEnd) -> None:
    own.fault("open311", "hostile")
    texts = "".join(r["description"] for r in get(own, "/requests.json?page_size=40").json())
    assert "<img src=x onerror" in texts and "{{7*7}}" in texts and "\u202e" in texts and "\x00" in texts
    assert parsed(get(own, "/requests.xml?page_size=40").content).tag == "service_requests"
    own.fault("traccar", "hostile")
    assert any("onerror" in d["name"] for d in requests.get(f"{own.traccar}/devices", timeout=20).json())


def test_hostile_texts_are_in_every_answer_and_stay_with_their_record(own: FarEnd) -> None:
    own.fault("*", "hostile", "0")
    listed = {r["service_request_id"]: r for r in get(own, "/requests.json?page_size=40").json()}
    ident = list(listed)[7]
    assert get(own, f"/requests/{ident}.json").json() == [listed[ident]]
    for path in ("/services.json", "/services/010.json", "/discovery.json", "/servicerequestupdates.json"):
        assert "onerror" in get(own, path).text, path
    for path in ("devices", "devices/1", "positions", "groups", "geofences"):
        assert "onerror" in requests.get(f"{own.traccar}/{path}", timeout=20).text, path
    span = "from=2016-11-30T00:00:00Z&to=2016-11-30T03:00:00Z"
    for path in (f"reports/trips?deviceId=1&{span}", f"positions?deviceId=1&{span}"):
        assert "onerror" in requests.get(f"{own.traccar}/{path}", timeout=20).text, path
    own.clear()
    assert "onerror" not in get(own, "/requests.json?page_size=40").text


def test_H11_boxes_and_fleet_servers_that_fail(own: FarEnd) -> None:
    def positions(name: str, arg: Any = None) -> list[dict[str, Any]]:
        own.fault("traccar", name, arg, count=1)
        found: list[dict[str, Any]] = requests.get(f"{own.traccar}/positions", timeout=20).json()
        return found

    good = {p["deviceId"]: p for p in positions("no_date")}
    late = positions("late", 600)
    assert all(p["fixTime"] < good[p["deviceId"]]["fixTime"] for p in late)
    assert positions("clock_1970")[0]["fixTime"].startswith("1970-01-01")
    assert positions("speed")[0]["speed"] == 400 and positions("invalid_fix")[0]["valid"] is False
    assert positions("restart") == [] and positions("zero_place")[0]["latitude"] == 0
    own.fault("traccar", "restart", count=1)
    assert {d["status"] for d in requests.get(f"{own.traccar}/devices", timeout=20).json()} == {"offline"}
    own.fault("traccar", "cut", 7, count=1)
    window = {"deviceId": 1, "from": "2016-11-29T00:00:00Z", "to": "2016-11-30T00:00:00Z"}
    assert len(requests.get(f"{own.traccar}/positions", params=window, timeout=20).json()) == 7
    own.fault("traccar", "no_groups", 403, count=1)
    assert requests.get(f"{own.traccar}/groups", timeout=20).status_code == 403
    own.fault("traccar", "period_limit", 3600, count=1)
    assert "exceeds" in requests.get(f"{own.traccar}/reports/trips", params=window, timeout=20).text


def test_a_gap_hides_recent_positions_until_it_is_over(own: FarEnd) -> None:
    window = {"deviceId": 40, "from": "2016-11-30T01:00:00Z", "to": "2016-11-30T03:10:00Z"}
    whole = requests.get(f"{own.traccar}/positions", params=window, timeout=20).json()
    own.fault("traccar", "gap", 1800)
    less = requests.get(f"{own.traccar}/positions", params=window, timeout=20).json()
    own.clear()
    assert less == whole[: len(less)] and len(less) < len(whole)


@pytest.mark.parametrize("name", sorted(n for n, k in CATALOGUE.items() if k.layer is Layer.HTTP and n != "big"))
def test_no_fault_breaks_the_simulator_itself(far: FarEnd, name: str) -> None:
    """Every fault by itself, on both far ends and both formats: an answer comes and the next one is good."""
    far.fault("*", name, 2 if name == "gzip_bomb" else None, count=4)
    for url in (f"{far.open311}/requests.json?page_size=3", f"{far.open311}/requests.xml?page_size=3",
                f"{far.traccar}/positions", f"{far.traccar}/devices"):  # fmt: skip
        answer = requests.get(url, timeout=20, allow_redirects=False, stream=True)
        deliberate = {"status", "stack_trace", "bad_row", "html_502", "retry_after"}
        assert answer.status_code < 500 or name in deliberate, answer.raw.read()
        answer.close()
    assert requests.get(f"{far.open311}/requests.json?page_size=3", timeout=20).status_code == 200
