"""What one poll of an Open311 source has gathered, on its way into a batch."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from app.domain.complaint import Complaint, Personal, State
from app.domain.kind import Kind
from app.domain.source import Rejected
from data_sources.batch import Batch, Cursor
from data_sources.dates import from_text
from data_sources.http_answer import Answer
from data_sources.json_decode import Entry
from data_sources.open311_record import Fate, RecordReader, outside_window
from data_sources.open311_updates import Update, laid_over, read_update, remember
from data_sources.open311_walk import Step

MISSES = 3
MOST_OPEN = 20_000
MOST_WATCHED = 5_000  # where changes are told otherwise, and only what vanished is looked for
MOST_GONE = 2_000
MOST_NOTES = 20


class Taking:
    """Turns entries into fates and keeps the cursor's memory of open ids and updates.

    `memory` is the cursor under construction: `open` (id to the number of times it was missing; None where ids cannot
    be asked), `gone` (ids that were missing three times; asked on, for they may come back), `overlay` (updates newer
    than their records), `floor` (the earliest time we ask for).
    """

    def __init__(self, reader: RecordReader, source: str, memory: Cursor, now: datetime) -> None:
        self._reader, self._source, self._memory, self._now = reader, source, memory, now
        self._complaints: dict[str, Complaint] = {}
        self._personal: dict[str, Personal] = {}
        self._rejected: dict[tuple[str, str], Rejected] = {}  # by id and raw text: one id may be misused by several
        self._gone: list[tuple[Kind, str]] = []
        self._skew_s: float | None = None
        self.notes: list[str] = []

    def page(self, step: Step, services: Mapping[str, str]) -> list[Fate]:
        """Take a page of requests and what its walk had to say."""
        self.notes += [step.note] if step.note else []
        self.heard(step.answers)
        return self.requests(step.entries, services)

    def heard(self, answers: Iterable[Answer]) -> None:
        """Remember the server's clock."""
        for answer in answers:
            if not answer.from_cache and answer.skew_s is not None:
                self._skew_s = answer.skew_s

    def requests(self, entries: Iterable[Entry], services: Mapping[str, str]) -> list[Fate]:
        """Take request records. Of one id in a batch the version that was updated last stays."""
        fates = [self._reader.fate(entry, self._now, services) for entry in entries]
        for fate in fates:
            if fate.complaint:
                self._keep(fate.complaint, fate.personal)
            elif fate.rejected:
                self._rejected[fate.rejected.id, fate.rejected.raw] = fate.rejected
        return fates

    def updates(self, entries: Iterable[Entry]) -> list[str]:
        """Take update records; the ids of the requests to ask anew."""
        ids: dict[str, None] = {}
        for entry in entries:
            update = read_update(entry, self._reader, self._source, self._now)
            if isinstance(update, Update):
                self._remember(update)
                ids[update.request] = None
            elif update.rejected:
                self._rejected[update.rejected.id, update.rejected.raw] = update.rejected
        return list(ids)

    def missing(self, asked: Iterable[str], came: Collection[str]) -> None:
        """Count ids that were asked for and did not come; three times in a row is gone (safety row H9)."""
        opened, gone = self._memory.get("open") or {}, self._memory.setdefault("gone", {})
        for name in asked:
            if name in opened and name not in came:
                opened[name] += 1
                if opened[name] >= MISSES:
                    del opened[name]
                    gone[name] = 1
                    self._gone.append((Kind.COMPLAINT, name))
        while len(gone) > MOST_GONE:
            del gone[next(iter(gone))]

    def batch(self, cursor: Cursor, *, more: bool, complete_live: bool = False) -> Batch:
        """Everything taken, with the cursor that belongs to it."""
        return Batch(
            facts=list(self._complaints.values()),
            next_cursor=cursor,
            rejected=list(self._rejected.values()),
            personal=list(self._personal.values()),
            more=more,
            notes=self.notes[:MOST_NOTES],
            complete_live=complete_live,
            gone=self._gone,
            skew_s=self._skew_s,
            behind=bool(cursor.get("gaps")),
        )

    def _remember(self, update: Update) -> None:
        remember(self._memory.setdefault("overlay", {}), update)
        if update.note and update.note not in self.notes:
            self.notes.append(update.note)
        if update.personal:
            self._keep_personal(update.personal)

    def _keep(self, complaint: Complaint, personal: Personal | None) -> None:
        complaint = laid_over(complaint, self._memory.get("overlay", {}), self._reader.status_map)
        floor = self._memory.get("floor")
        if floor:
            complaint = outside_window(complaint, from_text(floor), self._now)
        before = self._complaints.get(complaint.id)
        if before is None or before.valid_at <= complaint.valid_at:
            self._complaints[complaint.id] = complaint
            self._follow(complaint)
        if personal:
            self._keep_personal(personal)
        refused = complaint.extra.get("media_refused")
        if refused:
            self.notes.append(f"Complaint {complaint.id}: photo address refused: {'; '.join(map(str, refused))}")

    def _keep_personal(self, personal: Personal) -> None:
        before = self._personal.get(personal.id)
        both = {**(before.fields if before else {}), **personal.fields}
        self._personal[personal.id] = replace(personal, fields=both)

    def _follow(self, complaint: Complaint) -> None:
        """Keep the list of ids to ask again: all that are not closed, the newest of them if there are many."""
        self._memory.get("gone", {}).pop(complaint.id, None)
        opened = self._memory.get("open")
        if opened is None:
            return
        if complaint.state is State.CLOSED:
            opened.pop(complaint.id, None)
        else:
            opened[complaint.id] = 0
        most = MOST_WATCHED if self._memory.get("updates") == "extension" else MOST_OPEN
        while len(opened) > most:
            del opened[next(iter(opened))]
