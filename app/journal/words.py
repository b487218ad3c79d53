"""The words of each complaint in one text without case: a search reads this small table, not every version.

A row is written in the transaction that moves the complaint's head, and can be made again from the streams. Folding
(`str.casefold`) goes letter by letter, so a piece of the original is always a piece of the folded text.
"""

from collections.abc import Iterator, Sequence
from operator import itemgetter

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.bulk import fetch, insert_new
from app.journal.copying import Row

PIECE = 20_000  # keys at a time; no journal is ever held in memory
BETWEEN = "\n"  # no searched word holds it: nothing is found across two fields
_FIELDS = ("title", "description", "address", "service_name")
_v, _h, _w = tables.complaint_versions.c, tables.complaint_heads.c, tables.complaint_words.c
_said = itemgetter(*([c.name for c in _v].index(name) - [c.name for c in _v].index("id") - 1 for name in _FIELDS))


def complaint_words(id_: str, content: Row) -> str:
    """The words of a complaint by its id and content (`rows.complaint_content`)."""
    return BETWEEN.join((*_said(content), id_)).casefold()


def fill(connection: Connection) -> int:
    """Make the words of every complaint again from its standing version; how many."""
    connection.execute(tables.complaint_words.delete())
    made = 0
    for rows in _standing(connection, with_stored=False):
        insert_new(connection, tables.complaint_words, [(row[0], _words(row)) for row in rows])
        made += len(rows)
    return made


def count_wrong(connection: Connection) -> int:
    """How many complaints have no words or others than they should, and how many words are of no complaint."""
    wrong: int = sum(row[-1] != _words(row) for rows in _standing(connection, with_stored=True) for row in rows)
    orphans = sa.select(sa.func.count()).select_from(tables.complaint_words)
    lost: int = connection.execute(orphans.where(_w.key.not_in(sa.select(_h.key)))).scalar_one()
    return wrong + lost


def _words(row: Row) -> str:
    return BETWEEN.join(row[1:6]).casefold()


def _standing(connection: Connection, *, with_stored: bool) -> Iterator[Sequence[Row]]:
    """Key, the searched fields and the id of every complaint, and its stored words if wanted; in pieces by key."""
    joined = tables.complaint_heads.join(tables.complaint_versions, _v.v == _h.v)
    columns = [_h.key, *(_v[name] for name in _FIELDS), _h.id]
    if with_stored:
        joined, columns = joined.outerjoin(tables.complaint_words, _w.key == _h.key), [*columns, _w.words]
    query, last = sa.select(*columns).select_from(joined).order_by(_h.key).limit(PIECE), 0
    while rows := fetch(connection.execute(query.where(_h.key > last))):
        yield rows
        last = rows[-1][0]
