"""The working calendar: which days are worked, and how much working time lies between two instants.

A working day is a weekday of the shift that is no day off. Days off (national holidays, joint leave, the city's own)
come from outside as whole days of the city; hours come from shifts. All arithmetic is in whole milliseconds, so that
time counted in two pieces is time counted at once, to the millisecond.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
DaysOff = Callable[[int], frozenset[date]]
"""The days off of a year."""
DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MS = timedelta(milliseconds=1)
_DAY_S, _DAY_ZERO = 86_400.0, 719_163  # seconds of a day; the ordinal of 1 January 1970
_FIRST, _LAST = 1970, 2100  # years beyond are no dates of a complaint: no work is counted there
_FAR_MS = 400 * 86_400_000  # how much further one looks when the end of a span of working time is not in sight


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours on some weekdays (0 = Monday). An end at or before the start is on the next day; a whole day is 00-00.

    `on_holidays` = days off are worked too (fire brigade, flood watch).
    """

    days: frozenset[int]
    start: time
    end: time
    on_holidays: bool = False


OFFICE = Shift(frozenset(range(5)), time(8), time(16))
"""Monday to Friday, eight hours of the clock: 37.5 working hours and the breaks (Perpres 21/2023)."""


def to_ms(at: datetime) -> int:
    """Whole milliseconds since 1970 UTC."""
    return (at - _EPOCH) // _MS


def from_ms(ms: int) -> datetime:
    """The instant, UTC."""
    return _EPOCH + timedelta(milliseconds=ms)


@dataclass(frozen=True, slots=True, eq=False)
class _Span:
    """The open hours of some years: begin and end in ms, ascending, apart; `before` = open ms before each.

    `days` are the ordinals of the days worked.
    """

    first: int
    last: int
    start: Array
    end: Array
    before: Array
    days: Array

    def open_until(self, ms: Array) -> Array:
        """Open milliseconds from the span's beginning to each instant."""
        at = np.searchsorted(self.start, ms, side="right") - 1
        safe = np.maximum(at, 0)
        inside = self.before[safe] + np.minimum(ms, self.end[safe]) - self.start[safe]
        return np.asarray(np.where(at < 0, 0, inside))


