"""The request-updates extension: what happened to a case since, told apart from the case.

An update is laid over the request's own record when it is newer; the record is asked anew, for it has all the fields.
Source of rule: wire formats 4.1.6 and 4.1.7.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.complaint import Complaint, Personal, State, state_of, status_key
from data_sources import personal
from data_sources.batch import Cursor
from data_sources.dates import NotATime, from_text, read_time, utc_text
from data_sources.flags import ordered
from data_sources.json_decode import Entry
from data_sources.open311_record import PUBLIC, Fate, RecordReader
from data_sources.wire_text import LONGEST_ID, is_empty, text_of

MOST_KEPT = 2_000
LONGEST_TEXT = 2_000
UNCHANGED = "unchanged"
_READ = frozenset(
    {"update_id", "service_request_id", "fixmystreet_id", "status", "updated_datetime", "description", "media_url"}
)


@dataclass(frozen=True)
class Update:
    """One update: whose, when, the status word ("" = unchanged) and the text for people."""

    request: str
    at: datetime
    status: str
    text: str
    flags: tuple[str, ...] = ()
    personal: Personal | None = None
    note: str = ""


def read_update(entry: Entry, reader: RecordReader, source: str, now: datetime) -> Update | Fate:
    """An update, or the rejection of its record."""
    record = entry.value
    if entry.fault or not isinstance(record, dict):
        return reader.reject(entry, entry.fault or "no object", entry.field, now)
    name = _request_id(record)
    if not name:
        return reader.reject(entry, "no id", "service_request_id", now)
    try:
        moment = read_time(record.get("updated_datetime"), reader.zone, now)
    except NotATime:
        return reader.reject(entry, "not a time", "updated_datetime", now)
    word, note = _status(text_of(record.get("status"), 200), reader.status_map)
    extras = {k: v for k, v in record.items() if k not in _READ and not is_empty(v)}
    private = personal.split(extras, PUBLIC)[1]
    text = text_of(record.get("description"), LONGEST_TEXT)
    named = Personal(source, name, private) if private else None
    return Update(name, moment.at, word, text, moment.flags, named, note)


def _request_id(record: Mapping[str, Any]) -> str:
    """`fixmystreet_id`, digits only, overrides the request id."""
    own = text_of(record.get("fixmystreet_id"), LONGEST_ID)
    return own if own.isascii() and own.isdigit() else text_of(record.get("service_request_id"), LONGEST_ID)


def _status(word: str, status_map: Mapping[str, State]) -> tuple[str, str]:
    """A status nobody mapped is unchanged, and worth a notice; never open."""
    if not word or status_key(word) == UNCHANGED:
        return "", ""
    if state_of(word, status_map) is State.UNKNOWN:
        return "", f"An update has the unknown status {word!r}; the case's status was left unchanged."
    return word, ""


def remember(overlay: Cursor, update: Update) -> None:
    """Keep an update while its record may still be older. The newest one wins; the same one again changes nothing.

    An older update only adds its text where the newer one has none.
    """
    kept = overlay.get(update.request)
    if kept is None or from_text(kept["at"]) <= update.at:
        status = update.status or (kept["status"] if kept else "")
        text = update.text or (kept["text"] if kept else "")
        overlay[update.request] = {
            "at": utc_text(update.at),
            "status": status,
            "text": text,
            "flags": list(update.flags),
        }
    elif not kept["text"]:
        kept["text"] = update.text
    while len(overlay) > MOST_KEPT:
        overlay.pop(min(overlay, key=lambda name: str(overlay[name]["at"])))


def laid_over(complaint: Complaint, overlay: Cursor, status_map: Mapping[str, State]) -> Complaint:
    """The complaint as its newest update leaves it. An older update gives its text only, never its state."""
    kept = overlay.get(complaint.id)
    if kept is None:
        return complaint
    at, status, text = from_text(kept["at"]), str(kept["status"]), str(kept["text"])
    if at <= complaint.valid_at:
        if complaint.status_notes or not text:
            del overlay[complaint.id]  # the record tells it all itself
        return replace(complaint, status_notes=complaint.status_notes or text)
    word, flags = status or complaint.status, {*complaint.flags, *kept.get("flags", ())}
    return replace(
        complaint,
        status=word,
        state=state_of(word, status_map),
        status_notes=text or complaint.status_notes,
        updated_at=at,
        valid_at=at,
        flags=ordered(flags),
    )
