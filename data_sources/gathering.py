"""What one poll of a table or a feed has gathered, on its way into a batch."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.domain.complaint import Personal
from app.domain.kind import Kind
from app.domain.source import Rejected
from data_sources.batch import Batch, Cursor, PolledFact
from data_sources.json_decode import Entry, readable
from data_sources.unfit import Unfit, rejection
from data_sources.vanished import Listing

MOST_NOTES = 20


@dataclass
class Gathering:
    """Facts and rejections by kind and id: of one id in a batch the last version stays, and that is told.

    `began` dates rejections that have no time of their own: when the source was first seen, so that one bad record is
    the same at every poll. `public` are keys that sound personal and are not.
    """

    source: str
    began: datetime
    public: Collection[str] = ()
    facts: dict[tuple[Kind, str], PolledFact] = field(default_factory=dict)
    rejected: dict[tuple[Kind, str], Rejected] = field(default_factory=dict)
    personal: dict[str, Personal] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    clashes: int = 0
    skew_s: float | None = None

    def each(self, entries: Iterable[Entry], of: Kind, read: Callable[[dict[str, Any]], None], id_field: str) -> None:
        """Read every record; one that cannot be read is rejected with its reason and spoils no other."""
        for entry in entries:
            try:
                if entry.fault or not isinstance(entry.value, dict):
                    raise Unfit(entry.fault or "no object", entry.field)
                read(entry.value)
            except Unfit as unfit:
                name = str(readable(entry).get(id_field) or "")[:200] if id_field else ""
                told = rejection(self.source, entry, unfit, of, self.began, name, self.public)
                self.rejected[of, told.id] = told

    def keep(self, fact: PolledFact, private: Personal | None = None) -> None:
        """Take a fact, and what came with it that is personal."""
        before = self.facts.get((fact.kind, fact.id))
        self.clashes += before is not None and before != fact
        self.facts[fact.kind, fact.id] = fact
        if private:
            known = self.personal.get(private.id)
            self.personal[private.id] = replace(private, fields={**(known.fields if known else {}), **private.fields})

    def batch(
        self,
        cursor: Cursor,
        *,
        more: bool,
        complete_live: bool,
        behind: bool = False,
        listing: Listing | None = None,
    ) -> Batch:
        """Everything taken, with the cursor that belongs to it."""
        return Batch(
            facts=list(self.facts.values()),
            next_cursor=cursor,
            rejected=list(self.rejected.values()),
            personal=list(self.personal.values()),
            more=more,
            notes=[*self.notes, *self._clashes()][:MOST_NOTES],
            complete_live=complete_live,
            skew_s=self.skew_s,
            behind=behind,
            listing=listing,
        )

    def _clashes(self) -> list[str]:
        count = self.clashes
        return [f"{count} records name the same figure as another one; the last one stands."] if count else []


def counted(many: Iterable[Mapping[str, int]]) -> list[str]:
    """Notes about rows that were left out, summed over the pages of a table."""
    total = sum(map(Counter, many), Counter[str]())
    return [f"{count} {what} were left out." for what, count in sorted(total.items())]
