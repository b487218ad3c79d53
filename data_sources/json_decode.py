"""JSON read strictly: what is not JSON stops the whole answer and names the byte, a bad record spoils only itself.

Source of rule: safety row D2. The answer is cut into records by msgspec; each record is then read by the standard
library, whose hooks see duplicate keys, numbers out of range and NaN.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import Any

import msgspec

from app.errors import SourceError
from data_sources.wire_text import LONGEST_ID, clean, storable_number

LONGEST_NUMBER = 300
DEEPEST_RECORD = 64
DEEPEST_ANSWER = 1_000
TOO_DEEP = "nested too deep"
_HIDDEN_DEPTH = f"‹{TOO_DEEP}›"
BOM = b"\xef\xbb\xbf"
_NOT_UTF8 = re.compile("[\udc80-\udcff]")  # where surrogateescape put bytes it could not read
_SPACE = b" \t\r\n"


class Pairs(list[tuple[str, Any]]):
    """An object as its pairs in order, duplicates included."""


@dataclass(frozen=True)
class Unusable:
    """A value that JSON or we do not allow, as it was written, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class Entry:
    """One record of an answer: its value, or why it cannot be used (`fault`, `field`). `pairs` is for its raw text."""

    value: Any
    pairs: Any
    fault: str = ""
    field: str = ""


class _Bad(Exception):
    def __init__(self, why: str, field: str) -> None:
        super().__init__(why)
        self.why, self.field = why, field


def decode_list(source: str, body: bytes) -> list[Entry]:
    """The records of an answer that is one list. Raises SourceError naming the byte when it is not JSON."""
    body = body.removeprefix(BOM)
    try:
        raws = msgspec.json.decode(body, type=list[msgspec.Raw])
    except msgspec.ValidationError:
        raise SourceError(source, "The answer is JSON, but no list.") from None
    except msgspec.DecodeError:
        return [_entry(pairs) for pairs in _whole(source, body, list)]
    except RecursionError:
        raise _too_deep(source, body) from None
    return [_raw_entry(bytes(raw)) for raw in raws]


def decode_object(source: str, body: bytes) -> dict[str, bytes | Any]:
    """The members of an answer that is one object, each still to be decoded (`member_list`, `member_value`)."""
    body = body.removeprefix(BOM)
    try:
        return {key: bytes(raw) for key, raw in msgspec.json.decode(body, type=dict[str, msgspec.Raw]).items()}
    except msgspec.ValidationError:
        raise SourceError(source, "The answer is JSON, but neither a list nor an object.") from None
    except msgspec.DecodeError:
        return dict(_whole(source, body, Pairs))
    except RecursionError:
        raise _too_deep(source, body) from None


def member_list(source: str, member: Any) -> list[Entry]:
    """A member of an object as records; a single item may come as an object instead of a list."""
    if isinstance(member, bytes):
        return decode_list(source, member) if starts_with(member, b"[") else [_raw_entry(member)]
    return [_entry(pairs) for pairs in (member if _is_list(member) else [member])]


def member_value(member: Any) -> Entry:
    """A member of an object as one value."""
    return _raw_entry(member) if isinstance(member, bytes) else _entry(member)


def readable(entry: Entry) -> dict[str, Any]:
    """What can be told of a record whatever is wrong with it: its value, or its scalars that are beyond doubt.

    A key that stands twice with different values tells nothing. A list of one is what it holds.
    """
    if isinstance(entry.value, dict):
        return entry.value
    pairs = entry.pairs
    while isinstance(pairs, list) and not isinstance(pairs, Pairs) and len(pairs) == 1:
        pairs = pairs[0]
    told: dict[str, Any] = {}
    for key, value in pairs if isinstance(pairs, Pairs) else ():
        is_clear = isinstance(value, str | int | float) and told.get(key, value) == value
        told[key] = clean(value) if is_clear and isinstance(value, str) else value if is_clear else None
    return told


