"""Reading a whole table in blocks, the newest first, so that this year is there long before the years before it.

Blocks are cut at fixed places: a block that says what it said at the last reading is known by its digest.
Source of rule: wire formats 4.4: by `_id` where the server understands it, else by offset; `limit` is read back; a
server that repeats itself ends the reading (safety row H7).
"""

from dataclasses import dataclass
from typing import Any

from data_sources.batch import Cursor
from data_sources.ckan_answer import Invalid, Portal, Rows
from data_sources.http_trouble import BadStatus

NEWEST_FIRST, OLDEST_FIRST = "_id desc", "_id"
NOT_UNDERSTOOD = (400, 409, 500)
MOST_EMPTY = 2  # blocks in a row before we ask where the next row is


@dataclass(frozen=True)
class Block:
    """Rows of one block; `key` names it at every reading."""

    key: str
    rows: Rows


class Walker:
    """Reads blocks. The reading under way is `cursor["pass"]`: see `begin`. What is learnt of the server: `by`
    ("id" or "offset"), `most` (its limit), `sorts` (False where it refuses an order)."""

    def __init__(self, portal: Portal, page_size: int) -> None:
        self._portal, self._page_size = portal, page_size

    def begin(self, cursor: Cursor, floor: int = 0, offset: int = 0) -> None:
        """A reading down to the row with `_id` `floor` (not read again) or down to `offset` rows of the table."""
        newest, is_tail = cursor.get("newest"), floor > 0 or offset > 0
        cursor["pass"] = {"last": (newest or 0) + 1, "floor": floor, "until": offset, "seen": {}, "tail": is_tail}

    def step(self, cursor: Cursor) -> Block:
        """The next block; `pass` moves on and is `done` after the last one. Raises SourceError."""
        running: Cursor = cursor["pass"]
        may_ask_ids = cursor.get("sorts") is not False and cursor.get("newest")
        if cursor.setdefault("by", "id" if may_ask_ids else "offset") == "id":
            block = self._by_id(cursor, running)
            if block is not None:
                return block
            cursor["by"] = "offset"
        return self._by_offset(cursor, running)

    def _size(self, cursor: Cursor) -> int:
        return min(self._page_size, int(cursor.get("most") or self._page_size))

    def _by_id(self, cursor: Cursor, running: Cursor) -> Block | None:
        """None when the server does not understand the filter, by refusing it or by what it sends."""
        size, high, floor = self._size(cursor), running["last"] - 1, running["floor"]
        low = max((high - 1) // size * size, floor) + 1
        rows = self._asked(cursor, size, NEWEST_FIRST, {"gte": low, "lte": high})
        if rows is None or len(rows.ids) < len(rows.entries) or not all(low <= one <= high for one in rows.ids):
            return None
        told = self._told(cursor, rows, size)
        running["last"] = min(rows.ids) if rows.ids and len(rows.ids) >= told else low
        running["empty"] = 0 if rows.ids else running.get("empty", 0) + 1
        if running["empty"] >= MOST_EMPTY and running["last"] > floor + 1:
            below = self._asked(cursor, 1, NEWEST_FIRST, {"lte": low - 1})
            running |= {"last": max(below.ids if below else [], default=floor) + 1, "empty": 0}
        running["done"] = running["last"] <= floor + 1
        return Block(f"id {low}-{high}", rows)

    def _asked(self, cursor: Cursor, limit: int, sort: str, ids: dict[str, int]) -> Rows | None:
        params: dict[str, Any] = {"resource_id": cursor["resource"], "limit": limit, "sort": sort}
        try:
            return self._portal.rows({**params, "include_total": "false", "filters": {"_id": ids}})
        except BadStatus as error:
            if not isinstance(error, Invalid) and error.status not in NOT_UNDERSTOOD:
                raise
            return None

    def _by_offset(self, cursor: Cursor, running: Cursor) -> Block:
        """From the last block down where the number of rows is known, else from the first one up."""
        size, total = self._size(cursor), cursor.get("total")
        if running.get("offset") is None:
            running["offset"] = 0 if total is None else max(total - 1, 0) // size * size
        offset = running["offset"]
        params: dict[str, Any] = {"resource_id": cursor["resource"], "limit": size, "offset": offset}
        if cursor.get("sorts") is not False:
            params["sort"] = OLDEST_FIRST
        rows = self._portal.rows({**params, "include_total": "false"})
        told = self._told(cursor, rows, size)
        if told < size and total is not None:
            return self._lowered(cursor, running, rows, told)
        if total is None:
            running |= {"offset": offset + len(rows.entries), "done": len(rows.entries) < told}
        else:
            running |= {"offset": offset - size, "done": offset <= running["until"]}
        return Block(f"offset {offset}", rows)

    def _lowered(self, cursor: Cursor, running: Cursor, rows: Rows, told: int) -> Block:
        """The limit was lowered without a word: this block came cut, so blocks of the new size begin anew."""
        offset = running["offset"]
        running["offset"] = max(cursor["total"] - 1, 0) // told * told
        return Block(f"cut {offset}", rows)

    def _told(self, cursor: Cursor, rows: Rows, asked: int) -> int:
        if rows.limit and rows.limit < asked:
            cursor["most"] = rows.limit
        return rows.limit or asked
