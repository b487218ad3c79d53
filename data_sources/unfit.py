"""Records of tables and feeds that cannot be taken: why, which field, and the raw text for whoever mends it."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from app.domain.kind import Kind
from app.domain.source import Rejected
from data_sources import personal
from data_sources.json_decode import Entry


class Unfit(Exception):
    """The record is rejected: why, and which field."""

    def __init__(self, reason: str, field: str) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


def rejection(
    source: str, entry: Entry, why: Unfit, of: Kind, when: datetime, name: str = "", public: Collection[str] = ()
) -> Rejected:
    """The rejection of a record. Without an id of its own it is named by its text, so that it is the same every time.

    `public` are keys that sound personal and are not.
    """
    raw = personal.redacted(entry.pairs, public)
    name = name or "#" + hashlib.sha256(raw.encode()).hexdigest()[:12]
    return Rejected(source, name, when, why.reason, why.field, raw, of)
