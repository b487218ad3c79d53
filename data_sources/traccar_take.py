"""What one poll of a Traccar source has gathered, on its way into a batch."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.domain.complaint import Personal
from app.domain.kind import Kind
from app.domain.source import Rejected
from app.domain.vehicle import Position
from data_sources.batch import Batch, Cursor, PolledFact
from data_sources.json_decode import Entry
from data_sources.traccar_record import RecordReader, Unfit

MOST_NOTES = 20


@dataclass
class Taking:
    """Facts and rejections by kind and id: of one id in a batch the last version stays."""

    reader: RecordReader
    now: datetime
    facts: dict[tuple[Kind, str], PolledFact] = field(default_factory=dict)
    rejected: dict[tuple[Kind, str, str], Rejected] = field(default_factory=dict)
    personal: dict[str, Personal] = field(default_factory=dict)
    gone: list[tuple[Kind, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    skew_s: float | None = None

    def each(self, entries: Iterable[Entry], of: Kind, read: Callable[[dict[str, Any]], None]) -> None:
        """Read every record; one that cannot be read is rejected and spoils no other."""
        for entry in entries:
            if entry.fault or not isinstance(entry.value, dict):
                self._reject(entry, entry.fault or "no object", entry.field, of)
                continue
            try:
                read(entry.value)
            except Unfit as unfit:
                self._reject(entry, unfit.reason, unfit.field, of)

    def keep(self, fact: PolledFact, private: Personal | None = None) -> None:
        """Take a fact, and what came with it that is personal. Some servers number no fix: all bear the same id."""
        name = f"{fact.id} {fact.vehicle} {fact.valid_at}" if isinstance(fact, Position) else fact.id
        self.facts[fact.kind, name] = fact
        if private:
            before = self.personal.get(private.id)
            both = {**(before.fields if before else {}), **private.fields}
            self.personal[private.id] = replace(private, fields=both)

    def batch(self, cursor: Cursor, *, more: bool, complete_live: bool) -> Batch:
        """Everything taken, with the cursor that belongs to it."""
        return Batch(
            facts=list(self.facts.values()),
            next_cursor=cursor,
            rejected=list(self.rejected.values()),
            personal=list(self.personal.values()),
            more=more,
            notes=self.notes[:MOST_NOTES],
            complete_live=complete_live,
            gone=self.gone,
            skew_s=self.skew_s,
            behind=bool(cursor.get("gaps")),
        )

    def _reject(self, entry: Entry, reason: str, name: str, of: Kind) -> None:
        rejected = self.reader.rejected(entry, reason, name, of, self.now)
        self.rejected[of, rejected.id, rejected.raw] = rejected
