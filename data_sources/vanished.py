"""Figures a source no longer lists, though it listed everything: kept, and marked after three whole readings.

Source of rule: safety row H9, never on one reading. A source that shows only the newest periods withdraws nothing: what
is older than the oldest period of its name is out of its sight, not gone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import sqlalchemy as sa

from app.domain.indicator import Indicator
from app.domain.kind import FLAG_ORDER, Flag, Kind
from app.journal import tables
from app.journal.engine import reading
from app.journal.figure_rows import day_number
from app.journal.store import Journal
from app.journal.trouble import trouble_named
from data_sources.batch import Cursor

READINGS = 3
MOST_REFUSED = 0.01  # of the rows: a table of which more cannot be read says nothing of what is missing
MOST_REMEMBERED = 20_000
_GONE = 1 << FLAG_ORDER.index(Flag.GONE)


@dataclass
class Listing:
    """What a whole reading of a source listed: ids, and the oldest period of each name.

    `as_before`: the answer says what the last one said, so that what was missing then is missing still.
    """

    ids: set[str] = field(default_factory=set)
    since: dict[str, date] = field(default_factory=dict)
    rows: int = 0
    refused: int = 0
    as_before: bool = False

    def add(self, fact: object) -> None:
        """Take a figure that was listed; other facts do not matter here."""
        if isinstance(fact, Indicator):
            self.ids.add(fact.id)
            self.since[fact.name] = min(self.since.get(fact.name, fact.period_from), fact.period_from)

    @property
    def is_telling(self) -> bool:
        """Whether it may be asked what is missing from it."""
        return bool(self.ids) and self.refused <= self.rows * MOST_REFUSED


def vanished(journal: Journal, source: str, listing: Listing, cursor: Cursor) -> list[tuple[Kind, str]]:
    """Figures missing from three whole readings in a row; `cursor["missing"]` counts the others."""
    before: Mapping[str, int] = cursor.get("missing") or {}
    if listing.as_before:
        missing = set(before)
    elif listing.is_telling:
        missing = _missing(journal, source, listing)
    else:
        return []
    counts = {id_: before.get(id_, 0) + 1 for id_ in sorted(missing)[:MOST_REMEMBERED]}
    gone = [id_ for id_, count in counts.items() if count >= READINGS]
    cursor["missing"] = {id_: count for id_, count in counts.items() if count < READINGS}
    cursor["withdrawn"] = int(cursor.get("withdrawn") or 0) + len(gone)
    return [(Kind.INDICATOR, id_) for id_ in gone]


def _missing(journal: Journal, source: str, listing: Listing) -> set[str]:
    """Ids the journal knows as listed, of periods the source still shows, that were not in the listing."""
    h, v = tables.indicator_heads.c, tables.indicator_versions.c
    joined = tables.indicator_heads.join(tables.indicator_versions, v.v == h.v)
    query = sa.select(h.id, v.name, v.day_from).select_from(joined)
    query = query.where(h.source == source, v.flags.op("&")(_GONE) == 0)
    since = {name: day_number(day) for name, day in listing.since.items()}
    with trouble_named(), reading(journal.reads) as connection:
        rows = connection.execute(query)
        return {
            row.id
            for row in rows
            if row.id not in listing.ids and row.name in since and row.day_from >= since[row.name]
        }
