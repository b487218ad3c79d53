"""Spans of days as people write them: a day, a week, a month, a quarter, a half, a year, or from one day to another.

Source of rule: domain facts 10.2 (Indonesian names; day before month) and wire formats 4.4. In "3/4/2016" the day comes
first, unless `order` says otherwise; an order that makes no day is no period, never a guess the other way round.
Weeks are those of ISO 8601. "Minggu" before a day is Sunday, before a number alone it is a week.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal

from data_sources.wire_text import text_of

Order = Literal["dmy", "mdy"]
LONGEST = 80
_MONTHS = (
    ("januari", "january", "jan"), ("februari", "pebruari", "february", "feb", "peb"), ("maret", "march", "mar", "mrt"),
    ("april", "apr"), ("mei", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("agustus", "august", "agu", "agt", "ags", "aug", "agust"), ("september", "sep", "sept"),
    ("oktober", "october", "okt", "oct"), ("november", "nopember", "nov", "nop"),
    ("desember", "december", "des", "dec"),
)  # fmt: skip
MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_DAYS = (
    r"(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|sen|sel|rab|kam|jum|sab|min"
    r"|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
)
_MONTH = r"(?P<month>[a-z]{3,9})\.?"
_YEAR = r"(?P<year>\d{4})"
_NTH = r"[ .-]*(?P<n>[1-4]|i{1,3}|iv)"
_FORMS = tuple(
    (re.compile(pattern, re.ASCII), kind)
    for kind, pattern in (
        ("day", rf"{_YEAR}-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[t ]\d.*)?"),
        ("day", rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)"),
        ("day", rf"(?P<a>\d\d?)([/.-])(?P<b>\d\d?)\2{_YEAR}(?: \d\d?[:.]\d\d.*)?"),
        ("day", rf"{_YEAR}([/.])(?P<m>\d\d?)\2(?P<d>\d\d?)"),
        ("day", rf"(?:{_DAYS},? )?(?P<d>\d\d?)[ -]{_MONTH}[ ,-]+{_YEAR}"),
        ("day", rf"(?:{_DAYS},? )?{_MONTH} (?P<d>\d\d?)(?:st|nd|rd|th)?,? {_YEAR}"),
        ("week", rf"{_YEAR}-?w(?P<n>\d\d?)"),
        ("week", rf"(?:minggu|week|pekan|mg|w)(?: ?ke)?[ -]*(?P<n>\d\d?)(?:,? (?:tahun )?| ?[/-] ?){_YEAR}"),
        ("month", rf"(?:bulan )?{_MONTH}(?: tahun)?[ ,'-]+{_YEAR}"),
        ("month", rf"{_YEAR}[ -]{_MONTH}"),
        ("month", rf"{_YEAR}[-/](?P<m>\d\d?)"),
        ("month", rf"(?P<m>\d\d?)[-/]{_YEAR}"),
        ("month", rf"{_YEAR}(?P<m>0[1-9]|1[0-2])"),
        (
            "quarter",
            rf"(?:triwulan|tri wulan|tw|kuartal|quarter|q){_NTH}(?: tahun)?[ ,/-]+{_YEAR}",
        ),
        ("quarter", rf"{_YEAR}[ /-]*(?:triwulan|tw|kuartal|q){_NTH}"),
        ("half", rf"(?:semester|smt|sem)[ .-]*(?P<n>[12]|i{{1,2}})(?: tahun)?[ ,/-]+{_YEAR}"),
        ("year", rf"(?:tahun anggaran |tahun |ta\.? |fy |year )?{_YEAR}(?:\.0)?"),
    )
)
_BETWEEN = tuple(map(re.compile, (r" - ", r" ?s\.?/?d\.? ", r" sampai(?: dengan)? ", r" to ", r" ?/ ?")))


class NotAPeriod(ValueError):
    """The text names no span of days."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days; both count."""

    first: date
    last: date


def read_period(value: Any, order: Order = "dmy") -> Period:
    """The span a text or a bare year names. Raises NotAPeriod."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = text_of(value, LONGEST + 1)
    if not text or len(text) > LONGEST:
        raise NotAPeriod(text[:LONGEST])
    return _read(text, order)


def joined(first: Period, last: Period) -> Period:
    """From the beginning of one span to the end of another. Raises NotAPeriod when it would end before it begins."""
    if last.last < first.first:
        raise NotAPeriod(f"{first.first} - {last.last}")
    return Period(first.first, last.last)


@lru_cache(maxsize=16_384)
def _read(text: str, order: Order) -> Period:
    plain = " ".join(text.casefold().replace("–", "-").replace("’", "'").split())
    try:
        found = _one(plain, order)
        found = found or _from_to(plain, order)
    except (ValueError, OverflowError):
        raise NotAPeriod(text) from None
    if found is None:
        raise NotAPeriod(text)
    return found


def _from_to(plain: str, order: Order) -> Period | None:
    for between in _BETWEEN:
        parts = between.split(plain)
        if len(parts) == 2 and (first := _one(parts[0], order)) and (last := _one(parts[1], order)):
            return joined(first, last)
    return None


def _one(plain: str, order: Order) -> Period | None:
    for form, kind in _FORMS:
        match = form.fullmatch(plain)
        if match and (found := _span(kind, match.groupdict(), order)):
            return found
    return None


def _span(kind: str, parts: dict[str, str | None], order: Order) -> Period | None:
    """The span of a form's parts; None when its word is no month. Raises ValueError for days that are none."""
    year = int(parts["year"] or 0)
    if kind == "year":
        return Period(date(year, 1, 1), date(year, 12, 31))
    if kind == "week":
        monday = date.fromisocalendar(year, int(parts["n"] or 0), 1)
        return Period(monday, monday + timedelta(days=6))
    if kind in ("quarter", "half"):
        length, number = (3 if kind == "quarter" else 6), _ordinal(parts["n"] or "")
        return Period(date(year, (number - 1) * length + 1, 1), _end(year, number * length))
    month = _month(parts, order)
    if month is None:
        return None
    if kind == "month":
        return Period(date(year, month, 1), _end(year, month))
    day = date(year, month, int(parts.get("d") or parts["a" if order == "dmy" else "b"] or 0))
    return Period(day, day)


def _month(parts: dict[str, str | None], order: Order) -> int | None:
    if name := parts.get("month"):
        return MONTH_OF.get(name)
    return int(parts.get("m") or parts["b" if order == "dmy" else "a"] or 0)


def _ordinal(text: str) -> int:
    return _ROMAN.get(text) or int(text)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def names_a_period(header: str) -> bool:
    """Whether a column's header is a month or a span of its own: "Agustus", "Triwulan I", "2015", "Agu 2016"."""
    plain = " ".join(header.casefold().split())
    if plain.rstrip(".") in MONTH_OF or re.fullmatch(r"(?:triwulan|tw|q)[ .-]*(?:[1-4]|i{1,3}|iv)", plain):
        return True
    try:
        read_period(header)
    except NotAPeriod:
        return False
    return True
