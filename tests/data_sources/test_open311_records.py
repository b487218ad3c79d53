"""Every record's fate: the recorded answers of real servers, and the deviations met in the wild."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.domain.complaint import State
from app.errors import SourceError
from app.settings import CityFile
from data_sources.json_decode import Entry, decode_list
from data_sources.open311_options import Options
from data_sources.open311_record import RecordReader
from tests.data_sources.complaint_desk import Desk, row
from tests.data_sources.far_end import FarEnd, Seen

ONE = "2010-04-14T06:37:38-08:00"
NOW = datetime(2016, 11, 30, 3, 42, tzinfo=UTC)


def polled(far_end, record, now, more: str = "", **desk) -> Seen:
    far: FarEnd = Desk(record if isinstance(record, list) else [record], ignores_query=True, **desk).attach(
        far_end("open311", more)
    )
    return far.poll_all(now)


WHEN = "2016-11-30T10:15:00+07:00"
PLAIN = {
    "service_request_id": "0042-7",
    "status": "open",
    "requested_datetime": WHEN,
    "lat": "-6.2383",
    "long": "106.9756",
}


@pytest.mark.parametrize(
    "shape",
    [
        pytest.param([PLAIN], id="bare list"),
        pytest.param({"service_requests": [PLAIN]}, id="named list"),
        pytest.param({"requests": [PLAIN]}, id="named requests"),
        pytest.param(PLAIN, id="object instead of a list"),
        pytest.param({"service_requests": PLAIN}, id="named object"),
        pytest.param({"service_requests": [{k: [v] for k, v in PLAIN.items()}]}, id="scalars in lists"),
        pytest.param({"service_requests": [{"request": [PLAIN]}]}, id="list inside an object"),
        pytest.param({"service_requests": {"request": PLAIN}}, id="object inside an object"),
        pytest.param(
            [PLAIN | {"address": [], "media_url": {}, "description": None, "zipcode": ""}], id="all kinds of empty"
        ),
    ],
)
def test_one_record_in_every_wrapping(far_end, now, shape):
    far = far_end("open311")
    far.serves("requests.json", shape)
    complaint = far.poll_all(now).complaints["0042-7"]
    assert (complaint.lat, complaint.lon, complaint.address, complaint.media, complaint.extra) == (
        -6.2383,
        106.9756,
        "",
        (),
        {},
    )


@pytest.mark.parametrize("wrap,shape", [("bare", {"service_requests": [PLAIN]}), ("named", [PLAIN])])
def test_a_wrapping_that_was_told_is_demanded(far_end, now, wrap, shape):
    far = far_end("open311", f'options = {{ wrap = "{wrap}" }}')
    far.serves("requests.json", shape)
    with pytest.raises(SourceError):
        far.poll(now)


@pytest.mark.parametrize(
    "more,reason,field",
    [
        ({"service_request_id": ""}, "no id", "service_request_id"),
        ({"service_request_id": None}, "no id", "service_request_id"),
        ({"service_request_id": "", "token": "t1"}, "no id yet, only a token", "service_request_id"),
        ({"service_request_id": "x" * 500}, "id too long", "service_request_id"),
        ({"lat": 37.76, "long": -122.46}, "outside the city", "lat"),
        ({"requested_datetime": "kemarin", "updated_datetime": ""}, "not a time", "requested_datetime"),
        ({"requested_datetime": "", "updated_datetime": None}, "no time", "requested_datetime"),
    ],
)
def test_a_record_we_cannot_take_is_rejected_with_its_reason(far_end, now, more, reason, field):
    good = row("baik", now - timedelta(hours=1))
    seen = polled(far_end, [row("buruk", now - timedelta(hours=2), email="a@b.id") | more, good], now)
    (rejected,) = seen.rejected.values()
    assert (rejected.reason, rejected.field) == (reason, field)
    assert "a@b.id" not in rejected.raw
    assert "‹personal›" in rejected.raw
    assert set(seen.complaints) == {"baik"}


def test_D2_bad_records_are_rejected_and_the_rest_is_taken(far_end, now):
    good = b'{"service_request_id": "%s", "status": "open", "requested_datetime": "2016-11-30T01:00:00Z"}'
    bad = [b'{"service_request_id": "a", "lat": NaN}', b'{"service_request_id": "b", "x": 1e999}', b'"text"', b"7"]
    bad += [b'{"service_request_id": "c", "status": "open", "status": "closed"}']
    far = far_end("open311")
    far.serves("requests.json", b"[" + b",".join([good % b"x", *bad, good % b"y"]) + b"]")
    seen = far.poll_all(now)
    assert set(seen.complaints) == {"x", "y"}
    reasons = sorted(one.reason for one in seen.rejected.values())
    assert reasons == ["NaN is no JSON number", "duplicate key", "no object", "no object", "number out of range"]
    assert sorted(name if name[0] != "#" else "#" for name in seen.rejected) == ["#", "#", "a", "b", "c"]


def test_ids_are_text_whatever_they_look_like(far_end, now):
    told = ["0042", 42, 638344, "a.b/c", 123456789012345678901234567890, 1.5, "８"]
    seen = polled(far_end, [row("", now - timedelta(hours=1)) | {"service_request_id": one} for one in told], now)
    assert set(seen.complaints) == {"0042", "42", "638344", "a.b/c", "123456789012345678901234567890", "1.5", "８"}


def test_fixmystreets_own_form(far_end, now):
    record = row("7", now - timedelta(hours=1), title="Lubang", detail="Lubang besar", comment_count=3)
    record |= {
        "agency_responsible": {"recipient": ["Dinas Bina Marga"]},
        "requestor_name": "Siti",
        "service_code": "Jalan rusak",
    }
    record |= {"agency_sent_datetime": "2016-11-30T01:00:00Z", "interface_used": "Web interface"}
    seen = polled(far_end, record, now, named=True)
    complaint = seen.complaints["7"]
    assert (complaint.title, complaint.agency, complaint.service_code) == ("Lubang", "Dinas Bina Marga", "Jalan rusak")
    assert complaint.extra["detail"] == "Lubang besar"
    assert seen.personal == {"7": {"requestor_name": "Siti"}}
    assert "Siti" not in repr(complaint)


def test_H9_extra_fields_are_kept_and_personal_ones_are_not(far_end, now):
    record = row(
        "8", now - timedelta(hours=1), email="a@b.id", phone="0811", first_name="A", last_name="B", device_id="D"
    )
    record |= {
        "account_id": "5",
        "extended_attributes": {"ward": "2", "contact_phone": "021"},
        "notes": [{"description": "x"}],
    }
    seen = polled(far_end, record | {"service_name": "Jalan"}, now)
    complaint = seen.complaints["8"]
    assert complaint.extra == {"extended_attributes": {"ward": "2"}, "notes": [{"description": "x"}]}
    assert complaint.service_name == "Jalan"
    assert set(seen.personal["8"]) == {
        *("email", "phone", "first_name", "last_name", "device_id", "account_id", "extended_attributes.contact_phone")
    }


def test_X3_script_addresses_stay_out_of_media(far_end, now):
    record = row("9", now - timedelta(hours=1), media_url=["javascript:alert(1)", "https://a.id/1.jpg"])
    seen = polled(far_end, record, now)
    assert seen.complaints["9"].media == ("https://a.id/1.jpg",)
    assert seen.complaints["9"].extra["media_refused"] == ["javascript:alert(1)"]
    assert "photo address refused" in seen.notes


@pytest.mark.parametrize(
    "more,flag",
    [
        ({"lat": "", "long": ""}, "no_place"),
        ({"lat": 0, "long": 0}, "no_place"),
        ({"lat": "106.9756", "long": "-6.2383"}, "swapped"),
        ({"status": ""}, "no_status"),
        ({"requested_datetime": "2016-11-30T10:15:00"}, "tz_assumed"),
        ({"requested_datetime": "2016-11-30"}, "tz_assumed"),
        ({"requested_datetime": "rusak", "updated_datetime": "2016-11-30T01:00:00Z"}, "requested_from_updated"),
        ({"updated_datetime": "2016-11-01T00:00:00Z"}, "updated_clamped"),
        ({"updated_datetime": "2016-12-01T00:00:00Z"}, "clock"),
        ({"requested_datetime": "2010-01-01T00:00:00Z"}, "window"),
    ],
)
def test_what_we_noticed_is_a_flag_and_the_record_is_kept(far_end, now, more, flag):
    complaint = polled(far_end, row("f", now - timedelta(hours=1)) | more, now).complaints["f"]
    assert flag in complaint.flags
    assert (complaint.lat is None) == (flag == "no_place")


def test_H8_a_time_we_had_to_guess_keeps_its_raw_text(far_end, now):
    complaint = polled(
        far_end, row("t", now, requested_datetime="30.11.2016 10:00", updated_datetime=""), now
    ).complaints["t"]
    assert complaint.requested_at == datetime(2016, 11, 30, 3, tzinfo=UTC)
    assert complaint.extra["requested_datetime"] == "30.11.2016 10:00"


def test_H8_a_zone_of_the_source_beats_the_citys(far_end, now):
    record = row("z", now, requested_datetime="2016-11-30T02:00:00", updated_datetime="")
    complaint = polled(far_end, record, now, 'options = { date_in_zone = "UTC" }').complaints["z"]
    assert complaint.requested_at == datetime(2016, 11, 30, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "word,state",
    [
        ("open", "open"),
        ("OPEN", "open"),
        ("In_Progress", "open"),
        ("in progress", "open"),
        ("Closed", "closed"),
        ("NOT_COUNCILS_RESPONSIBILITY", "closed"),
        ("disposisi", "open"),
        ("Selesai", "closed"),
        ("tunda", "unknown"),
        ("apa saja", "unknown"),
        ("", "unknown"),
    ],
)
def test_status_words_are_kept_and_read_by_the_map(far_end, now, word, state):
    more = 'options = { status_map = { disposisi = "open" } }\n'
    more += 'mapping = { status_map = { selesai = "closed", tunda = "unknown" } }'
    complaint = polled(far_end, row("s", now - timedelta(hours=1), status=word), now, more).complaints["s"]
    assert (complaint.status, complaint.state) == (word, State(state))


def test_agencies_come_from_the_citys_mapping_and_others_stand_as_they_are(far_end, now):
    named = enumerate(("Kebersihan", "X"))
    records = [row(str(n), now - timedelta(hours=1), agency_responsible=who) for n, who in named]
    complaints = polled(far_end, records, now, 'mapping = { agencies = { Kebersihan = "kebersihan" } }').complaints
    assert {one.agency for one in complaints.values()} == {"kebersihan", "X"}


def test_categories_come_from_the_citys_mapping(far_end, now):
    records = [row("a", now - timedelta(hours=1)), row("b", now - timedelta(hours=1), service_code="999")]
    complaints = polled(far_end, records, now, 'mapping = { services = { "010" = "jalan" } }').complaints
    assert (complaints["a"].category, complaints["a"].service_name) == ("jalan", "Jalan rusak")
    assert (complaints["b"].category, complaints["b"].service_code) == ("", "999")


def test_swapped_servers_and_other_charsets_can_be_told(far_end, now):
    far = far_end("open311", 'options = { swap_latlon = true, charset_override = "windows-1252" }')
    record = {"service_request_id": "1", "status": "open", "requested_datetime": WHEN, "address": "Caf\u00e9"}
    record |= {"lat": "106.9756", "long": "-6.2383"}
    far.serves("requests.json", json.dumps([record], ensure_ascii=False).encode("cp1252"))
    complaint = far.poll_all(now).complaints["1"]
    assert (complaint.lat, complaint.flags, complaint.address) == (-6.2383, (), "Caf\u00e9")


def test_H7_of_one_id_in_a_page_the_newer_version_stays(far_end, now):
    old, new = now - timedelta(hours=3), now - timedelta(hours=1)
    versions = [
        row("1", old, updated_datetime=new.isoformat(), status="closed"),
        row("1", old, updated_datetime=old.isoformat()),
    ]
    far = Desk(versions, ignores_query=True).attach(far_end("open311"))
    assert [fact.status for fact in far.poll(now).facts] == ["closed"]


READER_OPTIONS = Options()
FIELDS = ["service_request_id", "status", "lat", "long", "requested_datetime", "updated_datetime", "media_url", "title"]
FIELDS += ["agency_responsible", "email", "notes", "service_code", "x"]
ANY = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=20),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@given(record=some.dictionaries(some.sampled_from(FIELDS), ANY) | ANY)
def test_any_record_has_exactly_one_fate_and_the_same_again(city: CityFile, record):
    reader = RecordReader(_spec(city), city, READER_OPTIONS)
    fate = reader.fate(Entry(record, record), NOW, {})
    assert (fate.complaint is None) != (fate.rejected is None)
    assert fate == reader.fate(Entry(record, record), NOW, {})


def _spec(city: CityFile):
    return next(spec for spec in city.sources if spec.protocol == "open311")


def test_the_reader_takes_what_the_decoder_gives(city: CityFile):
    (entry,) = decode_list("far", b'[{"service_request_id": 7, "requested_datetime": "2016-11-30T01:00:00Z"}]')
    assert RecordReader(_spec(city), city, READER_OPTIONS).fate(entry, NOW, {}).id == "7"
