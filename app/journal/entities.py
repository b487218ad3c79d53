"""Appending versions of entities: what says nothing new makes no row, what comes late takes its place in history.

An entity is (source, id, incarnation): a source may give an old id to another complaint (safety H9).
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Flag, Kind, flag_bits
from app.journal.bulk import ask_many, insert_new, last, update_text
from app.journal.copying import Row
from app.journal.encode import to_ms
from app.journal.heads import Head, is_other, read_heads, write_heads

_REUSED = flag_bits((Flag.REUSED.value,))
_LEADING = 7  # columns of a version ahead of its content: v, key, commit_n, valid_at, hash, source, id


@dataclass(frozen=True)
class EntityStream:
    """A stream of versions of entities with one head an entity."""

    kind: Kind
    heads: sa.Table
    versions: sa.Table
    to_content: Callable[[Any], Row]
    """What a fact says, as the version's columns after `id`."""
    to_hash: Callable[[Row], int]
    to_extra: Callable[[Row], Row]
    """What of a content its head holds too."""
    of: Callable[[Any], Any]
    words: sa.Table | None = None
    """Where the words of each entity are kept for the search."""
    to_words: Callable[[str, Row], str] | None = None
    """The words of an entity by its id and content."""

    def append(self, connection: Connection, commit: int, facts: Sequence[Any]) -> int:
        """Store the facts that say something new; how many did."""
        if not facts:
            return 0
        work = _Work(self, connection, commit)
        for source, mine in by_source(facts).items():
            work.take(source, mine)
        return work.write()


class _Fact(NamedTuple):
    """A fact as it would be stored."""

    valid_at: int
    hash: int
    id: str
    content: Row


def by_source(facts: Sequence[Any]) -> dict[str, list[Any]]:
    """Facts by who told them, in the order they came."""
    found: dict[str, list[Any]] = {}
    for fact in facts:
        found.setdefault(fact.source, []).append(fact)
    return found


