"""Appending readings: a value we have makes no row; a corrected one stands beside the old under its own commit."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.domain.reading import Reading
from app.journal import figure_rows, tables
from app.journal.bulk import fetch, insert_new
from app.journal.copying import Row
from app.journal.encode import content_hash, to_ms
from app.journal.entities import EntityStream, by_source
from app.journal.heads import read_heads
from app.journal.rows import no_extra


class _Named:
    """A reading as a word about its series: told under the series' own id."""

    __slots__ = ("fact", "id", "source", "valid_at")

    def __init__(self, fact: Reading) -> None:
        self.fact, self.id, self.source, self.valid_at = fact, fact.series, fact.source, fact.valid_at


def _content(named: _Named) -> Row:
    return figure_rows.series_content(named.fact)


SERIES = EntityStream(
    Kind.READING, tables.series_heads, tables.series_versions, _content, content_hash, no_extra, lambda row: row
)
_VALUE = slice(4, 6)  # of a row: value and flags


def append_readings(connection: Connection, commit: int, facts: Sequence[Reading]) -> int:
    """Store the readings that say something new; how many did."""
    new: list[Row] = []
    for source, mine in by_source(facts).items():
        keys = _series_keys(connection, commit, source, mine)
        made = {
            (keys[fact.series], at := to_ms(fact.valid_at)): figure_rows.reading_row(
                fact, keys[fact.series], commit, at
            )
            for fact in mine
        }
        known = _known(connection, made)
        new += [row for key, row in made.items() if known.get(key) != row[_VALUE]]
    insert_new(connection, tables.readings, sorted(new, key=lambda row: row[:3]))
    return len(new)


def _series_keys(connection: Connection, commit: int, source: str, facts: Sequence[Reading]) -> dict[str, int]:
    """The keys of the series, once what is new about them is stored; the newest reading describes its series."""
    newest: dict[str, Reading] = {}
    for fact in sorted(facts, key=lambda fact: fact.valid_at):
        newest[fact.series] = fact
    SERIES.append(connection, commit, [_Named(fact) for fact in newest.values()])
    heads = read_heads(connection, tables.series_heads, source, newest)
    return {id_: many[-1].key for id_, many in heads.items()}


def _known(connection: Connection, made: dict[tuple[int, int], Row]) -> dict[tuple[int, int], Any]:
    """What stands at the instants of new rows: value and flags of the last one recorded."""
    r = tables.readings.c
    found: dict[tuple[int, int], Any] = {}
    for series in {key for key, _ in made}:
        times = [at for key, at in made if key == series]
        query = sa.select(r.series, r.valid_at, r.commit_n, r.ref, r.value, r.flags)
        query = query.where(r.series == series, r.valid_at.between(min(times), max(times))).order_by(r.commit_n)
        found |= {(row[0], row[1]): row[_VALUE] for row in fetch(connection.execute(query))}
    return found
