"""CKAN: the newest rows of a table at every poll, the whole table in pages when it is due.

The look at the newest rows is cheap and is the live answer. The whole table is read at the first sight, after a new
upload, when rows vanished or the portal says that something changed which the newest rows do not show, and once in
`full_every`. A page that says what it said before makes no facts.
Source of rule: wire formats 4.4: page by `_id`, read `limit` back, never by `_links`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from app.domain.deadline import parse_span
from app.settings import CityFile, SourceSpec
from data_sources.batch import Batch, Cursor, copied
from data_sources.ckan_answer import Invalid, Portal, Rows
from data_sources.ckan_options import Options
from data_sources.ckan_package import find_resource
from data_sources.ckan_take import PUBLIC, Taker, digest_of, sample_of
from data_sources.dates import from_text, utc_text
from data_sources.drift import noticed, shown
from data_sources.gathering import Gathering, counted
from data_sources.http import Http
from data_sources.http_trouble import BadStatus

NAME = "ckan"
NEWEST_FIRST, OLDEST_FIRST = "_id desc", "_id"


@dataclass
class _Poll:
    """One poll under way."""

    cursor: Cursor
    gathering: Gathering
    now: datetime


class CkanConnector:
    """One table of a CKAN portal.

    Cursor: `began` (first sight), `resource` and `stamp` (the table and when the portal says it changed), `fields` and
    `drift`, `total`, `newest` and `head` (count, highest `_id` and digest of the newest rows), `looked_at`, `pass`
    (a reading of the whole table under way: `last` id, `offset`), `pages` (digests by where a page begins),
    `passed_at`, `mapping` (digest of the options all this was read with), and what was found out of the server: `by`
    ("id" or "offset"), `sorts`, `most` (its page limit).
    """

    def __init__(self, spec: SourceSpec, city: CityFile, http: Http) -> None:
        self._spec, self._options = spec, Options.model_validate(spec.options)
        configure(http, self._options)
        self._portal = Portal(http)
        self._taker = Taker(spec, city, self._options)
        self._mapping = hashlib.blake2b(self._options.model_dump_json().encode(), digest_size=8).hexdigest()
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
            self._next_page(one)
        pages = cursor.get("pages") or {"head": cursor["head"]}
        one.gathering.notes += counted(page["left"] for page in pages.values())
        return one.gathering.batch(cursor, more=bool(cursor.get("pass")), complete_live=is_look)

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
        elif self._is_pass_due(cursor, before, one.now):
            cursor["pass"] = {"last": 0, "offset": 0}
        elif not cursor.get("pass") and before["newest"] and min(rows.ids, default=0) > before["newest"]:
            cursor["pass"] = {"last": before["newest"], "offset": before["total"] or 0, "tail": True}

    def _is_pass_due(self, cursor: Cursor, before: Cursor, now: datetime) -> bool:
        if cursor.get("pass") and not cursor["pass"].get("tail"):
            return False
        passed, every = cursor.get("passed_at"), parse_span(self._options.full_every)
        if passed is None or not timedelta(0) <= now - from_text(passed) < every:
            return True
        if _is_less(cursor["total"], before["total"]) or _is_less(cursor["newest"], before["newest"]):
            return True
        is_unseen = cursor["head"] == before["head"] and cursor["total"] == before["total"]
        return bool(is_unseen and cursor["stamp"] != before["stamp"])

    def _next_page(self, one: _Poll) -> None:
        cursor, running = one.cursor, one.cursor["pass"]
        began = running["last"] if cursor.get("by", "id") == "id" else running["offset"]
        rows = self._page(cursor, running)
        one.gathering.skew_s = rows.answer.skew_s
        pages, key = cursor.setdefault("pages", {}), f"{cursor['by']} {began}"
        pages[key] = self._taken(one, rows, pages.get(key))
        digest = pages[key]["digest"]
        asked = min(self._options.page_size, cursor.get("most", self._options.page_size))
        told = rows.limit or asked
        if told < asked:
            cursor["most"] = told  # lowered without a word
        is_stuck = cursor["by"] == "id" and max(rows.ids, default=0) <= running["last"]
        if len(rows.entries) < told or is_stuck or self._is_repeated(cursor, running, digest):
            self._end_pass(one, running)
            return
        running |= {"last": max(rows.ids, default=0), "offset": running["offset"] + len(rows.entries), "digest": digest}

    def _is_repeated(self, cursor: Cursor, running: Cursor, digest: str) -> bool:
        """A server that knows neither the filter nor the offset sends its first page for ever (safety row H7)."""
        return cursor["by"] == "offset" and running.get("digest") == digest

    def _end_pass(self, one: _Poll, running: Cursor) -> None:
        one.cursor["pass"] = None
        if not running.get("tail"):
            one.cursor["passed_at"] = utc_text(one.now)

    def _page(self, cursor: Cursor, running: Cursor) -> Rows:
        """The rows after `last`, asked for by `_id` where the server understands it, else by offset."""
        params: dict[str, Any] = {"resource_id": cursor["resource"], "limit": self._options.page_size}
        params |= {"include_total": "false"}
        if cursor.get("sorts") is not False:
            params["sort"] = OLDEST_FIRST
        if cursor.setdefault("by", "id" if cursor.get("sorts") is not False else "offset") == "id":
            try:
                rows = self._portal.rows({**params, "filters": {"_id": {"gte": running["last"] + 1}}})
                if rows.ids and min(rows.ids) > running["last"] and _is_rising(rows.ids):
                    return rows
                if not rows.entries:
                    return rows
            except (Invalid, BadStatus) as error:
                if isinstance(error, BadStatus) and error.status not in (400, 409, 500):
                    raise
            cursor["by"] = "offset"
            running |= {"offset": running["offset"] if running.get("tail") else 0}
        return self._portal.rows({**params, "offset": running["offset"]})

    def _drift(self, rows: Rows, one: _Poll) -> list[str]:
        seen = {name: kind for name, kind in rows.fields.items() if name != "_id"}
        if not seen:
            return shown(one.cursor)
        return noticed(self._spec.id, one.cursor, seen, sample_of(rows.entries), one.now)


def _is_less(now: int | None, before: int | None) -> bool:
    return now is not None and before is not None and now < before


def _is_rising(ids: list[int]) -> bool:
    return all(a < b for a, b in pairwise(ids))


def configure(http: Http, options: Options) -> None:
    """Set the line up as the options say. The token stands alone in its header, without "Bearer"."""
    http.credentials |= options.extra_headers  # they may hold a key
    http.rate_per_minute = options.rate_per_minute or http.rate_per_minute
    http.deadline_s = options.timeout_s or http.deadline_s
    if http.secret:
        http.credentials["Authorization"] = http.secret
