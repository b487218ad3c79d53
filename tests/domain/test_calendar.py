"""The working calendar: the law's worked examples, days off of Indonesia, and time that adds up."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.calendar import OFFICE, Shift, WorkingCalendar
from app.settings import CityFile
from app.settings.duty import CalendarSpec, calendar_for, national_days

JAKARTA = ZoneInfo("Asia/Jakarta")
INDONESIA = calendar_for(CalendarSpec(), "Asia/Jakarta")
NIGHTS = WorkingCalendar(
    ZoneInfo("Europe/Berlin"),
    lambda year: frozenset({date(year, 1, 1)}),
    (Shift(frozenset({4, 5}), time(22), time(6)),),
)
ALWAYS = WorkingCalendar(JAKARTA, lambda _: frozenset(), (Shift(frozenset(range(7)), time(0), time(0), True),))
FIRST = datetime(2014, 1, 1, tzinfo=UTC)
moments = st.integers(0, 13 * 365 * 86_400_000).map(lambda ms: FIRST + timedelta(milliseconds=ms))


def wib(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=JAKARTA)  # type: ignore[misc, arg-type]


def test_deadlines_of_the_law_are_the_worked_examples(vectors: dict[str, Any]) -> None:
    for one in vectors["complaints"]["vectors"]:
        received = datetime.combine(date.fromisoformat(one["received"]), time(10), JAKARTA)
        due = INDONESIA.end_of_day(received, one["working_days"]).astimezone(JAKARTA)
        assert (one["id"], due.date().isoformat()) == (one["id"], one["due"])


@pytest.mark.parametrize("year", range(2012, 2028))
def test_the_days_that_are_stored_are_those_of_the_package_but_for_one(year: int) -> None:
    from holidays.countries.indonesia import Indonesia

    package = set(Indonesia(years=year, categories=("public", "government")))
    assert package - set(national_days(year)) == ({date(2016, 6, 1)} if year == 2016 else set())
    assert set(national_days(year)) <= package


def test_a_year_that_is_not_stored_is_as_the_package_expects_it() -> None:
    assert date(2031, 8, 17) in national_days(2031) and date(2031, 8, 18) not in national_days(2031)


def test_lebaran_takes_a_week_and_a_half_from_a_deadline() -> None:
    assert INDONESIA.add_days(wib(2016, 7, 1, 9, 30), 3) == wib(2016, 7, 13, 9, 30)


def test_days_of_the_city_count_and_days_worked_all_the_same_do_too() -> None:
    spec = CalendarSpec.model_validate(
        {"days_off": [{"day": "2017-03-10", "name": "Hari Jadi Kota Bekasi"}], "worked": ["2016-12-26"]}
    )
    calendar = calendar_for(spec, "Asia/Jakarta")
    assert not calendar.is_working(date(2017, 3, 10)) and INDONESIA.is_working(date(2017, 3, 10))
    assert calendar.is_working(date(2016, 12, 26)) and not INDONESIA.is_working(date(2016, 12, 26))


def test_agencies_work_by_their_own_shifts() -> None:
    spec = CalendarSpec.model_validate(
        {"shift": [{"agency": "damkar", "days": ["sat", "sun"], "start": "06:00", "end": "06:00", "holidays": True}]}
    )
    fire, city = calendar_for(spec, "Asia/Jakarta", "damkar"), calendar_for(spec, "Asia/Jakarta", "kebersihan")
    assert fire.worked(wib(2016, 12, 23, 12), wib(2016, 12, 26, 12)) == timedelta(hours=48)
    assert city.worked(wib(2016, 12, 23, 12), wib(2016, 12, 26, 12)) == timedelta(hours=4)


def test_a_shift_over_midnight_ends_on_the_next_day() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    start = datetime(2016, 10, 28, 21, tzinfo=berlin)  # the clock goes back in the night to Sunday
    assert NIGHTS.worked(start, datetime(2016, 10, 30, 7, tzinfo=berlin)) == timedelta(hours=8 + 9)


def test_working_hours_run_on_where_the_office_opens_again() -> None:
    assert INDONESIA.add_worked(wib(2016, 11, 25, 15), timedelta(hours=2)) == wib(2016, 11, 28, 9)
    assert INDONESIA.add_worked(wib(2016, 11, 25, 15), timedelta(hours=1)) == wib(2016, 11, 25, 16)
    assert INDONESIA.add_worked(wib(2016, 11, 26, 15), timedelta(0)) == wib(2016, 11, 26, 15)


def test_the_week_ends_with_its_last_closing() -> None:
    assert INDONESIA.week_end(wib(2016, 11, 30, 10)) == wib(2016, 12, 2, 16)
    assert INDONESIA.week_end(wib(2016, 12, 2, 16)) == wib(2016, 12, 9, 16)
    assert INDONESIA.week_end(wib(2016, 7, 4, 10)) == wib(2016, 7, 15, 16)  # a week of days off only
    assert INDONESIA.week_end(wib(2026, 2, 12, 10)) == wib(2026, 2, 13, 16)


def test_a_calendar_nobody_works_by_is_refused() -> None:
    with pytest.raises(ValueError, match="working day"):
        WorkingCalendar(JAKARTA, lambda _: frozenset(), (Shift(frozenset(), time(8), time(16)),))


@pytest.mark.parametrize("calendar", [INDONESIA, NIGHTS, ALWAYS], ids=["office", "nights", "always"])
@settings(deadline=None)
@given(a=moments, b=moments, c=moments)
def test_working_time_is_monotone_and_adds_up(calendar: WorkingCalendar, a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted((a, b, c))
    assert timedelta(0) <= calendar.worked(a, b) <= b - a
    assert calendar.worked(a, b) + calendar.worked(b, c) == calendar.worked(a, c)
    assert calendar.worked(b, a) == -calendar.worked(a, b)


@pytest.mark.parametrize("calendar", [INDONESIA, NIGHTS, ALWAYS], ids=["office", "nights", "always"])
@settings(deadline=None)
@given(start=moments, minutes=st.integers(1, 60_000))
def test_what_is_added_is_what_was_worked(calendar: WorkingCalendar, start: datetime, minutes: int) -> None:
    span = timedelta(minutes=minutes)
    end = calendar.add_worked(start, span)
    assert calendar.worked(start, end) == span
    assert calendar.worked(start, end - timedelta(milliseconds=1)) < span


@settings(deadline=None)
@given(start=moments, days=st.integers(1, 70))
def test_a_day_more_is_never_earlier_and_ends_on_a_working_day(start: datetime, days: int) -> None:
    due, sooner = INDONESIA.add_days(start, days), INDONESIA.add_days(start, days - 1)
    assert due > sooner
    assert INDONESIA.is_working(due.astimezone(JAKARTA).date())


@pytest.mark.parametrize("calendar", [INDONESIA, NIGHTS], ids=["office", "nights"])
@settings(deadline=None)
@given(starts=st.lists(moments, max_size=20), days=st.integers(1, 70))
def test_very_many_are_counted_as_one_is(calendar: WorkingCalendar, starts: list[datetime], days: int) -> None:
    seconds = np.array([*(at.timestamp() for at in starts), np.nan])
    many, ends = calendar.add_days_many(seconds, days), calendar.end_of_day_many(seconds, days)
    for at, due, end in zip(starts, many, ends, strict=False):
        assert due == pytest.approx(calendar.add_days(at, days).timestamp(), abs=0.001)
        assert end == calendar.end_of_day(at, days).timestamp()
    assert np.isnan(many[-1]) and np.isnan(ends[-1])


def test_the_city_that_ships_has_an_office_calendar(city: CityFile) -> None:
    assert city.working().shifts == (OFFICE,)
