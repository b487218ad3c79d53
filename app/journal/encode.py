"""Small encodings shared by the streams: times as milliseconds, canonical JSON, content hashes."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from struct import Struct
from typing import Any

import msgspec

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_json = msgspec.json.Encoder(order="deterministic")
_encode = _json.encode
_signed_64 = Struct(">q").unpack


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware time, rounded down."""
    since = moment - _EPOCH
    return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000


def ms_or_none(moment: datetime | None) -> int | None:
    """`to_ms`, or None for no time."""
    return None if moment is None else to_ms(moment)


def from_ms(ms: int) -> datetime:
    """The UTC time of milliseconds since 1970; also before it."""
    return _EPOCH + timedelta(milliseconds=ms)


def time_or_none(ms: int | None) -> datetime | None:
    """`from_ms`, or None for no time."""
    return None if ms is None else from_ms(ms)


def to_json(value: Any) -> str:
    """Canonical JSON text (sorted keys); an empty container is the empty text."""
    return _json.encode(value).decode() if value else ""


def from_json(text: str | None, empty: Any) -> Any:
    """What `to_json` wrote; `empty` for the empty text."""
    return msgspec.json.decode(text) if text else empty


def content_hash(values: Sequence[Any]) -> int:
    """A signed 64-bit hash of a record's content; equal content, equal hash, on every machine."""
    number: int = _signed_64(blake2b(_encode(values), digest_size=8).digest())[0]
    return number
