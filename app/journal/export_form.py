"""How exported rows are written: JSON lines, or CSV that no spreadsheet will run."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

_STARTS_A_FORMULA = frozenset("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
_BEFORE_A_FORMULA = "\"';, \t\r\n"  # a spreadsheet that splits or trims a cell may still find a formula behind these


def write_jsonl(out: TextIO, fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line, in the order of the fields."""
    for row in rows:
        out.write(json.dumps({name: row[name] for name in fields}, ensure_ascii=False, allow_nan=False) + "\n")


def write_csv(out: TextIO, fields: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """RFC 4180 with a heading; lists and objects as JSON text, nothing as an empty cell."""
    writer = csv.writer(out)
    writer.writerow(fields)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in fields])


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return guarded(value) if isinstance(value, str) else value


def guarded(text: str) -> str:
    """Text no spreadsheet takes for a formula: an apostrophe before it where one might (safety C1)."""
    start = text.lstrip(_BEFORE_A_FORMULA)[:1]
    is_formula = text[:1] in _STARTS_A_FORMULA or (start != text[:1] and start in _STARTS_A_FORMULA)
    return f"'{text}" if text and is_formula else text
