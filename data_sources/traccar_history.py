"""Tracks of an outage or of the days before the first sight: vehicle by vehicle, in slices, newest first.

The server cuts a track at 50,000 rows without a word, so a slice goes on from its last fix until nothing new comes.
Source of rule: wire formats 4.2.3 and safety row H11.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from app.errors import SourceAsksToWait, SourceError
from data_sources.batch import Cursor
from data_sources.dates import NotATime, from_text, read_time, utc_text
from data_sources.gaps import TRIES, Gap, failed_again, is_due, newest_part
from data_sources.http import Http
from data_sources.http_trouble import BadStatus, Refused
from data_sources.json_decode import Entry, decode_list
from data_sources.wire_text import text_of

SHORTEST = timedelta(minutes=15)
ROUND_NUMBER = 5  # who cuts an answer cuts it at a round number
ALWAYS_FROM = 10_000
JSON = "application/json"
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_history_due(cursor: Cursor, now: datetime) -> bool:
    """Whether tracks are still to be asked for, now."""
    return bool(cursor.get("gaps")) and is_due(cursor.get("history_fault"), now)


class History:
    """One track request a poll. Its memory is the newest gap of the cursor.

    A gap holds `slice` (start, end), `queue` (vehicles still to ask in it), and of the first of them `from` (where to
    go on), `last` (ids of the fixes at that instant) and `step_s` (the longest request the server managed).
    """

    def __init__(self, http: Http, longest: timedelta) -> None:
        self._http, self._longest = http, longest

    def step(self, cursor: Cursor, now: datetime, notes: list[str]) -> list[Entry]:
        """The next piece of a track. A failure is noted and tried again later; a wish to wait is passed on."""
        gap = cursor["gaps"][0]
        self._open(gap, cursor)
        if not gap["queue"]:
            self._close_slice(cursor)
            return []
        start, end = self._window(gap)
        try:
            entries = self._ask(gap["queue"][0], start, end)
        except SourceAsksToWait:
            raise
        except SourceError as error:
            self._failed(cursor, gap, now, notes, error)
            return []
        cursor.pop("history_fault", None)
        return self._go_on(cursor, gap, entries, start, end)

    def _open(self, gap: Gap, cursor: Cursor) -> None:
        if "slice" not in gap:
            start, end = newest_part(gap, self._longest)
            gap |= {"begun": True, "slice": [utc_text(start), utc_text(end)], "queue": list(cursor["devices"])}

    def _window(self, gap: Gap) -> tuple[datetime, datetime]:
        start, end = from_text(gap.get("from", gap["slice"][0])), from_text(gap["slice"][1])
        step = timedelta(seconds=gap["step_s"]) if "step_s" in gap else self._longest
        return start, min(end, start + step)

    def _ask(self, device: str, start: datetime, end: datetime) -> list[Entry]:
        params = {"deviceId": device, "from": _iso(start), "to": _iso(end)}
        return decode_list(self._http.source, self._http.get("positions", params, JSON).body)

    def _go_on(self, cursor: Cursor, gap: Gap, entries: list[Entry], start: datetime, end: datetime) -> list[Entry]:
        """The fixes we had not; the gap moves on behind the last of them when the answer may have been cut."""
        had = set(gap.get("last", ()))
        new = [entry for entry in entries if _id(entry) not in had]
        last = self._last_fix(new, start, end) if _may_be_cut(len(entries)) else None
        if last and last < end:
            gap |= {"from": utc_text(last), "last": [_id(e) for e in entries if self._fix_time(e) == last]}
        elif end < from_text(gap["slice"][1]):
            gap |= {"from": utc_text(end), "last": [_id(e) for e in entries if self._fix_time(e) == end]}
        else:
            self._next_device(cursor, gap)
        return new

    def _next_device(self, cursor: Cursor, gap: Gap) -> None:
        gap["queue"].pop(0)
        for key in ("from", "last", "step_s"):
            gap.pop(key, None)
        if not gap["queue"]:
            self._close_slice(cursor)

    def _close_slice(self, cursor: Cursor) -> None:
        gap = cursor["gaps"].pop(0)
        if from_text(gap["slice"][0]) > from_text(gap["start"]):
            cursor["gaps"].insert(0, {"start": gap["start"], "end": gap["slice"][0], "begun": True})

    def _failed(self, cursor: Cursor, gap: Gap, now: datetime, notes: list[str], error: SourceError) -> None:
        """A vehicle that may not be seen is left out; anything else is asked in smaller pieces, later."""
        device = gap["queue"][0]
        start, end = self._window(gap)
        hidden = isinstance(error, BadStatus | Refused) and error.status in (400, 403, 404)
        fault = failed_again(cursor.get("history_fault"), now)
        if hidden or (fault["tries"] >= TRIES and end - start <= SHORTEST):
            notes.append(f"The track of vehicle {device} from {utc_text(start)} was left out: {error.what}")
            self._next_device(cursor, gap)
            return
        notes.append(f"The track of vehicle {device} could not be read: {error.what}")
        cursor["history_fault"] = fault
        gap["step_s"] = max((end - start).total_seconds() / 2, SHORTEST.total_seconds())

    def _last_fix(self, entries: list[Entry], start: datetime, end: datetime) -> datetime | None:
        return max((t for t in map(self._fix_time, entries) if t and start <= t <= end), default=None)

    def _fix_time(self, entry: Entry) -> datetime | None:
        value: Any = entry.value.get("fixTime") if isinstance(entry.value, dict) else None
        try:
            return read_time(value, UTC, EPOCH).at
        except NotATime:
            return None


def _may_be_cut(count: int) -> bool:
    return count >= ALWAYS_FROM or count % ROUND_NUMBER == 0


def _id(entry: Entry) -> str:
    return text_of(entry.value.get("id")) if isinstance(entry.value, dict) else ""


def _iso(moment: datetime) -> str:
    """Traccar wants the zone; seconds are fine enough, bounds are inclusive."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
