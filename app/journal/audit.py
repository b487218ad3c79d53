"""The audit chain: every action, sign-in and reveal in one row, whose hash holds the row before it.

A chain alone proves nothing against someone who can write all of it anew; that is what the printed head is for: an
anchor (number and hash, from a page or the system log) shows a cut tail or an old copy brought back.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal.acting_tables import audit
from app.journal.encode import from_ms
from app.journal.tables import commits

FIRST = "0" * 64
_c = audit.c
_SAID = ("seq", "at", "actor", "workstation", "action", "entity", "before", "after")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A row of the chain as somebody noted it outside the journal."""

    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """SEQ:HASH as it is printed. Raises ValueError."""
        number, _, digest = text.partition(":")
        if not number.isdigit() or len(digest) != 64:
            raise ValueError(f"no anchor: {text!r} (write its number, a colon and 64 hex digits)")
        return cls(int(number), digest)

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


def canonical(values: Mapping[str, Any]) -> str:
    """JSON with sorted keys and no space. Raises TypeError for a float, whose text is not one everywhere."""
    return json.dumps(_exact(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _exact(value: Any) -> Any:
    if isinstance(value, float):
        raise TypeError("the audit holds no floats")
    if isinstance(value, Mapping):
        return {str(key): _exact(one) for key, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list | tuple) else value


def append_audit(
    connection: Connection,
    at: int,
    actor: str,
    workstation: str,
    action: str,
    entity: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> Anchor:
    """Add a row inside a write transaction; `at` in ms. What it holds must be free of citizens' data."""
    head = head_of(connection) or Anchor(0, FIRST)
    row: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": at,
        "actor": actor,
        "workstation": workstation,
        "action": action,
        "entity": entity,
        "before": canonical(before) if before else "",
        "after": canonical(after) if after else "",
    }
    row["prev_hash"], row["hash"] = head.hash, _hash(head.hash, row)
    connection.execute(audit.insert(), row)
    return Anchor(row["seq"], row["hash"])


def head_of(connection: Connection) -> Anchor | None:
    """The newest row, None for an empty chain."""
    row = connection.execute(sa.select(_c.seq, _c.hash).order_by(_c.seq.desc()).limit(1)).first()
    return Anchor(row.seq, row.hash) if row else None


def head_at(connection: Connection, commit: int) -> Anchor | None:
    """The newest row at the time of a commit, None when the chain was empty. For pages that are printed of a commit."""
    n = commits.c
    then = sa.select(n.recorded_at).where(n.n == commit).scalar_subquery()
    row = connection.execute(sa.select(_c.seq, _c.hash).where(_c.at <= then).order_by(_c.seq.desc()).limit(1)).first()
    return Anchor(row.seq, row.hash) if row else None


def holds(connection: Connection, anchor: Anchor) -> bool:
    """Whether the chain has this row still; whether the rows before it agree says `verify_chain`."""
    return connection.execute(sa.select(_c.hash).where(_c.seq == anchor.seq)).scalar() == anchor.hash


def _hash(prev: str, row: Mapping[str, Any]) -> str:
    return sha256((prev + canonical({name: row[name] for name in _SAID})).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Verified:
    """What a look through the chain found; `wrong` is the first bad row's number, None when all agree."""

    rows: int
    head: Anchor | None
    wrong: int | None = None
    why: str = ""


def verify_chain(connection: Connection, anchor: Anchor | None = None) -> Verified:
    """Go through the whole chain; with an anchor, also whether the chain still holds it."""
    query = sa.select(audit).order_by(_c.seq).execution_options(yield_per=5_000)
    with connection.execute(query) as result:
        return _walked(map(dict, result.mappings()), anchor)


def _walked(rows: Iterable[Mapping[str, Any]], anchor: Anchor | None) -> Verified:
    head, held = Anchor(0, FIRST), anchor is None
    for row in rows:
        if row["seq"] != head.seq + 1:
            return Verified(head.seq, None, head.seq + 1, "missing")
        if row["prev_hash"] != head.hash or row["hash"] != _hash(head.hash, row):
            return Verified(head.seq, None, head.seq + 1, "changed")
        head = Anchor(row["seq"], row["hash"])
        held = held or head == anchor
    if not held and anchor is not None:
        return Verified(head.seq, head, anchor.seq, "not as noted")
    return Verified(head.seq, head if head.seq else None)


def audit_rows(connection: Connection, entity: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """The newest rows, of one entity or of all, newest first; times as UTC datetimes."""
    query = sa.select(audit).order_by(_c.seq.desc()).limit(limit)
    rows = connection.execute(query.where(_c.entity == entity) if entity else query).mappings()
    return [dict(row) | {"at": from_ms(row["at"])} for row in rows]
