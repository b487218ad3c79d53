"""XML read strictly (safety row D3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.errors import SourceError
from data_sources import xml_decode
from data_sources.xml_decode import decode_xml

LAUGHS = b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><services><service>&b;</service></services>'


@pytest.mark.parametrize(
    "body",
    [
        LAUGHS,
        b'<!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/passwd">]><services>&x;</services>',
        b"<!DOCTYPE services><services/>",
        b'<!DOCTYPE s SYSTEM "http://127.0.0.1/s.dtd"><services/>',
    ],
)
def test_D3_a_doctype_is_refused(body):
    with pytest.raises(SourceError, match="DOCTYPE"):
        decode_xml("far", body)


def test_D3_the_entity_bomb_among_the_fixtures_is_refused(recorded):
    with pytest.raises(SourceError, match="DOCTYPE"):
        decode_xml("far", recorded("hostile/cap_xee.cap"))


def test_D3_deep_nesting_is_refused():
    with pytest.raises(SourceError, match="too deep"):
        decode_xml("far", b"<a>" * 200_000 + b"</a>" * 200_000)


def test_D3_an_old_expat_is_refused(monkeypatch):
    monkeypatch.setattr(xml_decode.pyexpat, "version_info", (2, 4, 0))
    with pytest.raises(SourceError, match="too old"):
        decode_xml("far", b"<services/>")


@pytest.mark.parametrize(
    "body,byte", [(b"<a><b></a>", 8), (b"<a>&x;</a>", 3), (b"", 0), (b"text", 0), (b"<a/><b/>", 4)]
)
def test_D3_what_is_not_XML_names_the_byte(body, byte):
    with pytest.raises(SourceError, match=rf"at byte {byte}\."):
        decode_xml("far", body)


def test_a_tree_by_local_names_with_lists_where_they_repeat():
    body = b'<s:services xmlns:s="urn:x"><service id="1"><c>1</c><c> 2 </c><d/></service></s:services>'
    assert decode_xml("far", body) == ("services", {"service": {"c": ["1", "2"], "d": ""}})


def test_a_charset_override_beats_what_the_answer_says():
    body = '<?xml version="1.0" encoding="utf-8"?><a>caf\u00e9 \u2019</a>'.encode("cp1252")
    assert decode_xml("far", body, "windows-1252") == ("a", "caf\u00e9 \u2019")
    with pytest.raises(SourceError):
        decode_xml("far", body)
    with pytest.raises(SourceError, match="not utf-8 at byte"):
        decode_xml("far", body, "utf-8")


def test_a_declared_charset_is_honoured():
    assert (
        decode_xml("far", '<?xml version="1.0" encoding="windows-1252"?><a>\u2019</a>'.encode("cp1252"))[1] == "\u2019"
    )


@pytest.mark.parametrize("declared", ["nonsense", "utf-7", "idna", "hex"])
def test_an_unknown_charset_is_a_failure(declared):
    with pytest.raises(SourceError):
        decode_xml("far", f'<?xml version="1.0" encoding="{declared}"?><a>x</a>'.encode())


@given(some.binary(max_size=60) | some.text(alphabet='<>/&;ab "=!?-[]x', max_size=60).map(str.encode))
def test_reading_any_bytes_raises_nothing_but_SourceError(body):
    try:
        decode_xml("far", body)
    except SourceError:
        pass
