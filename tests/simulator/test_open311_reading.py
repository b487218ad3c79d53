"""Reading over Open311 GeoReport v2, as the standard and its extensions have it."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
import requests

from data_sources.simulator import FarEnd, running
from tests.simulator.raw import parsed

FIELDS = (
    "service_request_id", "status", "status_notes", "service_name", "service_code", "description",
    "agency_responsible", "service_notice", "requested_datetime", "updated_datetime", "expected_datetime", "address",
    "address_id", "zipcode", "lat", "long", "media_url",
)  # fmt: skip


def ask(far: FarEnd, path: str, **params: Any) -> requests.Response:
    return requests.get(f"{far.open311}/{path}", params=params, timeout=20)


def rows(far: FarEnd, **params: Any) -> list[dict[str, Any]]:
    answer = ask(far, "requests.json", **params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def test_services_are_a_bare_list_with_leading_zeros_kept(far: FarEnd) -> None:
    services = ask(far, "services.json").json()
    assert {"010", "020"} <= {s["service_code"] for s in services}
    assert all(s["type"] in ("realtime", "batch", "blackbox") and isinstance(s["metadata"], bool) for s in services)


def test_xml_and_json_say_the_same(far: FarEnd) -> None:
    ident = rows(far, page_size=1, page=3)[0]["service_request_id"]
    record = ask(far, f"requests/{ident}.json").json()[0]
    root = parsed(ask(far, f"requests/{ident}.xml").content)
    assert root.tag == "service_requests" and [child.tag for child in root] == ["request"]
    said = {field.tag: field.text or "" for field in root[0]}
    assert said == {key: "" if value is None else str(value) for key, value in record.items()}
    assert tuple(record) == FIELDS


def test_service_definition_is_a_bare_object(far: FarEnd) -> None:
    definition = ask(far, "services/010.json").json()
    assert definition["service_code"] == "010"
    listed = next(a for a in definition["attributes"] if a["datatype"] == "singlevaluelist")
    assert listed["values"][0] == {"key": "01", "name": "Ya"}
    root = parsed(ask(far, "services/010.xml").content)
    assert root.tag == "service_definition" and root.find("attributes/attribute/values/value/key") is not None


def test_without_parameters_the_newest_thousand(far: FarEnd) -> None:
    found = rows(far)
    times = [r["requested_datetime"] for r in found]
    assert len(found) == 1000 and times == sorted(times, reverse=True)
    assert {r["status"] for r in found} == {"open", "closed"}


def test_pages_from_zero_cover_everything_once(far: FarEnd) -> None:
    span = {"start_date": "2016-11-28T00:00:00+07:00", "end_date": "2016-11-29T00:00:00+07:00"}
    whole = [r["service_request_id"] for r in rows(far, **span)]
    pages, number = list[str](), 0
    while page := rows(far, page=number, page_size=37, **span):
        pages += [r["service_request_id"] for r in page]
        number += 1
    assert pages == whole and len(whole) > 100


def test_window_is_on_the_requested_time_and_inclusive(far: FarEnd) -> None:
    first = rows(far, start_date="2016-11-20T00:00:00Z", end_date="2016-11-21T00:00:00Z")[0]
    at = first["requested_datetime"]
    assert first in rows(far, start_date=at, end_date=at)


def test_ids_win_over_every_other_parameter(far: FarEnd) -> None:
    two = [r["service_request_id"] for r in rows(far, page_size=2)]
    found = rows(far, service_request_id=",".join([*two, "nobody"]), status="closed", start_date="2016-01-01T00:00:00Z")
    assert [r["service_request_id"] for r in found] == two


def test_filters_by_code_and_status(far: FarEnd) -> None:
    found = rows(far, service_code="010,020", status="closed", page_size=300)
    assert {r["service_code"] for r in found} == {"010", "020"} and {r["status"] for r in found} == {"closed"}


def test_updated_after_finds_old_cases_that_changed(far: FarEnd) -> None:
    found = rows(far, updated_after="2016-11-30T08:00:00+07:00", page_size=1000)
    moment = datetime.fromisoformat("2016-11-30T08:00:00+07:00")
    assert found and all(datetime.fromisoformat(r["updated_datetime"]) >= moment for r in found)
    assert any(datetime.fromisoformat(r["requested_datetime"]) < moment - timedelta(days=1) for r in found)


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("requests/999.json", {}, 404),
        ("services/zzz.json", {}, 404),
        ("requests.json", {"start_date": "yesterday"}, 400),
        ("requests.json", {"start_date": "2016-01-01T00:00:00Z", "end_date": "2016-11-30T00:00:00Z"}, 400),
        ("requests.json", {"page": "two"}, 400),
        ("servicerequestupdates.json", {"start_date": "2016-11-30T00:00:00Z"}, 400),
        ("tokens/none.json", {}, 404),
        ("nothing.json", {}, 404),
    ],
)
def test_errors_are_an_array(far: FarEnd, path: str, params: dict[str, str], status: int) -> None:
    answer = ask(far, path, **params)
    assert answer.status_code == status
    assert [set(e) for e in answer.json()] == [{"code", "description"}] and answer.json()[0]["code"] == status
    xml = ask(far, path.replace(".json", ".xml"), **params)
    assert parsed(xml.content).find("error/description") is not None


def test_plus_sign_must_be_encoded(far: FarEnd) -> None:
    answer = requests.get(f"{far.open311}/requests.json?start_date=2016-11-30T00:00:00+07:00", timeout=20)
    assert answer.status_code == 400


def test_extensions_bring_the_richer_word_and_notes(far: FarEnd) -> None:
    found = rows(far, extensions="true", page_size=300)
    working = next(r for r in found if r["status"] == "in_progress")
    assert working["extended_attributes"]["status_detail"] == "in_progress"
    assert working["notes"][-1]["type"] == "in_progress" and working["notes"][-1]["description"]


def test_updates_extension_lists_changes_of_a_span(far: FarEnd) -> None:
    span = {"start_date": "2016-11-30T06:00:00+07:00", "end_date": "2016-11-30T09:00:00+07:00"}
    found = ask(far, "servicerequestupdates.json", **span).json()
    times = [u["updated_datetime"] for u in found]
    assert times == sorted(times) and span["start_date"] <= times[0] and times[-1] <= span["end_date"]
    assert {"in_progress", "closed"} <= {u["status"] for u in found}
    case = rows(far, service_request_id=found[-1]["service_request_id"])[0]
    assert case["updated_datetime"] >= found[-1]["updated_datetime"]
    root = parsed(ask(far, "servicerequestupdates.xml", **span).content)
    assert root.tag == "service_request_updates" and len(root.findall("request_update")) == len(found)


def test_some_have_no_place_some_a_picture_some_a_promise(far: FarEnd) -> None:
    found = rows(far)
    assert 0 < sum(r["lat"] is None for r in found) < 80
    assert 300 < sum(r["expected_datetime"] is None for r in found) + 100 < 600
    url = next(r["media_url"] for r in found if r["media_url"])
    picture = requests.get(url, timeout=20)
    assert picture.headers["content-type"] == "image/png" and picture.content.startswith(b"\x89PNG")


def test_unchanged_answers_are_304(far: FarEnd) -> None:
    url = f"{far.open311}/requests.json?start_date=2016-11-01T00:00:00Z&end_date=2016-11-02T00:00:00Z"
    first = requests.get(url, timeout=20)
    by_tag = requests.get(url, headers={"If-None-Match": first.headers["ETag"]}, timeout=20)
    by_time = requests.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]}, timeout=20)
    old = requests.get(url, headers={"If-Modified-Since": "Mon, 31 Oct 2016 00:00:00 GMT"}, timeout=20)
    assert (by_tag.status_code, by_time.status_code, old.status_code) == (304, 304, 200)
    assert by_tag.content == b""


def test_gzip_only_for_those_who_take_it(far: FarEnd) -> None:
    packed = requests.get(f"{far.open311}/services.json", headers={"Accept-Encoding": "gzip"}, timeout=20)
    plain = requests.get(f"{far.open311}/services.json", headers={"Accept-Encoding": "identity"}, timeout=20)
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert packed.json() == plain.json()


def test_date_header_is_the_citys_clock(far: FarEnd) -> None:
    said = parsedate_to_datetime(ask(far, "services.json").headers["Date"])
    assert abs((said - far.now()).total_seconds()) < 3 and said.year == 2016


def test_format_by_accept_header_when_the_address_has_none(far: FarEnd) -> None:
    json_answer = requests.get(f"{far.open311}/services", headers={"Accept": "application/json"}, timeout=20)
    xml_answer = requests.get(f"{far.open311}/services", timeout=20)
    assert json_answer.headers["content-type"].startswith("application/json")
    assert xml_answer.headers["content-type"].startswith("text/xml")


def test_discovery_names_the_endpoint_it_was_asked_at(far: FarEnd) -> None:
    assert ask(far, "discovery.json").json()["endpoints"][0]["url"] == far.open311
    root = parsed(ask(far, "discovery.xml").content)
    assert root.findtext("endpoints/endpoint/url") == far.open311


def test_the_standards_two_words_unless_the_richer_ones_are_wanted() -> None:
    with running(extended_status=True, complaint_days=3, track_days=1) as rich:
        assert {"open", "closed", "in_progress"} <= {r["status"] for r in rows(rich, page_size=600)}
