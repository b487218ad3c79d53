"""datastore_search as CKAN answers it: filters, words, order, fields, the silent ceiling, four forms of records."""

import csv
import io
import json
from dataclasses import dataclass
from typing import Any

from data_sources.simulator.ckan_tables import Row, Table
from data_sources.simulator.faults import Active

CEILING = 32_000
DEFAULT_LIMIT = 100
_COMPARED = {"lt", "lte", "gt", "gte"}


class CkanError(Exception):
    """An error of the Action API: status and body (an object, or a bare string)."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(str(body))
        self.status, self.body = status, body


def invalid(**fields: str) -> CkanError:
    """A validation error, as CKAN words it."""
    return CkanError(409, {"__type": "Validation Error", **{name: [told] for name, told in fields.items()}})


@dataclass(frozen=True)
class Found:
    """The rows of one answer, in the order of `columns`."""

    columns: list[str]
    rows: list[Row]
    total: int
    limit: int
    offset: int


def search(table: Table, asked: dict[str, Any], now: float, faults: Active) -> Found:
    """Rows of a table as asked. Raises CkanError."""
    columns = ["_id", *table.columns]
    limit, offset = _whole(asked, "limit", DEFAULT_LIMIT), _whole(asked, "offset", 0)
    ceiling = int(faults["ceiling"].number(50)) if "ceiling" in faults else CEILING
    limit = min(limit, ceiling)
    filters, words = _object(asked, "filters"), asked.get("q")
    wanted = _fields(asked, columns)
    order = _order(asked.get("sort"), columns)
    if "ignore_query" in faults:
        filters, words, offset, order = {}, None, 0, [("_id", False)]
    numbers, rest = _numbers(table.count(now), filters, faults)
    if not rest and not words and order in ([], [("_id", False)], [("_id", True)]):
        ordered = numbers[::-1] if order == [("_id", True)] else numbers
        rows = list(table.rows(ordered[offset : offset + limit], now))
        return Found(wanted, _only(rows, wanted, columns), len(numbers), limit, offset)
    rows = [row for row in table.rows(numbers, now) if _fits(row, rest, columns) and _speaks(row, words)]
    for name, is_down in reversed(order):
        rows.sort(key=lambda row, name=name: row[name], reverse=is_down)  # type: ignore[misc]
    return Found(wanted, _only(rows[offset : offset + limit], wanted, columns), len(rows), limit, offset)


def _only(rows: list[Row], wanted: list[str], columns: list[str]) -> list[Row]:
    return rows if wanted == columns else [{name: row[name] for name in wanted} for row in rows]


def _whole(asked: dict[str, Any], name: str, default: int) -> int:
    told: Any = asked.get(name)
    try:
        number = default if told in (None, "") else int(told)
    except (TypeError, ValueError):
        raise invalid(**{name: "Invalid integer"}) from None
    if number < 0:
        raise invalid(**{name: "Must be a natural number"})
    return number


def _object(asked: dict[str, Any], name: str) -> dict[str, Any]:
    """A structured value: an object in a POST, JSON text in a GET."""
    told = asked.get(name)
    if isinstance(told, str) and told:
        try:
            told = json.loads(told)
        except ValueError:
            raise invalid(**{name: "Cannot parse JSON"}) from None
    if told and not isinstance(told, dict):
        raise invalid(**{name: f"{told!r} is not a dictionary"})
    return told or {}


def _fields(asked: dict[str, Any], columns: list[str]) -> list[str]:
    told = asked.get("fields")
    if isinstance(told, str) and told.startswith("["):
        told = json.loads(told)
    names = [part.strip() for part in told.split(",")] if isinstance(told, str) and told else list(told or columns)
    by_name = {name.strip(): name for name in columns}
    if unknown := [name for name in names if name.strip() not in by_name]:
        raise invalid(fields=f'field "{unknown[0]}" not in table')
    return [by_name[name.strip()] for name in names]


def _order(told: Any, columns: list[str]) -> list[tuple[str, bool]]:
    """`"tanggal desc nulls last, _id"`."""
    parts = told.split(",") if isinstance(told, str) else list(told or [])
    by_name = {name.strip(): name for name in columns}
    order = []
    for part in filter(None, (p.strip() for p in parts)):
        words = part.replace(" nulls last", "").replace(" nulls first", "").rsplit(" ", 1)
        is_down = len(words) == 2 and words[1].lower() in ("asc", "desc") and words[1].lower() == "desc"
        name = words[0] if len(words) == 2 and words[1].lower() in ("asc", "desc") else part
        name = name.strip().strip('"').strip()
        if name not in by_name:
            raise invalid(sort=f'field "{name}" not in table')
        order.append((by_name[name], is_down))
    return order


def _numbers(count: int, filters: dict[str, Any], faults: Active) -> tuple[range, dict[str, Any]]:
    """The ids a filter on `_id` leaves, and the other filters. Filters that compare came with release 2.12."""
    first, last, rest = 1, count, dict(filters)
    told = rest.get("_id")
    if any(isinstance(value, dict) for value in filters.values()) and "old_filters" in faults:
        raise invalid(filters="invalid value")
    if isinstance(told, dict):
        if unknown := set(told) - _COMPARED:
            raise invalid(filters=f"unknown operator {unknown.pop()}")
        del rest["_id"]
        for operator, value in told.items():
            bound = int(value)
            if operator in ("gt", "gte"):
                first = max(first, bound + (operator == "gt"))
            else:
                last = min(last, bound - (operator == "lt"))
    return range(first, max(first, last + 1)), rest


def _fits(row: Row, filters: dict[str, Any], columns: list[str]) -> bool:
    by_name = {name.strip(): name for name in columns}
    for name, wanted in filters.items():
        if name.strip() not in by_name:
            raise invalid(filters=f'field "{name}" not in table')
        cell, choices = row[by_name[name.strip()]], wanted if isinstance(wanted, list) else [wanted]
        if isinstance(wanted, dict):
            if not all(_compares(str(cell), operator, str(value)) for operator, value in wanted.items()):
                return False
        elif str(cell) not in {str(choice) for choice in choices}:
            return False
    return True


def _compares(cell: str, operator: str, value: str) -> bool:
    if operator not in _COMPARED:
        raise invalid(filters=f"unknown operator {operator}")
    return {"lt": cell < value, "lte": cell <= value, "gt": cell > value, "gte": cell >= value}[operator]


def _speaks(row: Row, words: Any) -> bool:
    """Full text: all words in any cell, or a word in the cell of a column."""
    if not words:
        return True
    if isinstance(words, str) and words.lstrip().startswith("{"):
        words = json.loads(words)
    if isinstance(words, dict):
        return all(str(word).lower() in str(row.get(name, "")).lower() for name, word in words.items())
    text = " ".join(str(value) for value in row.values()).lower()
    return all(word in text for word in str(words).lower().split())


def shaped(found: Found, form: str) -> Any:
    """The records in the wanted form: objects, lists, csv or tsv."""
    if form == "objects":
        return found.rows
    rows = [[row[name] for name in found.columns] for row in found.rows]
    if form == "lists":
        return rows
    if form not in ("csv", "tsv"):
        raise invalid(records_format=f"Value must be one of ['objects', 'lists', 'csv', 'tsv'], not {form}")
    out = io.StringIO()
    csv.writer(out, delimiter="," if form == "csv" else "\t", lineterminator="\n").writerows(rows)
    return out.getvalue()
