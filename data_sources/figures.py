"""Figures that agencies report of themselves, from whatever a table or a feed tells of them.

Source of rule: the record's own "as of" dates a figure, else the end of its period in the city's zone, never later than
we heard of it. A blank value is kept as none and is never zero.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.domain.indicator import Indicator, indicator_id
from app.settings import CityFile, SourceSpec
from data_sources import personal
from data_sources.amounts import Amount, NotAnAmount, Notation, read_amount
from data_sources.dates import NotATime, read_time
from data_sources.flags import ordered
from data_sources.periods import NotAPeriod, Order, Period, joined, read_period
from data_sources.unfit import Unfit
from data_sources.wire_text import LONGEST_ID, is_empty, text_of

TARGETS = (
    *("id", "agency", "name", "value", "unit", "as_of", "owner", "remark"),
    *("period", "period_to", "year", "half", "quarter", "month", "week", "day"),
)
"""What a figure is made of, beside its labels."""
_WITH_ZONE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d.*(?:Z|[+-]\d\d:?\d\d)", re.IGNORECASE | re.ASCII)
_DAY = timedelta(days=1)
_PREFIX = {"half": "Semester", "quarter": "Triwulan", "week": "Minggu"}


@dataclass(frozen=True)
class Writing:
    """How a source writes: its notation of numbers, its order of day and month, the words it has for ours.

    `scale` turns its numbers into whole units (1000000 where a table says "in millions"). `words` translate by label
    or target: {"jenis": {"Pajak Hotel": "HOTEL"}}. Labels in `dates` name a day.
    """

    notation: Notation = "auto"
    order: Order = "dmy"
    scale: float = 1.0
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Collection[str] = ()


class FigureReader:
    """Reads the figures of one source."""

    def __init__(self, spec: SourceSpec, city: CityFile, how: Writing, zone: ZoneInfo | None = None) -> None:
        self._spec, self._how, self._zone = spec, how, zone or city.city.tz
        self._city_zone = city.city.tz
        self._words = {name: {_folded(k): v for k, v in words.items()} for name, words in how.words.items()}
        areas = {"kecamatan": city.places.kecamatan, "kelurahan": city.places.kelurahan}
        self._codes = {name: {_squeezed(a.name): a.code for a in many} for name, many in areas.items()}
        self._ends: dict[date, datetime] = {}

    def indicator(
        self,
        told: Mapping[str, Any],
        labels: Mapping[str, Any],
        now: datetime,
        *,
        notation: Notation | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> Indicator:
        """The figure of a record by target and label. Raises Unfit. `notation` wins over the source's own."""
        agency, name = self._word("agency", told) or self._spec.agency, self._word("name", told)
        if not agency or not name:
            raise Unfit("no agency" if not agency else "no name of the figure", "agency" if not agency else "name")
        period, amount = self._period(told), self._amount(told, notation or self._how.notation)
        named = {key: word for key in sorted(labels) if (word := self._label(key, labels[key]))}
        valid_at, flags = self._valid_at(told, period, now)
        own = text_of(told.get("id"), 2 * LONGEST_ID)
        if len(own) > LONGEST_ID:
            raise Unfit("id too long", "id")
        return Indicator(
            source=self._spec.id,
            id=own or indicator_id(agency, name, period.first, period.last, named),
            valid_at=valid_at,
            agency=agency,
            name=name,
            period_from=period.first,
            period_to=period.last,
            value=None if amount.value is None else amount.value * self._how.scale,
            unit=self._unit(told, amount),
            labels=named,
            flags=flags,
            extra=self._extra(told, extra or {}),
        )

    def _word(self, target: str, told: Mapping[str, Any]) -> str:
        text = text_of(told.get(target), LONGEST_ID)
        return self._words[target].get(_folded(text), text) if target in self._words else text

    def _label(self, name: str, value: Any) -> str:
        """A label's word; a district by its name becomes its code, spaces and case aside."""
        text = text_of(value, LONGEST_ID)
        if name in self._words and (word := self._words[name].get(_folded(text))) is not None:
            return word
        if text and name in self._how.dates:
            return self._day(name, text)
        return self._codes[name].get(_squeezed(text), text) if name in self._codes else text

    def _day(self, name: str, text: str) -> str:
        try:
            return self._span(text).first.isoformat()
        except NotAPeriod:
            raise Unfit("not a day", name) from None

    def _amount(self, told: Mapping[str, Any], notation: Notation) -> Amount:
        try:
            return read_amount(told.get("value"), notation)
        except (NotAnAmount, OverflowError):
            raise Unfit("not an amount", "value") from None

    def _unit(self, told: Mapping[str, Any], amount: Amount) -> str:
        unit = self._word("unit", told)
        if {unit, amount.unit} == {"IDR", "%"}:
            raise Unfit("another unit", "value")
        return unit or amount.unit

    def _period(self, told: Mapping[str, Any]) -> Period:
        field_ = "period" if not is_empty(told.get("period")) else "year"
        try:
            first = self._span(_period_text(told))
            until = told.get("period_to")
            return first if is_empty(until) else joined(first, self._span(text_of(until, 100)))
        except NotAPeriod as wrong:
            raise Unfit("not a period" if str(wrong) else "no period", field_) from None

    def _span(self, text: str) -> Period:
        if _WITH_ZONE.fullmatch(text):
            try:
                text = read_time(text, self._zone, datetime.max.replace(tzinfo=self._zone)).at.astimezone(
                    self._city_zone
                ).strftime("%Y-%m-%d")  # fmt: skip
            except NotATime:
                raise NotAPeriod(text) from None
        return read_period(text, self._how.order)

    def _valid_at(self, told: Mapping[str, Any], period: Period, now: datetime) -> tuple[datetime, tuple[str, ...]]:
        as_of = told.get("as_of")
        if not is_empty(as_of):
            try:
                moment = read_time(as_of, self._zone, now)
            except NotATime:
                raise Unfit("not a time", "as_of") from None
            return min(moment.at, now), ordered(moment.flags)
        if period.last not in self._ends:
            self._ends[period.last] = _end_of(period.last, self._city_zone)
        return min(self._ends[period.last], now), ()

    def _extra(self, told: Mapping[str, Any], extra: Mapping[str, Any]) -> dict[str, Any]:
        kept = personal.split(extra)[0] if extra else {}
        said = {key: text for key in ("owner", "remark") if (text := text_of(told.get(key), 2_000))}
        return {**kept, **said}


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    """The midnight that ends a day."""
    try:
        return datetime.combine(day + _DAY, time(), zone).astimezone(ZoneInfo("UTC"))
    except OverflowError:
        return datetime.max.replace(tzinfo=ZoneInfo("UTC"))


def _period_text(told: Mapping[str, Any]) -> str:
    """The period in one text: its own, or put together from a year and parts of it."""
    own, year = text_of(told.get("period"), 100), text_of(told.get("year"), 30).removesuffix(".0")
    if own:
        return f"{own} {year}".strip() if year and not re.search(r"\d{4}", own) else own
    for part in ("week", "quarter", "half"):
        if text := text_of(told.get(part), 30):
            return f"{_PREFIX[part]} {text} {year}" if re.fullmatch(r"\d\d?|[iIvV]+", text) else f"{text} {year}"
    month, day = text_of(told.get("month"), 30), text_of(told.get("day"), 30)
    if month.isdigit():
        return f"{year}-{month}" + (f"-{day}" if day else "")
    return " ".join(filter(None, (day, month, year)))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _squeezed(text: str) -> str:
    return "".join(text.split()).casefold()
