"""The records of a feed's answer, JSON or CSV. No records may only come of a valid empty list (safety row H4)."""

import csv
import io
import re
from typing import Any, NoReturn

import jmespath
from jmespath.exceptions import JMESPathError

from app.errors import SourceError
from data_sources.feed_options import Options
from data_sources.http_answer import Answer
from data_sources.json_decode import (
    BOM,
    Entry,
    decode_list,
    decode_object,
    member_list,
    member_value,
    starts_with,
)
from data_sources.wire_text import clean

_SIMPLE = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*", re.ASCII)
_DELIMITERS = ",;\t|"
MOST_COLUMNS = 500


def entries_of(source: str, answer: Answer, options: Options) -> tuple[list[Entry], list[str] | None]:
    """The records, and the columns where the answer names them (CSV). Raises SourceError for what is no answer."""
    if not answer.body.strip():
        raise SourceError(source, "The server sent an empty answer.")
    if starts_with(answer.body, b"<"):
        raise SourceError(source, "The server sent markup instead of JSON or CSV.")
    is_json = starts_with(answer.body, b"[") or starts_with(answer.body, b"{")
    if options.format == "csv" or (options.format == "auto" and not is_json):
        if is_json and "json" in answer.content_type:
            raise SourceError(source, "The server sent JSON instead of CSV.")
        return _from_csv(source, answer.body, options)
    return _from_json(source, answer.body.removeprefix(BOM), options.records), None


def next_of(source: str, answer: Answer, options: Options) -> str:
    """The feed's own link to its next page, or ""."""
    if not options.next:
        return answer.next_link
    found = _searched(source, options.next, _whole(source, answer.body.removeprefix(BOM)))
    return found if isinstance(found, str) else ""


def _from_json(source: str, body: bytes, records: str) -> list[Entry]:
    if records in ("", "@"):
        return decode_list(source, body if starts_with(body, b"[") else b"[" + body + b"]")
    if _SIMPLE.fullmatch(records) and starts_with(body, b"{"):
        return _below(source, body, records.split("."))
    found = _searched(source, records, _whole(source, body))
    if not isinstance(found, list):
        _no_records(source, records)
    return [Entry(one, one) for one in found]


def _below(source: str, body: Any, names: list[str]) -> list[Entry]:
    """The list at a path of plain names, cut into records one by one: a bad one spoils only itself."""
    member: Any = body
    for name in names:
        members = decode_object(source, member) if isinstance(member, bytes) else dict(member)
        if name not in members:
            _no_records(source, ".".join(names))
        member = members[name]
    if member is None or (isinstance(member, bytes) and member.strip() == b"null"):
        _no_records(source, ".".join(names))
    return member_list(source, member)


def _no_records(source: str, records: str) -> NoReturn:
    raise SourceError(source, f"The answer holds no list at {records!r}.", "Correct records in the city file.")


def _whole(source: str, body: bytes) -> Any:
    """The answer as one value, for an expression that is no plain path: one bad value refuses it all."""
    if starts_with(body, b"["):
        parts = decode_list(source, body)
        _refuse_faults(source, parts)
        return [part.value for part in parts]
    members = {name: member_value(member) for name, member in decode_object(source, body).items()}
    _refuse_faults(source, list(members.values()))
    return {name: member.value for name, member in members.items()}


def _refuse_faults(source: str, parts: list[Entry]) -> None:
    for part in parts:
        if part.fault:
            raise SourceError(source, f"The answer holds a value that may not be: {part.fault} ({part.field}).")


def _searched(source: str, path: str, value: Any) -> Any:
    try:
        return jmespath.search(path, value)
    except JMESPathError as error:
        raise SourceError(source, f"{path!r} cannot be read in this answer: {error}") from None


def _from_csv(source: str, body: bytes, options: Options) -> tuple[list[Entry], list[str]]:
    try:
        text = body.removeprefix(BOM).decode(options.encoding)
    except UnicodeDecodeError as error:
        raise SourceError(source, f"The answer is not {options.encoding} at byte {error.start}.") from None
    lines = text.splitlines(keepends=True)[options.skip_lines :]
    head = next((line for line in lines if line.strip()), "")
    reader = csv.reader(io.StringIO("".join(lines), newline=""), delimiter=options.delimiter or _delimiter(head))
    try:
        rows = [row for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise SourceError(source, f"The answer is no CSV: {error} at line {reader.line_num}.") from None
    if not rows or len(rows[0]) > MOST_COLUMNS:
        raise SourceError(source, "The answer has no line of column names.")
    names = _unique([clean(name, 200) for name in rows[0]])
    return [_row(names, row) for row in rows[1:]], names


def _row(names: list[str], row: list[str]) -> Entry:
    """A row as an object. Cells beyond the last column are a fault; missing ones at the end are empty."""
    padded = [*row, *[""] * (len(names) - len(row))]
    record = dict(zip(names, map(clean, padded), strict=False))
    if any(cell.strip() for cell in row[len(names) :]):
        return Entry(None, record | {"…": ", ".join(row[len(names) :])}, "more cells than columns", names[-1])
    return Entry(record, record)


def _delimiter(head: str) -> str:
    """The sign that parts the most columns of the first line."""
    return max(_DELIMITERS, key=head.count)


def _unique(names: list[str]) -> list[str]:
    """Columns without a name or with one that is taken get a number."""
    seen: dict[str, int] = {}
    out: list[str] = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        out.append(name if name and seen[name] == 1 else f"{name or 'column'} {len(out) + 1}")
    return out
