"""The columns of a table by the names people gave them: spaces and case aside, wide ones melted, sums left out.

Source of rule: wire formats 4.4 (headers with trailing spaces, a total row mixed with the records).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from rapidfuzz import process

from app.errors import SourceError
from data_sources.periods import names_a_period
from data_sources.table_options import TableOptions
from data_sources.wire_text import is_empty, text_of

INTERNAL = frozenset({"_id", "_full_text", "_count", "rank"})
"""Columns of the store itself."""
MAY_MISS = frozenset({"unit", "as_of", "owner", "remark"})
"""Targets a figure can do without; a column that vanishes from them is shown and no failure."""
TOTAL_ROWS, BLANK_ROWS = "total rows", "blank rows"
_MELTED = "\x00melted"
_TOTAL = re.compile(
    r"(?:(?:grand|sub)[ -]?)?(?:total|jumlah|jml)"
    r"(?: (?:total|seluruh(?:nya)?|keseluruhan|semua|akhir|pajak|besar))*[ .:]*"
)


@dataclass(frozen=True)
class Columns:
    """Where each target and label of these options stands in a table with these headers."""

    options: TableOptions
    targets: Mapping[str, str]
    labels: Mapping[str, str]
    melted: tuple[str, ...]
    kept: tuple[str, ...] = field(default=())

    def rows(self, record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """The record itself, or one record a melted column."""
        if not self.melted:
            yield record
            return
        for header in self.melted:
            if not is_empty(record.get(header)):
                yield {**record, _MELTED: record[header], "\x00header": header.strip()}

    def told(self, row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the row tells, by target and by label, with what is always so."""
        told = {**self.options.constants, **{target: row.get(name) for target, name in self.targets.items()}}
        labels = {**self.options.constant_labels, **{label: row.get(name) for label, name in self.labels.items()}}
        if self.melted:
            told["value"] = row[_MELTED]
            into = self.options.melt.into if self.options.melt else ""
            (told if into in _INTO_TARGETS else labels)[into] = row["\x00header"]
        return told, labels

    def left_out(self, row: Mapping[str, Any]) -> str:
        """Why a row is no record: a sum of others, or empty. "" for a record."""
        if any(is_total(text_of(row.get(name), 100), self.options.totals) for name in self._named):
            return TOTAL_ROWS
        return BLANK_ROWS if all(is_empty(value) for name, value in row.items() if name not in INTERNAL) else ""

    @cached_property
    def _named(self) -> list[str]:
        return [*self.labels.values(), *(n for t, n in self.targets.items() if t in _TEXTS)]

    def unasked(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """What nobody asked for, kept beside the figure."""
        return {name: row[name] for name in self.kept if not is_empty(row.get(name))}


_INTO_TARGETS = frozenset({"name", "agency", "period", "year", "half", "quarter", "month", "week", "day", "unit"})
_TEXTS = frozenset({"name", "agency", "period", "year", "half", "quarter", "month", "week", "day", "period_to"})


def find_columns(source: str, options: TableOptions, headers: list[str]) -> Columns:
    """The columns of a table with these headers. Raises SourceError naming one that is not there, and the nearest."""
    by_name = {_folded(header): header for header in reversed(headers)} | {header: header for header in headers}
    found = {t: by_name.get(n) or by_name.get(_folded(n)) for t, n in options.fields.items()}
    labels = {label: by_name.get(n) or by_name.get(_folded(n)) for label, n in options.labels.items()}
    for target, header in (*found.items(), *labels.items()):
        if header is None and target not in MAY_MISS:
            _fail(source, (options.labels if target in labels else options.fields)[target], headers)
    melted = _melted(source, options, headers, by_name)
    named = {header for header in (*found.values(), *labels.values(), *melted) if header}
    ignored = {_folded(name) for name in options.ignore}
    kept = tuple(h for h in headers if h not in named | INTERNAL and _folded(h) not in ignored)
    return Columns(
        options,
        {target: header for target, header in found.items() if header},
        {label: header for label, header in labels.items() if header},
        melted,
        kept,
    )


def _melted(source: str, options: TableOptions, headers: list[str], by_name: Mapping[str, str]) -> tuple[str, ...]:
    if options.melt is None:
        return ()
    if options.melt.columns == "periods":
        found = tuple(header for header in headers if header not in INTERNAL and names_a_period(header))
        return found or _fail(source, "a month", headers)
    return tuple(
        by_name.get(n) or by_name.get(_folded(n)) or _fail(source, n, headers)[0] for n in options.melt.columns
    )


def _fail(source: str, name: str, headers: list[str]) -> tuple[str, ...]:
    near = process.extractOne(name, headers, score_cutoff=60) if headers else None
    there = ", ".join(repr(header) for header in headers[:20])
    meant = f" Was {near[0]!r} meant?" if near else ""
    raise SourceError(
        source, f"There is no column {name!r}; there are {there or 'none'}.{meant}", "Correct fields in the city file."
    )


@lru_cache(maxsize=4_096)
def is_total(cell: str, more: tuple[str, ...]) -> bool:
    """Whether a cell marks a row of sums: "Total", "Jumlah seluruhnya" and the like, or one of `more`."""
    cell = _folded(cell)
    return bool(_TOTAL.fullmatch(cell)) or cell in {word.casefold() for word in more}


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
