"""JSON read strictly (safety row D2)."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.errors import SourceError
from data_sources.json_decode import decode_list, decode_object, member_list, raw_text, readable

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False, allow_infinity=False) | some.text(),
    lambda inner: some.lists(inner, max_size=4) | some.dictionaries(some.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


def faults(body: bytes) -> list[str]:
    return [entry.fault for entry in decode_list("far", body)]


@pytest.mark.parametrize(
    "bad,why,field",
    [
        (b'{"a": 1e999}', "number out of range", "a"),
        (b'{"a": {"b": -1e999}}', "number out of range", "a"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "number out of range", "a"),
        (b'{"id": "1", "id": "2"}', "duplicate key", "id"),
        (b'{"a": {"x": 1, "x": 1}}', "duplicate key", "x"),
        (b'{"a": NaN}', "NaN is no JSON number", "a"),
        (b'{"a": [1, -Infinity]}', "-Infinity is no JSON number", "a"),
        (b'{"a": "\xff\xfe"}', "not UTF-8", "a"),
        (b'{"a": ' + b"[" * 100 + b"]" * 100 + b"}", "nested too deep", "a"),
    ],
)
def test_D2_a_bad_record_spoils_only_itself(bad, why, field):
    entries = decode_list("far", b'[{"id": 1}, ' + bad + b', {"id": 3}]')
    assert [entry.value for entry in entries] == [{"id": 1}, None, {"id": 3}]
    assert (entries[1].fault, entries[1].field) == (why, field)
    assert raw_text(entries[1].pairs)


def test_D2_a_rejected_record_keeps_its_own_words():
    entries = decode_list("far", b'[{"id": "1", "id": "2", "x": 1e999, "y": NaN}]')
    assert raw_text(entries[0].pairs) == '{"id": "1", "id": "2", "x": 1e999, "y": NaN}'


@pytest.mark.parametrize(
    "body,byte",
    [
        (b'[{"code": 006}]', 11),
        (b'[{"a": 1}', 9),
        (b'[{"a": 1},]', 10),
        (b"[]x", 2),
        (b"", 0),
        ('[{"a": "\u00e9\u00e9"}, {"code": 006}]'.encode(), 26),
        (b'[{"a": NaN}, {"code": 006}]', 23),
        (b"[" * 100_000, 1000),
        (b"'single'", 0),
    ],
)
def test_D2_what_is_not_JSON_stops_the_whole_answer_and_names_the_byte(body, byte):
    with pytest.raises(SourceError, match=rf"at byte {byte}\."):
        decode_list("far", body)


@pytest.mark.parametrize("body", [b'"text"', b"5", b"null", b'{"a": 1}', b"NaN"])
def test_D2_another_shape_is_a_failure_not_an_empty_list(body):
    with pytest.raises(SourceError):
        decode_list("far", body)


def test_D2_text_that_no_store_takes_is_made_storable():
    value = decode_list("far", b'[{"a": "x\\u0000y", "b": "\\ud800", "n": 123456789012345678901234567890}]')[0].value
    assert value == {"a": "x\ufffdy", "b": "\ufffd", "n": "123456789012345678901234567890"}


def test_a_byte_order_mark_is_passed_over():
    assert faults(b"\xef\xbb\xbf[1]") == [""]


def test_members_of_an_object_are_records():
    members = decode_object("far", b'{"requests": [{"id": 1}, {"id": NaN}], "one": {"id": 2}}')
    assert [entry.value for entry in member_list("far", members["requests"])] == [{"id": 1}, None]
    assert [entry.value for entry in member_list("far", members["one"])] == [{"id": 2}]


@given(some.lists(VALUES, max_size=5))
def test_reading_JSON_gives_as_many_records_and_the_same_again(values):
    body = json.dumps(values).encode()
    entries = decode_list("far", body)
    assert len(entries) == len(values)
    again = decode_list("far", json.dumps([entry.value for entry in entries]).encode())
    assert [entry.value for entry in again] == [entry.value for entry in entries]


@given(
    some.binary(max_size=60) | some.text(alphabet='[]{}",:0123456789.eE+-naNIfity\\u \n', max_size=60).map(str.encode)
)
def test_reading_any_bytes_raises_nothing_but_SourceError(body):
    for decode in (decode_list, decode_object):
        try:
            decode("far", body)
        except SourceError:
            pass


@pytest.mark.parametrize(
    "record,told",
    [
        (b'{"id": 7, "a": NaN}', {"id": 7, "a": None}),
        (b'{"id": "007", "a": 1, "a": 2}', {"id": "007", "a": None}),
        (b'{"id": "1", "id": "1"}', {"id": "1"}),
        (b'{"id": "1", "id": "2"}', {"id": None}),
        (b'{"id": "1", "id": "2", "id": "1"}', {"id": None}),
        (b'[{"id": "7", "a": {}}]', {"id": "7", "a": None}),
        (b'{"id": "7", "a": ' + b"[" * 100 + b"]" * 100 + b"}", {"id": "7", "a": "‹nested too deep›"}),
        (b'"7"', {}),
        (b"[7, 8]", {}),
    ],
)
def test_D2_what_is_beyond_doubt_in_a_bad_record_can_be_told(record, told):
    (entry,) = decode_list("far", b"[" + record + b"]")
    assert readable(entry) == told
