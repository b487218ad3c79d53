"""A citizen's own data, taken out of what we keep and show.

Source of rule: safety row H9. Keys that contain name, phone, mail, account, device or contact are personal, unless
the protocol itself gives them another meaning (`service_name`, a vehicle's `name`).
"""

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from data_sources.json_decode import Pairs, raw_text
from data_sources.wire_text import clean, is_empty, text_of

HIDDEN = "‹personal›"
LONGEST_RAW = 2_000
_PERSONAL = re.compile("name|phone|mail|account|device|contact", re.IGNORECASE)


def is_personal(key: str, public: Collection[str] = ()) -> bool:
    """Whether a key holds a citizen's data."""
    return key not in public and _sounds_personal(key)


@lru_cache(maxsize=4_096)
def _sounds_personal(key: str) -> bool:
    return bool(_PERSONAL.search(key))


def split(extras: Mapping[str, Any], public: Collection[str] = ()) -> tuple[dict[str, Any], dict[str, str]]:
    """The extras without personal keys at any depth, and the personal ones by their dotted path."""
    personal: dict[str, str] = {}
    kept = _without(dict(extras), "", public, personal)
    return kept, personal


def _without(value: Any, path: str, public: Collection[str], personal: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_without(one, f"{path}.{i}", public, personal) for i, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        where = f"{path}.{key}".lstrip(".")
        if not is_personal(key, public):
            kept[key] = _without(inner, where, public, personal)
        elif not is_empty(inner):
            personal[where] = _flat(inner)
    return kept


def _flat(value: Any) -> str:
    return clean(raw_text(value)) if isinstance(value, list | dict) and not text_of(value) else text_of(value)


def redacted(record: Any, public: Collection[str] = ()) -> str:
    """The raw text of a rejected record: personal fields replaced, at most 2,000 characters."""
    return clean(raw_text(_hidden(record, public)), LONGEST_RAW)


def _hidden(value: Any, public: Collection[str]) -> Any:
    if isinstance(value, dict):
        value = Pairs(value.items())
    if isinstance(value, Pairs):
        return Pairs((k, HIDDEN if is_personal(k, public) else _hidden(v, public)) for k, v in value)
    if isinstance(value, list):
        return [_hidden(one, public) for one in value]
    return value
