"""Answers as servers of other cities really send them: what is taken, and how it reads."""

import json
from datetime import timedelta

import pytest

from app.errors import SourceError
from tests.data_sources.complaint_desk import row

XML = """<request><service_request_id>12</service_request_id><status>open</status>
<description><![CDATA[a <b> & c]]></description><requested_datetime>2016-11-30T01:00:00Z</requested_datetime>
<updated_datetime/><lat>-6.24</lat><long>107.0</long>
<media_url><![CDATA[https://x.example/a.jpg?x=1&y=2]]></media_url></request>"""


def polled(far_end, body, now, path="requests.json", mime=""):
    far = far_end("open311", 'history = "1d"\noptions = { updates_mode = "none" }')
    far.serves(path, body if isinstance(body, bytes | str) else json.dumps(body), mime)
    return far.poll_all(now)


@pytest.mark.parametrize(
    "shape",
    [
        lambda one: [one],
        lambda one: one,
        lambda one: {"service_requests": [one]},
        lambda one: {"service_requests": one},
        lambda one: {"service_requests": {"request": [one]}},
        lambda one: {"count": 1, "service_requests": [one], "next": None},
        lambda one: {"data": [one], "meta": {"total": 1}},
        lambda one: {"results": [one], "errors": []},
        lambda one: "\ufeff" + json.dumps([one]),
        lambda one: " \n" + json.dumps([one]),
    ],
)
def test_one_record_however_it_is_wrapped(far_end, now, shape):
    seen = polled(far_end, shape(row("7", now - timedelta(hours=1))), now)
    assert list(seen.complaints) == ["7"] and not seen.rejected


@pytest.mark.parametrize("body", ["[]", '{"service_requests": []}', '{"service_requests": null}', '{"requests": ""}'])
def test_an_empty_list_however_it_is_written(far_end, now, body):
    seen = polled(far_end, body, now)
    assert not seen.facts and not seen.rejected
    assert seen.batches[-1].complete_live or any(batch.complete_live for batch in seen.batches)


@pytest.mark.parametrize(
    "body",
    [
        *("null", "{}", '{"data": []}', '{"data": [{"id": 1}]}', '""', "7", "[[]]"),
        *('{"detail": "Not found."}', '[{"code": 400, "description": "jurisdiction_id was not provided"}]'),
        *('{"errors": [{"code": "403", "description": "no"}]}', '{"error": {"message": "no key"}}'),
        *('{"a": [{"service_request_id": 1}], "b": [{"service_request_id": 2}]}',),
    ],
)
def test_H4_what_is_no_list_of_requests_is_never_an_empty_one(far_end, now, body):
    if body == "[[]]":
        assert [one.reason for one in polled(far_end, body, now).rejected.values()] == ["no object"]
        return
    with pytest.raises(SourceError):
        polled(far_end, body, now)


@pytest.mark.parametrize(
    "document,ids",
    [
        (f"<service_requests>{XML}</service_requests>", ["12"]),
        (f"<service_requests type='array'>{XML}{XML.replace('>12<', '>13<')}</service_requests>", ["12", "13"]),
        (f"<service_requests xmlns='http://open311.org/x'>{XML}</service_requests>", ["12"]),
        (f"<requests>{XML}</requests>", ["12"]),
        (XML, ["12"]),
        ("<service_requests/>", []),
        ("<service_requests>\n  <!-- none -->\n</service_requests>", []),
        ('<nil-classes type="array"/>', []),
    ],
)
def test_xml_as_it_is_met(far_end, now, document, ids):
    seen = polled(far_end, f'<?xml version="1.0" encoding="utf-8"?>\n{document}', now, "requests.xml", "text/xml")
    assert list(seen.complaints) == ids
    for complaint in seen.complaints.values():
        assert complaint.description == "a <b> & c" and complaint.updated_at is None
        assert complaint.media == ("https://x.example/a.jpg?x=1&y=2",)


