"""Places of an x axis that are days since 1970-01-01: their words, and where words stand at every zoom."""

from datetime import UTC, date, datetime, time, timedelta

from babel.dates import format_date

from app.i18n import Language

EPOCH = date(1970, 1, 1)
_STEPS = (1, 2, 7, 14)  # days, where a month is too long
_YEAR = 370  # days within which a month's name alone says which one
_MONTHS = (1, 2, 3, 6, 12, 24, 60)


def day_of(x: float) -> date:
    """The day at a place, that of the nearest whole number."""
    return EPOCH + timedelta(days=round(x))


def day_words(day: date, words: Language) -> str:
    """30 Nov 2016"""
    return words.date(datetime.combine(day, time(12), UTC))


class DayAxis:
    """Makes the words of one chart in one language."""

    def __init__(self, words: Language) -> None:
        self._words = words

    def say(self, x: float) -> str:
        """30 Nov 2016"""
        return day_words(day_of(x), self._words)

    def ticks(self, left: float, right: float, most: int) -> list[tuple[float, str]]:
        """At most so many places with their words: months of a year, days of a month."""
        days = right - left
        for step in _STEPS:
            if days / step <= most and days < 62:
                return self._every(left, right, step)
        months = days / 30.4
        step = next((m for m in _MONTHS if months / m <= most), _MONTHS[-1])
        return self._months(left, right, step)

    def _every(self, left: float, right: float, step: int) -> list[tuple[float, str]]:
        first = int(left) + (left > int(left))
        places = range(first + (-first) % step, int(right) + 1, step)
        return [(float(x), self._form(day_of(x), "d MMM")) for x in places]

    def _months(self, left: float, right: float, step: int) -> list[tuple[float, str]]:
        start = day_of(left)
        found: list[tuple[float, str]] = []
        form = "y" if step >= 12 else "MMM" if right - left <= _YEAR else "MMM yy"
        month = (start.year * 12 + start.month - 1) // step * step
        while True:
            day = date(month // 12, month % 12 + 1, 1)
            x = float((day - EPOCH).days)
            if x > right:
                return found
            if x >= left:
                found.append((x, self._form(day, form)))
            month += step

    def _form(self, day: date, form: str) -> str:
        return str(format_date(day, form, locale=self._words.locale))
