"""CKAN: the newest rows of a table at every poll, the whole table in blocks when it is due.

The look at the newest rows is cheap and is the live answer. The whole table is read at the first sight, after a new
upload, when rows vanished or the portal says that something changed which the newest rows do not show, and once in
`full_every`. Rows that say what they said before make no facts.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.deadline import parse_span
from app.settings import CityFile, SourceSpec
from data_sources.batch import Batch, Cursor, copied
from data_sources.ckan_answer import Invalid, Portal, Rows
from data_sources.ckan_options import Options
from data_sources.ckan_package import find_resource
from data_sources.ckan_take import PUBLIC, Taker, digest_of, sample_of
from data_sources.ckan_walk import NEWEST_FIRST, Walker
from data_sources.dates import from_text, utc_text
from data_sources.drift import noticed, shown
from data_sources.gathering import Gathering, counted
from data_sources.http import Http
from data_sources.line_options import set_line
from data_sources.vanished import Listing

NAME = "ckan"


@dataclass
class _Poll:
    """One poll under way."""

    cursor: Cursor
    gathering: Gathering
    now: datetime
    listing: Listing | None = None


class CkanConnector:
    """One table of a CKAN portal.

    Cursor: `began` (first sight), `resource` and `stamp` (the table and when the portal says it changed), `fields` and
    `drift`, `total`, `newest` and `head` (count, highest `_id` and digest of the newest rows), `looked_at`, `pass` (the
    reading of the whole table under way), `pages` (digest of each block and what was left out of it), `passed_at`,
    `mapping` (digest of the options all this was read with), and what the walker found out of the server.
    """

    def __init__(self, spec: SourceSpec, city: CityFile, http: Http) -> None:
        self._spec, self._options = spec, Options.model_validate(spec.options)
        configure(http, self._options)
        self._portal = Portal(http)
        self._walker = Walker(self._portal, self._options.page_size)
        self._taker = Taker(spec, city, self._options)
        self._mapping = hashlib.blake2b(self._options.model_dump_json().encode(), digest_size=8).hexdigest()
        self._listing: Listing | None = None  # of the whole reading under way, if it began in this process
        self._is_pages_turn = False  # looks that take longer than `every` must not starve the whole table

    def poll(self, cursor: Cursor, now: datetime) -> Batch:
        """A look at the newest rows when it is due, else the next page of the whole table."""
        cursor = copied(cursor)
        cursor.setdefault("began", utc_text(now))
        one = _Poll(cursor, Gathering(self._spec.id, from_text(cursor["began"]), PUBLIC), now)
        is_look = not cursor.get("pass") or (self._is_look_due(cursor, now) and not self._is_pages_turn)
        self._is_pages_turn = is_look
        if is_look:
            self._look(one)
        else:
            one.gathering.notes += shown(cursor)
            self._next_block(one)
        pages = cursor["pages"] or (cursor["pass"] or {}).get("seen") or {"head": cursor["head"]}
        one.gathering.notes += counted(page["left"] for page in pages.values())
        more = bool(cursor.get("pass"))
        behind = _is_behind(cursor)
        return one.gathering.batch(cursor, more=more, complete_live=is_look, behind=behind, listing=one.listing)

    def _is_look_due(self, cursor: Cursor, now: datetime) -> bool:
        last = cursor.get("looked_at")
        return last is None or not timedelta(0) <= now - from_text(last) < self._spec.every

    def _look(self, one: _Poll) -> None:
        """The newest rows and the count; decides whether the whole table must be read."""
        cursor = one.cursor
        before = {name: cursor.get(name) for name in ("resource", "stamp", "total", "newest", "head")}
        cursor |= find_resource(self._portal, self._options)
        if cursor["resource"] != before["resource"] or cursor.get("mapping") != self._mapping:
            cursor |= {"pages": {}, "pass": None, "passed_at": None, "mapping": self._mapping}
            before |= {"total": None, "newest": None, "head": None}
        rows = self._newest_rows(cursor)
        one.gathering.skew_s = rows.answer.skew_s
        self._taker.columns(rows)  # a column that is gone is a failure, also where no row is new
        one.gathering.notes += self._drift(rows, one)
        cursor |= {"total": rows.total, "newest": max(rows.ids, default=None)}
        cursor["head"] = self._taken(one, rows, before["head"])
        self._plan(one, rows, before)
        cursor["looked_at"] = utc_text(one.now)

    def _taken(self, one: _Poll, rows: Rows, before: Cursor | None) -> Cursor:
        """Take rows that are not as before; their digest and what was left out of them."""
        digest = digest_of(rows.entries)
        if before and before["digest"] == digest:
            return before
        one.gathering.left_out.clear()
        self._taker.take(rows, one.gathering, one.now)
        return {"digest": digest, "left": dict(one.gathering.left_out)}

    def _newest_rows(self, cursor: Cursor) -> Rows:
        params = {"resource_id": cursor["resource"], "limit": self._options.recent}
        if cursor.get("sorts") is not False:
            try:
                return self._portal.rows({**params, "sort": NEWEST_FIRST})
            except Invalid:
                rows = self._portal.rows(params)
                cursor["sorts"] = False
                return rows
        return self._portal.rows(params)

    def _plan(self, one: _Poll, rows: Rows, before: Cursor) -> None:
        """Whether all rows came already, and if not, from where to read."""
        cursor, count = one.cursor, len(rows.entries)
        least = min(self._options.recent, rows.limit or self._options.recent)
        if count >= rows.total if rows.total is not None else count < least:
            cursor |= {"pass": None, "passed_at": utc_text(one.now), "pages": {}}
            one.listing = Listing()
            self._taker.enlist(rows, one.listing, one.now)
        elif self._is_pass_due(cursor, before, one.now):
            self._walker.begin(cursor)
            self._listing = Listing()
            self._taker.enlist(rows, self._listing, one.now)  # rows may come while the others are read
            self._listing.rows = 0
        elif not cursor.get("pass") and before["newest"] and min(rows.ids, default=0) > before["newest"] + 1:
            self._walker.begin(cursor, before["newest"], before["total"] or 0)

    def _is_pass_due(self, cursor: Cursor, before: Cursor, now: datetime) -> bool:
        if cursor.get("pass") and not cursor["pass"]["tail"]:
            return False
        passed, every = cursor.get("passed_at"), parse_span(self._options.full_every)
        if passed is None or not timedelta(0) <= now - from_text(passed) < every:
            return True
        if _is_less(cursor["total"], before["total"]) or _is_less(cursor["newest"], before["newest"]):
            return True
        if cursor.get("missing") and now - from_text(passed) >= self._spec.every:
            return True
        is_unseen = cursor["head"] == before["head"] and cursor["total"] == before["total"]
        return bool(is_unseen and cursor["stamp"] != before["stamp"])

    def _next_block(self, one: _Poll) -> None:
        cursor, running = one.cursor, one.cursor["pass"]
        block = self._walker.step(cursor)
        one.gathering.skew_s = block.rows.answer.skew_s
        known = cursor["pages"].get(block.key)
        taken = running["seen"][block.key] = self._taken(one, block.rows, known)
        is_repeated = bool(block.rows.entries) and running.get("digest") == taken["digest"]
        running["digest"] = taken["digest"]
        if self._listing is not None and not is_repeated:
            self._taker.enlist(block.rows, self._listing, one.now, None if taken is known else one.gathering)
        if running.get("done") or is_repeated:
            cursor["pages"] = {**cursor["pages"], **running["seen"]} if running["tail"] else running["seen"]
            cursor["pass"] = None
            if not running["tail"]:
                cursor["passed_at"] = utc_text(one.now)
                one.listing = self._whole(cursor, is_repeated=is_repeated)

    def _whole(self, cursor: Cursor, *, is_repeated: bool) -> Listing | None:
        """What the reading that ends listed; None where it did not see everything."""
        listing, self._listing = self._listing, None
        if listing is None or is_repeated or listing.rows < (cursor["total"] or 0):
            return None
        return listing

    def _drift(self, rows: Rows, one: _Poll) -> list[str]:
        seen = {name: kind for name, kind in rows.fields.items() if name != "_id"}
        if not seen:
            return shown(one.cursor)
        return noticed(self._spec.id, one.cursor, seen, sample_of(rows.entries), one.now)


def _is_behind(cursor: Cursor) -> bool:
    """Whether rows are missing that were never read; a table read once and read again hides nothing."""
    running = cursor.get("pass")
    return running is not None and (cursor.get("passed_at") is None or bool(running["tail"]))


def _is_less(now: int | None, before: int | None) -> bool:
    return now is not None and before is not None and now < before


def configure(http: Http, options: Options) -> None:
    """Set the line up as the options say. The token stands alone in its header, without "Bearer"."""
    set_line(http, options)
    if http.secret:
        http.credentials["Authorization"] = http.secret
