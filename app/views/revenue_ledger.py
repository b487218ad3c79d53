"""Realised taxes out of the picture: one row a record, told apart by kind, kecamatan, year and day of the year."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from app.domain.tax_kinds import TaxKind, family
from app.picture.picture import Picture
from app.views.figure import Array
from app.views.standing import GONE, day_number, day_of

KIND_LABEL, DISTRICT_LABEL = "jenis", "kecamatan"


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Records in the order of their keys. `family`, `district`: indexes into the ledger's names; `value` NaN = none.

    `number` is the day of the year on which a record's period ends, 1 for 1 January. `phase` are bits that say what a
    record counts for, once the year that is asked for is known.
    """

    family: Array
    district: Array
    year: Array
    number: Array
    value: Array
    key: Array
    source: Array
    valid: Array
    phase: Array

    def only(self, which: Array | slice) -> "Rows":
        """Some of them, by index, mask or slice; a slice copies nothing."""
        return Rows(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Records:
    """What one line keeps of its rows."""

    number: Array
    value: Array
    key: Array
    source: Array
    phase: Array

    def only(self, which: Array | slice) -> "Records":
        """Some of them; a slice copies nothing."""
        return Records(*(getattr(self, field.name)[which] for field in fields(self)))


def records(rows: Rows, at: Array) -> Records:
    """The records of some rows."""
    return Records(*(getattr(rows, field.name)[at] for field in fields(Records)))


def joined(many: Sequence[Records]) -> Records:
    """Records one after the other; nothing of nothing."""
    if not many:
        return Records(*(np.empty(0, kind) for kind in ("i2", "f8", "i8", "u2", "u1")))
    return Records(*(np.concatenate([getattr(one, field.name) for one in many]) for field in fields(Records)))


NOW, FORMER, BEFORE, BLANK = 1, 2, 4, 8
"""Phases: money of this year up to the newest day; of former whole years; of last year to the same date; no value."""


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """All rows of one indicator; kinds that continue each other are one family. `years` newest first."""

    rows: Rows
    families: tuple[str, ...]
    districts: tuple[str, ...]
    years: tuple[int, ...]


def ledger(picture: Picture, name: str, kinds: Mapping[str, TaxKind], *, withdrawn: bool = False) -> Ledger:
    """The records of `name`; those their source withdrew do not count, and are told only when asked for."""
    c = picture.indicators
    code = picture.words.find(name)
    gone = c.flags & GONE != 0
    if not code or (withdrawn and not gone.any()):
        at = np.empty(0, "i8")
    else:
        at = np.flatnonzero((c.name == code) & (c.commit > 0) & (gone if withdrawn else ~gone))
    labels = labels_of(picture, c.labels[at])
    families, family_of = _indexed({k: family(told.get(KIND_LABEL, ""), kinds) for k, told in labels.items()})
    districts, district_of = _indexed({k: told.get(DISTRICT_LABEL, "") for k, told in labels.items()})
    year, number = _year_and_number(c.day_to[at])
    rows = Rows(
        family_of[c.labels[at]],
        district_of[c.labels[at]],
        year,
        number,
        c.value[at],
        at + 1,
        c.source[at],
        c.valid[at],
        np.zeros(len(at), "u1"),
    )
    years = np.flatnonzero(np.bincount(year)) if len(at) else year
    return Ledger(rows, families, districts, tuple(int(y) for y in years[::-1]))


def labels_of(picture: Picture, codes: Array) -> dict[int, Mapping[str, str]]:
    """The labels behind the codes of a column; what is no JSON object has none."""
    found = np.flatnonzero(np.bincount(codes)).tolist() if len(codes) else []
    return {code: _labels(picture.words.text(code)) for code in found}


@lru_cache(maxsize=2**16)  # as many as there are codes
def _labels(text: str) -> Mapping[str, str]:
    told = json.loads(text) if text.startswith("{") else {}
    return MappingProxyType({str(name): str(value) for name, value in told.items()})


def _indexed(names: Mapping[int, str]) -> tuple[tuple[str, ...], Array]:
    """The names in order, and a table from a label's code to the index of its name."""
    order = tuple(sorted(set(names.values())))
    table = np.zeros(max(names, default=0) + 1, "u2")
    for code, name in names.items():
        table[code] = order.index(name)
    return order, table


def _year_and_number(days: Array) -> tuple[Array, Array]:
    """Year and day of the year of days since 1970-01-01."""
    if not len(days):
        return np.empty(0, "i2"), np.empty(0, "i2")
    first, last = day_of(int(days.min())).year, day_of(int(days.max())).year
    starts = np.array([day_number(date(year, 1, 1)) for year in range(first, last + 1)], days.dtype)
    which = np.searchsorted(starts, days, "right") - 1
    return (which + first).astype("i2"), (days - starts[which] + 1).astype("i2")
