"""Columns that come, go or change their type: noticed, shown with the source for a week, warned of once.

Source of rule: safety row H9 (schema drift: one warning with a sample) and wire formats 4.4 (compare `fields` with the
stored list each time).
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from data_sources.batch import Cursor
from data_sources.dates import from_text, utc_text

log = logging.getLogger(__name__)
SHOWN_FOR = timedelta(days=7)
"""How long a change is shown; after that the new columns are the known ones."""
MOST_NAMED = 8


def noticed(source: str, memory: Cursor, seen: Mapping[str, str], sample: str, now: datetime) -> list[str]:
    """Notes about columns (name to type) that are not as they were; `memory` keeps `fields` and `drift`.

    `sample` is the beginning of a record of now, without personal fields.
    """
    known = memory.get("fields")
    if known is None or known == dict(seen):
        memory |= {"fields": dict(seen), "drift": None}
        return []
    told, before = _difference(known, seen), memory.get("drift") or {}
    if before.get("told") != told:
        memory["drift"] = before = {"told": told, "at": utc_text(now), "sample": sample}
        log.warning("%s: %s For example: %s", source, told, sample)
    if now - from_text(before["at"]) > SHOWN_FOR:
        memory |= {"fields": dict(seen), "drift": None}
    return [f"{told} For example: {before['sample']}"]


def shown(memory: Cursor) -> list[str]:
    """The note that stands while nothing new was learnt of the columns."""
    drift = memory.get("drift")
    return [f"{drift['told']} For example: {drift['sample']}"] if drift else []


def _difference(known: Mapping[str, str], seen: Mapping[str, str]) -> str:
    parts = [
        ("new", [f"{name!r} ({seen[name]})" for name in seen if name not in known]),
        ("gone", [repr(name) for name in known if name not in seen]),
        ("changed", [f"{n!r} ({known[n]} to {seen[n]})" for n in seen if n in known and known[n] != seen[n]]),
    ]
    told = [f"{word} {', '.join(names[:MOST_NAMED])}" for word, names in parts if names]
    return f"The columns changed: {'; '.join(told) or 'another order'}."