@pytest.mark.parametrize(
    "mime,charset",
    [("application/json; charset=iso-8859-1", "latin-1"), ('text/json;charset="windows-1252"', "cp1252")],
)
def test_a_character_set_that_is_told_is_used_where_the_bytes_are_no_utf8(far_end, now, mime, charset):
    text = json.dumps([row("7", now - timedelta(hours=1), description="café")], ensure_ascii=False)
    assert polled(far_end, text.encode(charset), now, mime=mime).complaints["7"].description == "café"
    assert polled(far_end, text.encode("utf-8"), now, mime=mime).complaints["7"].description == "café"


@pytest.mark.parametrize("declared", [True, False])
def test_the_character_set_of_xml_is_its_own_word_or_else_its_types(far_end, now, declared):
    head = '<?xml version="1.0" encoding="ISO-8859-1"?>' if declared else ""
    body = (head + f"<service_requests>{XML}</service_requests>".replace("a <b>", "café")).encode("latin-1")
    mime = "text/xml" if declared else "text/xml; charset=iso-8859-1"
    assert polled(far_end, body, now, "requests.xml", mime).complaints["12"].description == "café & c"


@pytest.mark.parametrize(
    "place",
    [
        {"lat": "-6.24", "long": "107.0"},
        {"lat": " -6.24 ", "long": "107"},
        {"lat": "-6,24", "long": "107,0"},
        {"lat": -6.24, "lon": 107.0},
        {"lat": -6.24, "lng": 107.0},
        {"latitude": -6.24, "longitude": 107.0},
        {"lat": "", "long": None, "latitude": "-6.24", "longitude": "107.0"},
        {"lat": 107.0, "long": -6.24},
    ],
)
def test_a_place_however_it_is_written(far_end, now, place):
    record = {k: v for k, v in row("7", now - timedelta(hours=1)).items() if k not in ("lat", "long")} | place
    complaint = polled(far_end, [record], now).complaints["7"]
    assert (complaint.lat, complaint.lon) == (-6.24, 107.0)
    assert not complaint.extra.keys() & {"lat", "long", "lon", "lng", "latitude", "longitude"}


def test_a_place_that_cannot_be_read_is_kept_as_it_was_written(far_end, now):
    complaint = polled(far_end, [row("7", now - timedelta(hours=1), lat="dekat masjid", long="")], now).complaints["7"]
    assert complaint.flags == ("no_place",) and complaint.extra["lat"] == "dekat masjid"


@pytest.mark.parametrize(
    "media,kept",
    [
        ({"url": "https://x.example/a.jpg", "type": "image/jpeg"}, ("https://x.example/a.jpg",)),
        ([{"media_url": "https://x.example/1.jpg", "id": 1}, "https://x.example/2.jpg"], 2),
        ([], ()),
        ({}, ()),
        (None, ()),
    ],
)
def test_photos_however_they_are_listed(far_end, now, media, kept):
    complaint = polled(far_end, [row("7", now - timedelta(hours=1), media_url=media)], now).complaints["7"]
    assert len(complaint.media) == kept if isinstance(kept, int) else complaint.media == kept


def test_numbers_nulls_and_unusual_words_are_taken_as_they_are(far_end, now):
    record = row("", now - timedelta(hours=1)) | {
        "service_request_id": 7654321,
        "service_code": 17,
        "lat": 0,
        "long": 0,
    }
    nulls = dict.fromkeys(("status_notes", "updated_datetime", "expected_datetime", "address", "zipcode", "agency"))
    words = {"status": "Acknowledged", "description": "it&#39;s", "vote_count": 3, "assignee": {"id": 1}}
    complaint = polled(far_end, [record | nulls | words], now).complaints["7654321"]
    assert (complaint.service_code, complaint.status, complaint.state.value) == ("17", "Acknowledged", "unknown")
    assert complaint.description == "it&#39;s", "the source's own words, unchanged"
    assert complaint.extra == {"vote_count": 3, "assignee": {"id": 1}}
    assert complaint.flags == ("no_place",)