class _Work:
    """One append to one entity stream: reads the heads once, decides in memory, writes in bulk."""

    def __init__(self, stream: EntityStream, connection: Connection, commit: int) -> None:
        self.stream, self.connection, self.commit = stream, connection, commit
        self.next_key = last(connection, stream.heads.c.key) + 1
        self.next_v = last(connection, stream.versions.c.v) + 1
        names = [c.name for c in stream.versions.columns][_LEADING:]
        self.flags_at = names.index("flags") if "flags" in names else None
        self.can_be_reused = stream.kind is Kind.COMPLAINT
        self.is_touched = stream.kind is Kind.VEHICLE
        self.to_extra = stream.to_extra
        self.strangers: list[Row] = []  # head rows of entities told for the first time, and once
        self.new: list[Head] = []
        self.changed: dict[int, Head] = {}
        self.standing: dict[int, tuple[str, Row]] = {}  # by key: id and content of what stands now
        self.versions: list[Row] = []
        self.known: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)  # by key: instant and content

    def take(self, source: str, facts: Sequence[Any]) -> None:
        """Decide about the facts of one source, oldest first."""
        made = self._made(facts)
        ids = {fact.id for fact in made}
        heads = read_heads(self.connection, self.stream.heads, source, ids)
        self._read_what_is_known(made, heads)
        has_twins = len(ids) < len(made)
        if not heads and not has_twins:
            self._store_strangers(source, made)
            return
        for fact in made:
            many = heads.get(fact.id)
            head = self._head_of(many, fact) if many else None
            if head is None:
                heads.setdefault(fact.id, []).append(self._store_first(source, fact, len(many or ())))
                continue
            if _repeats(fact, head):
                self._touch(head, fact)
                continue
            if fact.valid_at <= head.valid_at and self._is_old_news(head, fact, made):
                continue
            if has_twins:
                self.known[head.key] |= {(head.valid_at, head.hash), (fact.valid_at, fact.hash)}
            self._store(head, fact)

    def _made(self, facts: Sequence[Any]) -> list[_Fact]:
        to_content, to_hash = self.stream.to_content, self.stream.to_hash
        contents = list(map(to_content, facts))
        times = [to_ms(fact.valid_at) for fact in facts]
        made = list(map(_Fact, times, map(to_hash, contents), map(attrgetter("id"), facts), contents))
        made.sort(key=itemgetter(0))
        return made

    def _read_what_is_known(self, facts: Sequence[_Fact], heads: dict[str, list[Head]]) -> None:
        """Read in bulk the versions that facts of the past may repeat."""
        late = {
            head.key
            for fact in (facts if heads else ())
            for head in heads.get(fact.id, ())
            if fact.valid_at <= head.valid_at and not _repeats(fact, head)
        }
        c = self.stream.versions.c
        query = sa.select(c.key, c.valid_at, c.hash)
        rows = ask_many(self.connection, lambda among: query.where(among(c.key)), sorted(late), sa.BigInteger())
        for key, valid_at, hash_ in rows:
            self.known[key].add((valid_at, hash_))

    def _is_old_news(self, head: Head, fact: _Fact, told: Sequence[_Fact]) -> bool:
        """A late version we have; or one of several of one instant that are told together again and again.

        A record without news at its instant was never stored: the version before that instant says the same.
        """
        known = self.known[head.key]
        if (fact.valid_at, fact.hash) not in known:
            before = max((one for one in known if one[0] < fact.valid_at), default=None, key=itemgetter(0))
            if before is None or before[1] != fact.hash:
                return False
        return fact.valid_at < head.valid_at or any(f.hash == head.hash and f.id == head.id for f in told)

    def _head_of(self, heads: list[Head], fact: _Fact) -> Head | None:
        """The incarnation this record speaks of, the newest first; None when it is an entity we do not know."""
        if not self.can_be_reused:
            return heads[-1]
        if heads[-1].hash == fact.hash:
            return heads[-1]
        place = self.to_extra(fact.content)
        for head in reversed(heads):
            if head.hash == fact.hash or not is_other(head.extra, place):
                return head
        return None

    def _store_strangers(self, source: str, facts: Sequence[_Fact]) -> None:
        """First versions of entities nobody knows: there is nothing to decide, so no head is made for each."""
        commit, to_extra, key, v = self.commit, self.to_extra, self.next_key, self.next_v
        self.versions += [
            (i, key + i - v, commit, valid_at, hash_, source, id_, *content)
            for i, (valid_at, hash_, id_, content) in enumerate(facts, v)
        ]
        self.strangers += [
            (i, source, id_, 0, v + i - key, valid_at, hash_, *to_extra(content))
            for i, (valid_at, hash_, id_, content) in enumerate(facts, key)
        ]
        self.standing.update({i: (fact.id, fact.content) for i, fact in enumerate(facts, key)})
        self.next_key, self.next_v = key + len(facts), v + len(facts)

    def _store_first(self, source: str, fact: _Fact, incarnation: int) -> Head:
        """The first version of an entity we did not know."""
        valid_at, hash_, id_, content = fact
        if incarnation:
            content = self._reused(content)
        key, v, extra = self.next_key, self.next_v, self.to_extra(content)
        self.versions.append((v, key, self.commit, valid_at, hash_, source, id_, *content))
        head = Head(key, source, id_, incarnation, v, valid_at, hash_, extra)
        self.new.append(head)
        self.standing[key] = id_, content
        self.next_key, self.next_v = key + 1, v + 1
        return head

    def _store(self, head: Head, fact: _Fact) -> None:
        """One more version of an entity we know."""
        valid_at, hash_, id_, content = fact
        if head.incarnation:
            content = self._reused(content)
        self.versions.append((self.next_v, head.key, self.commit, valid_at, hash_, head.source, id_, *content))
        if valid_at < head.valid_at:
            self._touch(head, fact)
        else:
            self.changed[head.key] = head
            self.standing[head.key] = id_, content
            head.extra = self._spoken(head, self.to_extra(content))
            head.v, head.valid_at, head.hash = self.next_v, valid_at, hash_
        self.next_v += 1

    def _reused(self, content: Row) -> Row:
        i = self.flags_at
        return content if i is None else (*content[:i], content[i] | _REUSED, *content[i + 1 :])

    def _spoken(self, head: Head, extra: Row) -> Row:
        """A vehicle's last word never goes back in time."""
        return max(extra, head.extra, key=_when) if self.is_touched else extra

    def _touch(self, head: Head, fact: _Fact) -> None:
        """A vehicle that spoke without news: its head learns when."""
        extra = self._spoken(head, self.to_extra(fact.content)) if self.is_touched else head.extra
        if extra != head.extra:
            head.extra = extra
            self.changed[head.key] = head

    def write(self) -> int:
        """Write what was decided; how many versions."""
        insert_new(self.connection, self.stream.versions, self.versions)
        new = self.strangers + [head.as_row() for head in self.new]
        fresh = {row[0] for row in new}
        changed = [head for key, head in self.changed.items() if key not in fresh]
        write_heads(self.connection, self.stream.heads, new, changed)
        self._write_words(fresh)
        return len(self.versions)

    def _write_words(self, fresh: set[int]) -> None:
        table, to_words = self.stream.words, self.stream.to_words
        if table is None or to_words is None:
            return
        words = [(key, to_words(*said)) for key, said in self.standing.items()]
        insert_new(self.connection, table, [row for row in words if row[0] in fresh])
        update_text(self.connection, table, [row for row in words if row[0] not in fresh])


def _repeats(fact: _Fact, head: Head) -> bool:
    return head.hash == fact.hash and fact.valid_at >= head.valid_at


def _when(extra: Row) -> int:
    return extra[0] if extra and extra[0] is not None else -(2**62)
