"""Traccar: the fleet as it is now, then the tracks we missed, one request a poll.

A live poll reads devices and latest positions (and, now and then, groups and geofences) in one batch.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from app.domain.kind import Kind
from app.settings import CityFile, SourceSpec
from data_sources.batch import Batch, Cursor, copied
from data_sources.dates import from_text, utc_text
from data_sources.gaps import add_gap, ahead_of_us
from data_sources.http import Http
from data_sources.http_answer import Answer
from data_sources.http_trouble import BadStatus, Refused, WrongType
from data_sources.json_decode import BOM, Entry, decode_list, readable, starts_with
from data_sources.line_options import set_line, sign
from data_sources.traccar_history import JSON, History, is_history_due
from data_sources.traccar_options import Options
from data_sources.traccar_record import Group, RecordReader, groups_of, is_wanted, record_id
from data_sources.traccar_take import Taking
from data_sources.wire_text import LONGEST_ID, text_of

NAME = "traccar"
OPTIONAL = (400, 403, 404, 405, 500, 501)
MISSES = 3
REACH_BACK = timedelta(minutes=1)  # an outage's gap begins a little before the last answer


class TraccarConnector:
    """One Traccar source.

    Cursor: `live_at` (last complete live answer), `devices` (id to `seen`, the first sight, and `miss`), `groups`,
    `fences` (id to `seen`, `digest` and `miss`), `extras_at` (when both were last asked), and the history's keys.
    """

    def __init__(self, spec: SourceSpec, city: CityFile, http: Http) -> None:
        self._spec, self._http = spec, http
        self._options = options = Options.model_validate(spec.options)
        configure(http, options)
        self._reader = RecordReader(spec, city)
        self._history = History(http, options.slice)
        self._has_session = False
        self._is_historys_turn = False  # live polls longer than `every` must not starve the tracks

    def poll(self, cursor: Cursor, now: datetime) -> Batch:
        """The live picture when it is due, else the next piece of a track."""
        cursor, taking = copied(cursor), Taking(self._reader, now)
        self._sign_in()
        is_free = self._is_historys_turn or not self._is_live_due(cursor, now)
        self._is_historys_turn = False
        if is_free and is_history_due(cursor, now):
            self._take_positions(self._history.step(cursor, now, taking.notes), cursor, taking)
            more = is_history_due(cursor, now) or self._is_live_due(cursor, now)
            return taking.batch(cursor, more=more, complete_live=False)
        self._live(cursor, taking)
        self._is_historys_turn = True
        return taking.batch(cursor, more=is_history_due(cursor, now), complete_live=True)

    def _is_live_due(self, cursor: Cursor, now: datetime) -> bool:
        last = cursor.get("live_at")
        return last is None or not timedelta(0) <= now - from_text(last) < self._spec.every

    def _live(self, cursor: Cursor, taking: Taking) -> None:
        devices, positions = self._list("devices", taking), self._list("positions", taking)
        self._take_extras(cursor, taking)
        self._take_devices(devices, cursor, taking)
        self._take_positions(positions, cursor, taking)
        self._remember_gap(cursor, taking.now, ahead_of_us(taking.skew_s))
        cursor["live_at"] = utc_text(taking.now)

    def _remember_gap(self, cursor: Cursor, now: datetime, ahead: timedelta) -> None:
        """What we did not see, in the server's time: an outage, or the history before the first sight."""
        gaps, last = cursor.setdefault("gaps", []), cursor.get("live_at")
        if last is None and self._spec.history:
            add_gap(gaps, now + ahead - self._spec.history, now + ahead)
        elif last and now - from_text(last) > 2 * self._spec.every:
            add_gap(gaps, from_text(last) + ahead - REACH_BACK, now + ahead)

    def _take_devices(self, entries: list[Entry], cursor: Cursor, taking: Taking) -> None:
        known: dict[str, Any] = cursor.setdefault("devices", {})
        groups = {name: Group(*pair) for name, pair in cursor.get("groups", {}).items()}
        came = set[str]()

        def read(record: dict[str, Any]) -> None:
            name = record_id(record)
            if is_wanted(text_of(record.get("groupId")), self._options.groups, groups):
                came.add(name)
                seen = known.get(name, {"seen": utc_text(taking.now)})["seen"]
                taking.keep(*self._reader.vehicle(record, groups, from_text(seen), taking.now))
                known[name] = {"seen": seen, "miss": 0}

        taking.each(entries, Kind.VEHICLE, read)
        _count_misses(known, came | unreadable_ids(entries), Kind.VEHICLE, taking)

    def _take_positions(self, entries: list[Entry], cursor: Cursor, taking: Taking) -> None:
        known = cursor.get("devices", {})

        def read(record: dict[str, Any]) -> None:
            if not self._options.groups or text_of(record.get("deviceId")) in known:
                taking.keep(*self._reader.position(record, taking.now))

        taking.each(entries, Kind.POSITION, read)

    def _take_extras(self, cursor: Cursor, taking: Taking) -> None:
        """Groups and geofences now and then; a server may lack them or keep them from us."""
        last = cursor.get("extras_at")
        if last and timedelta(0) <= taking.now - from_text(last) < self._options.refresh_every:
            return
        cursor["extras_at"] = utc_text(taking.now)
        groups = self._optional("groups", taking)
        if groups is not None:
            cursor["groups"] = {name: [group.name, group.parent] for name, group in groups_of(groups).items()}
        self._take_fences(self._optional("geofences", taking), cursor, taking)

    def _take_fences(self, entries: list[Entry] | None, cursor: Cursor, taking: Taking) -> None:
        known = cursor["fences"] = {n: m for n, m in cursor.get("fences", {}).items() if isinstance(m, dict)}
        came = set[str]()

        def read(record: dict[str, Any]) -> None:
            name, digest = record_id(record), hashlib.sha256(repr(record).encode("utf-8", "replace")).hexdigest()[:16]
            came.add(name)
            before = known.get(name, {})
            seen = before["seen"] if before.get("digest") == digest else utc_text(taking.now)
            taking.keep(self._reader.geofence(record, from_text(seen)))
            known[name] = {"seen": seen, "digest": digest, "miss": 0}

        if entries is not None:
            taking.each(entries, Kind.GEOFENCE, read)
            _count_misses(known, came | unreadable_ids(entries), Kind.GEOFENCE, taking)

    def _list(self, path: str, taking: Taking) -> list[Entry]:
        answer = self._get(path)
        taking.skew_s = taking.skew_s if answer.from_cache else answer.skew_s
        return decode_list(self._spec.id, as_list(answer.body))

    def _optional(self, path: str, taking: Taking) -> list[Entry] | None:
        try:
            return self._list(path, taking)
        except (BadStatus, Refused) as error:
            if error.status not in OPTIONAL:
                raise
            taking.notes.append(f"No {path} here: {error.what}")
        except WrongType as error:
            taking.notes.append(f"No {path} here: {error.what}")
        return None

    def _get(self, path: str) -> Answer:
        try:
            return self._http.get(path, accept=JSON)
        except Refused as error:
            if error.status != 401 or self._options.auth_mode != "session":
                raise
        self._has_session = False  # the session ran out; open a new one, once
        self._sign_in()
        return self._http.get(path, accept=JSON)

    def _sign_in(self) -> None:
        if self._options.auth_mode == "session" and self._http.secret and not self._has_session:
            email, _, password = self._http.secret.partition(":")
            self._http.post("session", {"email": email, "password": password}, JSON)
            self._has_session = True


def _count_misses(known: dict[str, Any], came: set[str], of: Kind, taking: Taking) -> None:
    """What three full lists in a row leave out is gone (safety row H9)."""
    for name in [name for name in known if name not in came]:
        known[name]["miss"] += 1
        if known[name]["miss"] >= MISSES:
            del known[name]
            taking.gone.append((of, name))


def as_list(body: bytes) -> bytes:
    """A single item may come as an object instead of a list."""
    is_item = starts_with(body, b"{") and b'"id"' in body
    return b"[" + body.removeprefix(BOM) + b"]" if is_item else body


def unreadable_ids(entries: list[Entry]) -> set[str]:
    """Ids of records that are listed although nothing else of them may be used."""
    return {text_of(readable(entry).get("id"), LONGEST_ID) for entry in entries if entry.fault}


def configure(http: Http, options: Options) -> None:
    """Set the line up as the options say."""
    http.quotes_errors = False  # they are stack traces
    set_line(http, options)
    sign(http, options.auth_mode)
