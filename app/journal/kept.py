"""What people keep under a name: filters of the queue, theirs or everybody's, and what they follow, at every desk."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.domain.person import DESK, Signed
from app.errors import PocError
from app.journal.encode import from_json, to_json, to_ms
from app.journal.engine import reading, writing
from app.journal.kept_tables import kept
from app.journal.store import Journal
from app.journal.trouble import trouble_named

EVERYBODY = ""
LONGEST = 80  # characters of a name
_MOST = 500  # of one person or of everybody
_c = kept.c


class What(StrEnum):
    """What is kept."""

    FILTER = "filter"
    FOLLOW = "follow"


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing kept. `person` is "" for everybody; `value` holds plain JSON values."""

    what: What
    name: str
    value: Mapping[str, Any] = field(default_factory=dict)
    person: str = EVERYBODY

    @property
    def is_shared(self) -> bool:
        """Whether everybody has it."""
        return self.person == EVERYBODY


def keep(
    journal: Journal, by: Signed, what: What, name: str, value: Mapping[str, Any], *, shared: bool = False
) -> None:
    """Keep something, in place of what had this name. Raises PocError for a bad name or role, JournalError."""
    name = name.strip()[:LONGEST]
    if not name:
        raise PocError(what.value, "it has no name.", "Give it one.")
    person = _person(by, shared)
    row = {"person": person, "what": what.value, "name": name}
    with trouble_named(), writing(journal.engine) as connection:
        count = sa.select(sa.func.count()).where(_c.person == person, _c.what == what.value, _c.name != name)
        if connection.execute(count).scalar_one() >= _MOST:
            raise PocError(what.value, "too many are kept.", "Remove some first.")
        connection.execute(kept.delete().where(*_same(row)))
        more = {"value": to_json(dict(value)), "changed_at": to_ms(journal.clock.now()), "by": by.person.id}
        connection.execute(kept.insert(), row | more)


def drop(journal: Journal, by: Signed, what: What, name: str, *, shared: bool = False) -> None:
    """Keep it no longer; one that is not kept is no fault. Raises PocError for a role that may not, JournalError."""
    row = {"person": _person(by, shared), "what": what.value, "name": name}
    with trouble_named(), writing(journal.engine) as connection:
        connection.execute(kept.delete().where(*_same(row)))


def all_kept(journal: Journal, by: Signed | None) -> tuple[Kept, ...]:
    """What everybody has, and what is this person's own, each by name."""
    people = [EVERYBODY, by.person.id] if by else [EVERYBODY]
    query = sa.select(kept).where(_c.person.in_(people)).order_by(_c.what, _c.person.desc(), _c.name)
    with trouble_named(), reading(journal.engine) as connection:
        rows = connection.execute(query).all()
    return tuple(Kept(What(r.what), r.name, from_json(r.value, {}), r.person) for r in rows if r.what in set(What))


def _person(by: Signed, shared: bool) -> str:
    if shared and by.person.role not in DESK:
        raise PocError(by.person.id, "keeps nothing for everybody.", "Keep it for yourself.")
    return EVERYBODY if shared else by.person.id


def _same(row: Mapping[str, str]) -> tuple[sa.ColumnElement[bool], ...]:
    return _c.person == row["person"], _c.what == row["what"], _c.name == row["name"]