class WorkingCalendar:
    """Days and hours that are worked in one place. The hours of years are worked out when they are first asked for."""

    def __init__(self, zone: tzinfo, days_off: DaysOff, shifts: tuple[Shift, ...] = (OFFICE,)) -> None:
        if not any(shift.days for shift in shifts):
            raise ValueError("a calendar without a working day")
        self.zone, self.shifts = zone, shifts
        self._days_off = days_off
        self._span: _Span | None = None
        self._shifts: dict[float, float] = {}  # the zone's offset where a day of UTC begins

    def is_working(self, day: date) -> bool:
        """Whether any shift works on a day of the city."""
        off = day in self._days_off(day.year)
        return any(day.weekday() in shift.days and (shift.on_holidays or not off) for shift in self.shifts)

    def add_days(self, start: datetime, days: int) -> datetime:
        """The same hour so many working days later, UTC; the day of receipt is day 0. Zero days is `start` itself."""
        if days <= 0:
            return start.astimezone(UTC)
        moment = start.astimezone(self.zone)
        today, reach = moment.date().toordinal(), to_ms(start) + 2 * days * 86_400_000 + _FAR_MS
        while True:
            worked = self._over(to_ms(start), reach).days
            at = int(np.searchsorted(worked, today, side="right")) + days - 1
            if at < len(worked):
                return (moment + (int(worked[at]) - today) * DAY).astimezone(UTC)
            reach = 2 * reach - to_ms(start)

    def end_of_day(self, start: datetime, days: int) -> datetime:
        """The last second of the working day so many after the day of `start`: how the law counts. UTC."""
        day = self.add_days(start, days).astimezone(self.zone).date()
        return datetime.combine(day, time(23, 59, 59), self.zone).astimezone(UTC)

    def add_days_many(self, starts: Array, days: int) -> Array:
        """`add_days` for very many; seconds since 1970, NaN stays NaN."""
        wall, shift = self._moved(starts, days)
        return np.asarray(wall - self._offsets(wall - shift))

    def end_of_day_many(self, starts: Array, days: int) -> Array:
        """`end_of_day` for very many; seconds since 1970, NaN stays NaN."""
        wall, shift = self._moved(starts, days)
        last = wall // _DAY_S * _DAY_S + _DAY_S - 1
        return np.asarray(last - self._offsets(last - shift))

    def _moved(self, starts: Array, days: int) -> tuple[Array, Array]:
        """The hour on the clock in the city so many working days later, as if it were UTC, and the zone's offset."""
        shift = self._offsets(starts)
        wall = starts + shift
        known = wall[~np.isnan(wall)]
        if not len(known) or days <= 0:
            return wall, shift
        low, high = int(known.min()) * 1000, int(known.max()) * 1000
        worked = self._over(low, high + 3 * days * 86_400_000 + _FAR_MS).days
        today = np.floor(np.nan_to_num(wall) / _DAY_S).astype("i8") + _DAY_ZERO
        at = np.minimum(np.searchsorted(worked, today, side="right") + days - 1, len(worked) - 1)
        return np.asarray(wall + (worked[at] - today) * _DAY_S), shift

    def _offsets(self, at: Array) -> Array:
        """Seconds the city's clocks are ahead of UTC. Asked a day, and by the moment only on days when it changes."""
        day = np.where(np.isnan(at), 0, at) // _DAY_S
        days, which = np.unique(day, return_inverse=True)
        first, last = (np.array([self._offset_of_day(one) for one in (days + n).tolist()]) for n in (0, 1))
        offsets = first[which]
        for i in np.flatnonzero((first != last)[which] & ~np.isnan(at)).tolist():
            offsets[i] = self._offset(float(at[i]))
        return offsets

    def _offset_of_day(self, day: float) -> float:
        if day not in self._shifts:
            self._shifts[day] = self._offset(day * _DAY_S)
        return self._shifts[day]

    def _offset(self, seconds: float) -> float:
        moment = _EPOCH + timedelta(seconds=float(seconds))
        return (moment.astimezone(self.zone).utcoffset() or timedelta(0)).total_seconds()

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two instants; negative when `end` is before `start`."""
        return int(self.worked_ms(to_ms(start), np.array([to_ms(end)]))[0]) * _MS

    def worked_ms(self, start: int, ends: Array) -> Array:
        """Working milliseconds from one instant to each of many (ms since 1970)."""
        ends = np.asarray(ends, "i8")
        low, high = (min(start, int(ends.min())), max(start, int(ends.max()))) if len(ends) else (start, start)
        span = self._over(low, high)
        return np.asarray(span.open_until(ends) - span.open_until(np.array([start], "i8")))

    def add_worked(self, start: datetime, span: timedelta) -> datetime:
        """When so much working time has passed since `start`, UTC; no time ends at `start` itself."""
        if span <= timedelta(0):
            return start.astimezone(UTC)
        begin, wanted = to_ms(start), span // _MS
        reach = begin + 4 * wanted + _FAR_MS
        while True:
            open_ = self._over(begin, reach)
            goal = int(open_.open_until(np.array([begin], "i8"))[0]) + wanted
            at = int(np.searchsorted(open_.before, goal, side="left")) - 1
            end = int(open_.start[at] + goal - open_.before[at]) if len(open_.before) else reach + 1
            if end <= int(open_.end[-1] if len(open_.end) else 0):
                return from_ms(end)
            reach = 2 * reach - begin

    def week_end(self, now: datetime) -> datetime:
        """When the working week of `now` ends: the last closing of its Monday to Sunday, or of the next with one.

        Weeks whose last closing has passed are over. UTC.
        """
        monday = now.astimezone(self.zone).date()
        monday -= timedelta(days=monday.weekday())
        while True:
            closing = self._closing(monday)
            if closing is not None and closing > now:
                return closing
            monday += timedelta(days=7)

    def _closing(self, monday: date) -> datetime | None:
        days = (monday + timedelta(days=n) for n in range(7))
        ends = [hours[1] for day in days for hours in self._hours(day)]
        return from_ms(max(ends)) if ends else None

    def _hours(self, day: date) -> list[tuple[int, int]]:
        """What is open on the shifts that begin on a day, as ms; a shift that crosses midnight ends on the next."""
        off = day in self._days_off(day.year)
        found = []
        for shift in self.shifts:
            if day.weekday() in shift.days and (shift.on_holidays or not off):
                last = day if shift.end > shift.start else day + DAY
                begin, end = datetime.combine(day, shift.start, self.zone), datetime.combine(last, shift.end, self.zone)
                found.append((to_ms(begin), to_ms(end)))
        return found

    def _over(self, low: int, high: int) -> _Span:
        """The hours of at least the years around two instants; a span grows, so that most questions need no work."""
        first, last = (min(max(from_ms(ms).year, _FIRST), _LAST) for ms in (low, high))
        span = self._span
        if span is None or first <= span.first or last >= span.last:
            if span is not None:
                first, last = min(first, span.first + 1), max(last, span.last - 1)
            span = self._span = self._made(first - 1, last + 1)
        return span

    def _made(self, first: int, last: int) -> _Span:
        day, end = date(first, 1, 1), date(last, 12, 31)
        dates = [date.fromordinal(n) for n in range(day.toordinal(), end.toordinal() + 1)]
        hours = sorted(one for each in dates for one in self._hours(each))
        apart: list[list[int]] = []
        for begin, close in hours:
            if apart and begin <= apart[-1][1]:
                apart[-1][1] = max(apart[-1][1], close)
            else:
                apart.append([begin, close])
        table = np.array(apart, "i8").reshape(-1, 2)
        lengths = table[:, 1] - table[:, 0]
        before = np.cumsum(lengths) - lengths
        worked = np.array([each.toordinal() for each in dates if self.is_working(each)], "i8")
        return _Span(first, last, table[:, 0], table[:, 1], before, worked)
