"""A citizen's own data stay apart (safety row H9), and photo addresses are only addresses (X3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data_sources.json_decode import decode_list
from data_sources.open311_media import read_media
from data_sources.personal import HIDDEN, redacted, split
from data_sources.wire_text import clean, text_of

BASE = "https://api.bekasi.example.id/open311/v2"


def test_H9_personal_keys_are_split_off_at_any_depth():
    extras = {"first_name": "Siti", "zipcode": "17111", "extended": {"Phone": 62811, "ward": "1"}, "e_mail": ""}
    extras["attributes"] = [{"code": "A", "contact": {"a": "x", "b": 1}}]
    kept, personal = split(extras)
    assert kept == {"zipcode": "17111", "extended": {"ward": "1"}, "attributes": [{"code": "A"}]}
    assert personal == {"first_name": "Siti", "extended.Phone": "62811", "attributes.0.contact": '{"a": "x", "b": 1}'}


def test_H9_the_raw_text_of_a_rejected_record_hides_them():
    raw = decode_list("far", b'[{"service_name": "Jalan", "email": "a@b", "email": "c@d", "x": {"account_id": 7}}]')
    text = redacted(raw[0].pairs, {"service_name"})
    assert (
        text
        == f'{{"service_name": "Jalan", "email": "{HIDDEN}", "email": "{HIDDEN}", "x": {{"account_id": "{HIDDEN}"}}}}'
    )


def test_H9_raw_text_ends_at_2000_characters():
    assert len(redacted({"description": "x" * 9_000})) == 2_000


@pytest.mark.parametrize(
    "told,kept",
    [
        ("http://foto.example.id/1.jpg ", ("http://foto.example.id/1.jpg",)),
        ("/foto/1.jpg", ("https://api.bekasi.example.id/foto/1.jpg",)),
        ("foto/1.jpg", ("https://api.bekasi.example.id/open311/v2/foto/1.jpg",)),
        (["http://a.id/1", "http://a.id/2", "http://a.id/1", ""], ("http://a.id/1", "http://a.id/2")),
        ("//cdn.example.id/1.jpg", ("https://cdn.example.id/1.jpg",)),
        ("", ()),
        (None, ()),
    ],
)
def test_media_addresses_are_made_whole(told, kept):
    assert read_media(told, BASE) == (kept, [])


@pytest.mark.parametrize(
    "told",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:x",
        "file:///etc/passwd",
        "poc://app/event",
        "ftp://a/b",
        "http://",
        "http://[",
        "vbscript:x",
        "blob:https://a/b",
        "http:///x",
        "data:text/html,<script>alert(1)</script>",
    ],
)
def test_X3_other_addresses_are_refused_and_told(told):
    kept, refused = read_media(told, BASE)
    assert kept == ()
    assert len(refused) == 1


def test_X3_a_photo_inside_the_record_is_not_kept():
    assert read_media("data:image/jpeg;base64,AAAA" + "B" * 100_000, BASE) == ((), ["data:image/jpeg;base64"])


@given(some.text() | some.lists(some.text(), max_size=5))
def test_X3_any_text_is_a_web_address_or_refused(told):
    kept, _ = read_media(told, BASE)
    assert all(address.startswith(("http://", "https://")) for address in kept)


@given(some.text())
def test_clean_text_is_storable_and_stays_as_it_is(text):
    cleaned = clean(text, 50)
    assert cleaned == clean(cleaned, 50)
    assert len(cleaned) <= 50
    assert "\x00" not in cleaned.encode().decode()


@pytest.mark.parametrize("value", ["", None, [], {}, [""], [[], None]])
def test_every_kind_of_empty_is_empty(value):
    assert text_of(value) == ""


def test_scalars_come_out_of_their_wrapping():
    assert text_of([["x"]]) == "x"
    assert text_of({"recipient": ["Dinas A", "Dinas B"]}) == "Dinas A, Dinas B"
    assert (text_of(True), text_of(638344), text_of(12345678901234567890123)) == (
        "true",
        "638344",
        "12345678901234567890123",
    )
