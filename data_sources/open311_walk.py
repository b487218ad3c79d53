"""Walking through the pages of one window of requested time.

Nobody agrees on paging: pages count from 0 or from 1, the parameter is ignored, a page past the end is the last page
again. So pages are told apart by their ids, never by their number.
Source of rule: wire formats 4.1.3 and 4.1.8.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.errors import SourceRefused
from data_sources.batch import Cursor
from data_sources.dates import from_text, utc_text
from data_sources.http_answer import Answer
from data_sources.http_trouble import BadStatus, WrongType
from data_sources.json_decode import Entry, readable
from data_sources.open311_answer import Call, Listed, Lists
from data_sources.open311_options import Options
from data_sources.wire_text import text_of

PAST_THE_END = (400, 410, 416)
PROBES = 3
ROUND_NUMBER = 5  # a count that divides by it may be a server's own page size
CUT_NUMBER = 50  # and a silent cut of a list is rounder still


@dataclass
class Step:
    """One page of a walk. `done`: the window is complete. `is_cut`: the server probably kept some back."""

    entries: list[Entry]
    done: bool
    is_cut: bool = False
    answers: list[Answer] = field(default_factory=list)
    note: str = ""


def new_walk(start: datetime, end: datetime, by: str = "requested") -> Cursor:
    """A walk over what was requested (or, with `by` = "updated", changed) from `start` to `end`."""
    return {"start": utc_text(start), "end": utc_text(end), "by": by, "pages": 0, "first": [], "prev": []}


def span_of(walk: Cursor) -> timedelta:
    """The length of a walk's window."""
    return from_text(walk["end"]) - from_text(walk["start"])


def ids_of(entries: Sequence[Entry]) -> list[str]:
    """What tells pages apart: the ids, or the whole record where there is none."""
    return [_name(entry) for entry in entries]


def _name(entry: Entry) -> str:
    told = text_of(readable(entry).get("service_request_id"))
    return told or f"#{zlib.crc32(repr(entry.pairs).encode('utf-8', 'replace')):x}"