def object_of(text: str) -> Any:
    """The object a text holds as JSON, or None."""
    try:
        entry = _entry(_DECODER.decode(text))
    except (json.JSONDecodeError, RecursionError):
        return None
    return entry.value if isinstance(entry.value, dict) else None


def starts_with(body: bytes, sign: bytes) -> bool:
    """Whether the first character that is no space is `sign`."""
    return body.removeprefix(BOM).lstrip(_SPACE)[:1] == sign


def raw_text(pairs: Any) -> str:
    """A record as JSON text again, duplicates and impossible numbers as they were written."""
    if isinstance(pairs, Unusable):
        return pairs.text
    if isinstance(pairs, Pairs):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {raw_text(v)}" for k, v in pairs) + "}"
    if isinstance(pairs, list):
        return "[" + ", ".join(map(raw_text, pairs)) + "]"
    return json.dumps(pairs, ensure_ascii=False)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and not isinstance(value, Pairs)


def _integer(text: str) -> int | Unusable:
    return int(text) if len(text) <= LONGEST_NUMBER else Unusable(text[:40] + "…", "number out of range")


def _float(text: str) -> float | Unusable:
    number = float(text)
    return number if math.isfinite(number) else Unusable(text[:40], "number out of range")


def _constant(text: str) -> Unusable:
    return Unusable(text, f"{text} is no JSON number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs, parse_int=_integer, parse_float=_float, parse_constant=_constant, strict=True
)


def _whole(source: str, body: bytes, expected: type) -> Any:
    """The second try by the standard library, which knows NaN and lone surrogates."""
    text = body.decode("utf-8", "surrogateescape")
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        byte = len(text[: error.pos].encode("utf-8", "surrogateescape"))
        raise SourceError(source, f"The answer is not JSON: {error.msg.removesuffix(' at')} at byte {byte}.") from None
    except RecursionError:
        raise _too_deep(source, body) from None
    if type(value) is not expected:
        raise SourceError(source, f"The answer is JSON, but no {'list' if expected is list else 'object'}.")
    return value


def _too_deep(source: str, body: bytes) -> SourceError:
    depth = 0
    for found in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', body):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(found[0], 0)
        if depth > DEEPEST_ANSWER:
            return SourceError(source, f"The answer is nested too deep at byte {found.start()}.")
    return SourceError(source, "The answer is nested too deep.")


def _raw_entry(raw: bytes) -> Entry:
    try:
        return _entry(_DECODER.decode(raw.decode("utf-8", "surrogateescape")))
    except RecursionError:
        return Entry(None, _HIDDEN_DEPTH, TOO_DEEP)


def _entry(pairs: Any) -> Entry:
    try:
        return Entry(_plain(pairs, "", 0), pairs)
    except _Bad as bad:
        return Entry(None, _shallow(pairs) if bad.why == TOO_DEEP else pairs, bad.why, bad.field)


def _shallow(pairs: Any) -> Any:
    """A record that is nested too deep without what is nested."""
    if not isinstance(pairs, Pairs):
        return _HIDDEN_DEPTH
    return Pairs((key, _HIDDEN_DEPTH if isinstance(value, list) else value) for key, value in pairs)


def _plain(value: Any, field: str, depth: int) -> Any:
    """The value in dicts and lists of storable scalars. Raises _Bad for what this record must not hold."""
    if isinstance(value, str):
        if not value.isascii() and _NOT_UTF8.search(value):
            raise _Bad("not UTF-8", field)
        return clean(value)
    if isinstance(value, Unusable):
        raise _Bad(value.why, field)
    if depth > DEEPEST_RECORD:
        raise _Bad(TOO_DEEP, field)
    if isinstance(value, Pairs):
        return _unique(value, field, depth)
    if isinstance(value, list):
        return [_plain(one, field, depth + 1) for one in value]
    return storable_number(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _unique(pairs: Pairs, field: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Bad("duplicate key", key)
        found[key] = _plain(value, field or key, depth + 1)
    return found if all(map(str.isascii, found)) else {clean(key, LONGEST_ID): v for key, v in found.items()}
