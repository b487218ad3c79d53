"""Rows of a CKAN table into figures."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.domain.kind import Kind
from app.settings import CityFile, SourceSpec
from data_sources import personal
from data_sources.ckan_answer import Rows
from data_sources.ckan_options import Options
from data_sources.columns import Columns, find_columns
from data_sources.figures import FigureReader
from data_sources.gathering import Gathering
from data_sources.json_decode import Entry, raw_text
from data_sources.vanished import Listing

PUBLIC = frozenset({"name"})
_NUMBERS = ("int", "float", "double", "numeric", "real", "serial", "money")
MOST_SHOWN = 200


class Taker:
    """Turns the rows of one table into figures."""

    def __init__(self, spec: SourceSpec, city: CityFile, options: Options) -> None:
        self._options, self._source = options, spec.id
        self._reader = FigureReader(spec, city, options.how, options.zone)

    def take(self, rows: Rows, gathering: Gathering, now: datetime) -> None:
        """Read every row. Raises SourceError when a column the figures hang on is not there."""
        columns = self.columns(rows)
        if columns is None:
            return
        types = {name.strip(): kind.casefold() for name, kind in rows.fields.items()}
        told_by = {t: types.get(header.strip(), "") for t, header in columns.targets.items()}
        is_number = any(word in told_by.get("value", "") for word in _NUMBERS)

        def read(record: dict[str, Any]) -> None:
            if why := columns.left_out(record):
                gathering.left_out[why] += 1
                return
            extra = columns.unasked(record)
            for row in columns.rows(record):
                told, labels = columns.told(row)
                notation = "en" if is_number else self._options.notation
                gathering.keep(self._reader.indicator(told, labels, now, notation=notation, extra=extra))

        gathering.each(rows.entries, Kind.INDICATOR, read, columns.targets.get("id", "_id"))

    def enlist(self, rows: Rows, listing: Listing, now: datetime, taken: Gathering | None = None) -> None:
        """Add what rows list, whether they are new or not; `taken` when they were just read."""
        seen = taken or Gathering(self._source, now, PUBLIC)
        if taken is None:
            self.take(rows, seen, now)
        for fact in seen.facts.values():
            listing.add(fact)
        listing.rows += len(rows.entries)
        listing.refused += len(seen.rejected)

    def columns(self, rows: Rows) -> Columns | None:
        """The columns of an answer; None for one without rows and without a word about its columns."""
        first = next((entry.value for entry in rows.entries if isinstance(entry.value, dict)), None)
        headers = list(first) if first else list(rows.fields)
        return find_columns(self._source, self._options, headers) if headers else None


def digest_of(entries: Sequence[Entry]) -> str:
    """What tells a page that says the same from one that does not."""
    found = hashlib.blake2b(digest_size=8)
    for entry in entries:
        found.update(raw_text(entry.pairs).encode("utf-8", "replace"))
    return found.hexdigest()


def sample_of(entries: Sequence[Entry]) -> str:
    """The beginning of a record, without personal fields."""
    return personal.redacted(entries[0].pairs, PUBLIC)[:MOST_SHOWN] if entries else "no rows"
