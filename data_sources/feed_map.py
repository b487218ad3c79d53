"""Where the parts of a record stand: a key by its name, or a JMESPath; wide records melted, sums left out."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError
from rapidfuzz import process

from app.errors import SourceError
from data_sources.columns import BLANK_ROWS, MAY_MISS, TOTAL_ROWS, is_total
from data_sources.feed_options import TIMES, TO_FIELDS, Options
from data_sources.figures import TARGETS
from data_sources.json_decode import Entry
from data_sources.periods import names_a_period
from data_sources.unfit import Unfit
from data_sources.wire_text import is_empty, text_of

Getter = Callable[[Mapping[str, Any]], Any]
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_OPTIONAL = MAY_MISS | {"updated_at", "expected_at", "status", "status_notes", "service_code", "service_name"}
_OPTIONAL |= {"title", "description", "address", "media", "group", "unique_id", "vehicle_name", "vehicle_kind"}
_OPTIONAL |= {"speed_kmh", "course", "accuracy_m", "valid", "agency"}
MOST_LOOKED_AT = 1_000


@dataclass(frozen=True)
class Told:
    """One record by our own names: its parts, its labels, and what nobody asked for."""

    parts: dict[str, Any]
    labels: dict[str, Any]
    rest: dict[str, Any]


class FeedMap:
    """The mapping of a feed's options onto the keys its records really have."""

    def __init__(self, source: str, options: Options, keys: list[str], some: Sequence[Mapping[str, Any]]) -> None:
        """`some` are records to try the paths on. Raises SourceError when a part is in none of them."""
        self._source, self._options, self._keys, self._some = source, options, keys, some
        self._by_name = {_folded(key): key for key in reversed(keys)} | {key: key for key in keys}
        self._used = set[str]()
        self._parts = {target: self._getter(target, place) for target, place in options.fields.items()}
        self._labels = {label: self._getter(label, place) for label, place in options.labels.items()}
        self._melted = self._melted_keys()
        ignored = {_folded(name) for name in options.ignore}
        self._rest = [key for key in keys if key not in self._used and _folded(key) not in ignored]

    @property
    def used(self) -> frozenset[str]:
        """Keys the mapping reads."""
        return frozenset(self._used)

    @property
    def id_key(self) -> str:
        """The key of a record's own id, or ""."""
        place = self._options.fields.get("id", "")
        return self._by_name.get(place) or self._by_name.get(_folded(place)) or ""

    def read(self, record: Mapping[str, Any]) -> Iterator[Told]:
        """The record by our names; several where it is wide. Raises Unfit."""
        labels = {**self._options.constant_labels, **{n: _got(n, get, record) for n, get in self._labels.items()}}
        parts = {**self._options.constants, **{n: self._part(n, get, record) for n, get in self._parts.items()}}
        rest = {key: record[key] for key in self._rest if not is_empty(record.get(key))}
        if not self._options.melt:
            yield Told(parts, labels, rest)
            return
        into = self._options.melt.into
        for key in self._melted:
            if not is_empty(record.get(key)):
                header, value = key.strip(), record[key]
                if into in TARGETS or into in TO_FIELDS.get(self._options.to, ()):
                    yield Told({**parts, into: header, "value": value}, labels, rest)
                else:
                    yield Told({**parts, "value": value}, {**labels, into: header}, rest)

    def left_out(self, record: Mapping[str, Any]) -> str:
        """Why a record is none: a sum of others, or empty. "" for a record."""
        if all(is_empty(value) for value in record.values()):
            return BLANK_ROWS
        if self._options.to == "indicators":
            cells = [_got(name, get, record) for name, get in self._labels.items()]
            cells += [_got(n, get, record) for n, get in self._parts.items() if n in ("name", "period", "month")]
            if any(is_total(text_of(cell, 100), self._options.totals) for cell in cells):
                return TOTAL_ROWS
        return ""

    def _part(self, target: str, get: Getter, record: Mapping[str, Any]) -> Any:
        value = _got(target, get, record)
        if target in TIMES and self._options.time_format and not is_empty(value):
            return _formatted(target, text_of(value, 100), self._options.time_format)
        return value

    def _getter(self, target: str, place: str) -> Getter:
        key = self._by_name.get(place) or self._by_name.get(_folded(place))
        if key is not None:
            self._used.add(key)
            return lambda record: record.get(key)
        try:
            path = jmespath.compile(place)
        except JMESPathError:
            return self._missing(target, place)
        if not _leads_somewhere(place, self._some):
            return self._missing(target, place)
        self._used |= {name for name in _first_names(path.parsed) if name in self._keys}
        return path.search  # type: ignore[no-any-return]

    def _missing(self, target: str, place: str) -> Getter:
        """Nothing, where a record can do without it. Raises SourceError naming what is there."""
        if target in _OPTIONAL or not self._keys:
            return lambda record: None
        near = process.extractOne(place, self._keys, score_cutoff=60)
        meant = f" Was {near[0]!r} meant?" if near else ""
        there = ", ".join(map(repr, self._keys[:20]))
        what = f"No record has {place!r}; there are {there}.{meant}"
        raise SourceError(self._source, what, "Correct fields in the city file.")

    def _melted_keys(self) -> list[str]:
        melt = self._options.melt
        if melt is None:
            return []
        if melt.columns == "periods":
            found = [key for key in self._keys if names_a_period(key)]
        else:
            found = [
                key for name in melt.columns if (key := self._by_name.get(name) or self._by_name.get(_folded(name)))
            ]
        if not found and self._keys:
            self._missing("value", "a month" if melt.columns == "periods" else melt.columns[0])
        self._used |= set(found)
        return found


def keys_of(entries: Iterable[Entry]) -> dict[str, str]:
    """The keys of the records and what kind of value each holds ("" where all are empty)."""
    found: dict[str, str] = {}
    for entry, _ in zip(entries, range(MOST_LOOKED_AT), strict=False):
        for key, value in entry.value.items() if isinstance(entry.value, dict) else ():
            kind = _kind(value)
            known = found.setdefault(key, kind)
            if kind and known != kind:
                found[key] = kind if not known else "mixed"
    return found


def _kind(value: Any) -> str:
    if is_empty(value):
        return ""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "list" if isinstance(value, list) else "object"


def _got(target: str, get: Getter, record: Mapping[str, Any]) -> Any:
    try:
        return get(record)
    except JMESPathError as error:
        raise Unfit(f"cannot be read: {str(error).splitlines()[0][:100]}", target) from None


def _formatted(target: str, text: str, form: str) -> str:
    """A time in the feed's own form as ISO 8601; without a zone it stays without one."""
    try:
        return datetime.strptime(text, form).isoformat()  # noqa: DTZ007 - the reader adds the zone and says so
    except ValueError:
        raise Unfit("not a time", target) from None


def _leads_somewhere(place: str, some: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a path finds something in any record, be it a key that holds nothing."""
    head, _, last = place.rpartition(".")
    for record in some:
        try:
            if jmespath.search(place, record) is not None:
                return True
            above = jmespath.search(head, record) if head else record
        except JMESPathError:
            continue
        if isinstance(above, Mapping) and last in above:
            return True
    return not some and not _NAME.fullmatch(place)


def _first_names(node: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the record itself that an expression reads; with more than is read for an inner one."""
    if node.get("type") == "field":
        yield str(node["value"])
    for child in node.get("children", ()):
        if isinstance(child, Mapping):
            yield from _first_names(child)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()
