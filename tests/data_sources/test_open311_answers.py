"""Whole answers: the recorded ones of real servers, and what must never look like an empty list (H4, D2)."""

from datetime import UTC, datetime

import pytest

from app.domain.complaint import State
from app.errors import SourceError
from tests.data_sources.conftest import SAN_FRANCISCO


@pytest.mark.parametrize(
    "mime", ["text/xml", "application/xml", "text/plain", "application/octet-stream", "application/json"]
)
def test_san_franciscos_recorded_answers(far_end, recorded, now, mime):
    far = far_end("open311", box=SAN_FRANCISCO)
    far.serves("services.xml", recorded("open311/sf_services.xml"), mime)
    far.serves("requests.xml", recorded("open311/sf_service_requests.xml"), mime)
    seen = far.poll_all(now)
    assert set(seen.complaints) == {"638344", "638349"}
    assert not seen.rejected
    one = seen.complaints["638344"]
    assert (one.status, one.state, one.status_notes) == ("closed", State.CLOSED, "Duplicate request.")
    assert (one.service_code, one.service_name, one.category) == ("006", "Sidewalk and Curb Issues", "")
    assert one.requested_at == one.updated_at == one.valid_at == datetime(2010, 4, 14, 14, 37, 38, tzinfo=UTC)
    assert one.expected_at == datetime(2010, 4, 15, 14, 37, 38, tzinfo=UTC)
    assert (one.lat, one.lon, one.address) == (37.762221815, -122.4651145, "8TH AVE and JUDAH ST")
    assert one.media == ("http://open311.city.gov.s3.amazonaws.com/requests/media/638344.rss",)
    assert one.extra == {"address_id": "545483", "zipcode": "94122"}
    assert (one.title, one.description, one.agency) == ("", "", "")
    assert seen.complaints["638349"].state is State.OPEN


def test_the_standards_xml_answers(far_end, recorded, now):
    far = far_end("open311", box=SAN_FRANCISCO)
    far.serves("services.xml", recorded("open311/spec_xml-service-list.xml"), "text/xml")
    far.serves("requests.xml", recorded("open311/spec_xml-service-requests.xml"), "text/xml")
    assert set(far.poll_all(now).complaints) == {"638344", "638349"}


@pytest.mark.parametrize("city_box,kept", [(SAN_FRANCISCO, 2), ("[-6.41, 106.88, -6.16, 107.06]", 0)])
def test_records_of_another_city_are_rejected_and_told(far_end, recorded, now, city_box, kept):
    far = far_end("open311", box=city_box)
    far.serves("requests.xml", recorded("open311/node_service-requests.xml"), "text/xml")
    seen = far.poll_all(now)
    assert len(seen.complaints) == kept
    assert [one.reason for one in seen.rejected.values()] == ["outside the city"] * (2 - kept)


def test_D2_the_standards_json_lists_fail_the_source_naming_the_byte(far_end, recorded, now):
    far = far_end("open311", box=SAN_FRANCISCO)
    far.serves("requests.json", recorded("open311/spec_json-service-requests.json"))
    far.serves("requests.xml", recorded("open311/spec_xml-service-requests.xml"))
    with pytest.raises(SourceError, match=r"not JSON.* at byte 170"):
        far.poll(now)
    far.serves("services.json", recorded("open311/spec_json-service-list.json"))
    with pytest.raises(SourceError, match=r"not JSON.* at byte 26"):
        far.poll(now)
    assert far.cursor == {}


@pytest.mark.parametrize(
    "name", ["sf_403.xml", "spec_xml-errors.xml", "spec_json-errors.json", "sf_service_definition.xml"]
)
def test_H4_recorded_answers_that_are_no_list_are_failures(far_end, recorded, now, name):
    far = far_end("open311")
    far.serves("requests.json", recorded(f"open311/{name}").partition(b"\n\n")[2] or recorded(f"open311/{name}"))
    with pytest.raises(SourceError):
        far.poll(now)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"null",
        b"{}",
        b'""',
        b"<service_requests>busy</service_requests>",
        b"<html>Masuk</html>",
        b"<rss/>",
        b'[{"code":400,"description":"jurisdiction_id was not provided"}]',
        b'{"errors":[{"code":1,"description":"x"}]}',
        b'{"code":403,"description":"no"}',
        b"<errors><error><code>1</code><description>x</description></error></errors>",
    ],
)
def test_H4_nothing_may_look_like_an_empty_list(far_end, now, body):
    far = far_end("open311")
    far.serves("requests.json", body)
    with pytest.raises(SourceError):
        far.poll(now)


@pytest.mark.parametrize(
    "body", [b"[]", b'{"service_requests":[]}', b"<service_requests/>", b"<service_requests>\n</service_requests>"]
)
def test_a_valid_empty_answer_is_no_complaint(far_end, now, body):
    far = far_end("open311")
    far.serves("requests.json", body)
    seen = far.poll_all(now)
    assert seen.facts == []
    assert any(batch.complete_live for batch in seen.batches)


def test_the_recorded_empty_list_is_empty(far_end, recorded, now):
    far = far_end("open311")
    far.serves("requests.xml", recorded("open311/sf_service_requests_empty.xml"), "text/xml")
    assert far.poll_all(now).facts == []