class Walker:
    """Asks for the pages of a walk. What it learns about paging goes into `memory` (`page_base`, `page_len`)."""

    def __init__(self, lists: Lists, options: Options, base_params: Mapping[str, str], zone: ZoneInfo) -> None:
        self._lists, self._options, self._base, self._zone = lists, options, base_params, zone

    def step(self, walk: Cursor, memory: Cursor) -> Step:
        """The next page; `walk` moves on. Raises SourceError and leaves the walk as it was."""
        if walk["pages"] == 0:
            return self._first(walk, memory)
        listed = self._later(walk, memory, int(walk.get("number", 0)))
        entries = listed.entries if listed else []
        return self._turn(walk, entries, listed, memory)

    def _first(self, walk: Cursor, memory: Cursor) -> Step:
        base = self._page_base(memory)
        listed = self._page(walk, memory, self._options.told_page_base)
        ids = ids_of(listed.entries)
        walk |= {"pages": 1, "first": ids, "prev": ids, "link": listed.next_link}
        if listed.next_link and listed.entries:
            return Step(listed.entries, done=False, answers=[listed.answer])
        if not ids or base == "none" or not self._may_go_on(len(ids), base, memory):
            return Step(listed.entries, True, self._is_cut(len(ids), base), [listed.answer])
        if base is None:
            return self._probe(walk, memory, listed)
        walk["number"] = int(base) + 1
        return Step(listed.entries, done=False, answers=[listed.answer])

    def _probe(self, walk: Cursor, memory: Cursor, first: Listed) -> Step:
        """Ask pages 1 and 2 and compare ids with the answer that named no page."""
        memory["probes"] = memory.get("probes", 0) + 1
        one = self._later(walk, memory, 1)
        if one is None:
            return Step(first.entries, True, self._is_cut(len(first.entries), "none"), [first.answer])
        if not _is_same(walk["first"], ids_of(one.entries)):
            return self._found(walk, memory, 0, first, one)
        two = self._later(walk, memory, 2)
        if two is not None and not _is_same(walk["first"], ids_of(two.entries)):
            return self._found(walk, memory, 1, first, two)
        return Step(first.entries, True, self._is_cut(len(first.entries), "none"), [first.answer])

    def _found(self, walk: Cursor, memory: Cursor, base: int, first: Listed, second: Listed) -> Step:
        if base or second.entries:  # an empty page 1 proves nothing
            memory["page_base"] = base
        walk["number"] = base + 1
        after = self._turn(walk, second.entries, second, memory)
        answers = [first.answer, second.answer]
        return Step([*first.entries, *after.entries], after.done, after.is_cut, answers, after.note)

    def _turn(self, walk: Cursor, entries: list[Entry], listed: Listed | None, memory: Cursor) -> Step:
        """Take a later page: stop on an empty one and on one whose ids we had on the first or the previous page."""
        ids = ids_of(entries)
        answers = [listed.answer] if listed else []
        if not ids or set(ids) <= {*walk["first"], *walk["prev"]}:
            alone = walk["pages"] == 1 and "page_len" not in memory
            return Step([], True, alone and self._is_cut(len(walk["first"]), "none"), answers)
        memory["page_len"] = len(walk["first"])
        link = listed.next_link if listed else ""
        ended = bool(walk.get("link")) and not link
        walk |= {"pages": walk["pages"] + 1, "number": walk.get("number", 0) + 1, "prev": ids, "link": link}
        too_many = walk["pages"] >= self._options.max_pages
        note = f"The list had no end after {walk['pages']} pages; the rest was left." if too_many else ""
        return Step(entries, ended or too_many, answers=answers, note=note)

    def _later(self, walk: Cursor, memory: Cursor, number: int) -> Listed | None:
        """A page after the first, None where the server has an error for pages past the end."""
        try:
            return self._page(walk, memory, number)
        except (SourceRefused, WrongType):
            return None
        except BadStatus as error:
            if error.status in PAST_THE_END:
                return None
            raise

    def _page(self, walk: Cursor, memory: Cursor, number: int | str | None) -> Listed:
        if walk.get("link"):
            return self._lists.ask(Call.REQUESTS, {}, memory, link=walk["link"])
        params: dict[str, Any] = {**self._base, **self._window(walk)}
        if self._page_base(memory) != "none":
            params["page_size"] = self._options.page_size
        if isinstance(number, int):
            params["page"] = number
        return self._lists.ask(Call.REQUESTS, params, memory)

    def _window(self, walk: Cursor) -> dict[str, str]:
        start, end = (self.date(from_text(walk[edge])) for edge in ("start", "end"))
        return {"updated_after": start} if walk["by"] == "updated" else {"start_date": start, "end_date": end}

    def date(self, moment: datetime) -> str:
        """An instant as this server wants it."""
        moment = moment.replace(microsecond=0)
        local = moment.astimezone(self._zone)
        forms = {
            "z": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "offset": local.isoformat(),
            "local": local.strftime("%Y-%m-%dT%H:%M:%S"),
            "local_ms": local.strftime("%Y-%m-%dT%H:%M:%S.000"),
        }
        return forms[self._options.date_out]

    def _page_base(self, memory: Cursor) -> int | str | None:
        told = self._options.told_page_base
        return memory.get("page_base") if told is None else told

    def _may_go_on(self, count: int, base: int | str | None, memory: Cursor) -> bool:
        """Whether there may be another page: a full one, a round number, or we do not know this server yet."""
        full = count >= min(self._options.page_size, memory.get("page_len", self._options.page_size))
        return full or count % ROUND_NUMBER == 0 or (base is None and memory.get("probes", 0) < PROBES)

    def _is_cut(self, count: int, base: int | str | None) -> bool:
        known = count in (self._options.ceiling, self._options.page_size)
        return isinstance(base, str | None) and count > 0 and (known or count % CUT_NUMBER == 0)


def _is_same(first: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two answers are the same page, though rows may have come or gone in between."""
    common = len(set(first) & set(other))
    return bool(other) and 2 * common >= min(len(set(first)), len(set(other)))
