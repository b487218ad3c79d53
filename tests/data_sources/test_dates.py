"""Times as far ends write them (safety row H8)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from data_sources.dates import NotATime, read_time, utc_text

WIB = ZoneInfo("Asia/Jakarta")
BERLIN = ZoneInfo("Europe/Berlin")
FIRST = datetime(1970, 1, 2)  # noqa: DTZ001 - hypothesis adds the zone
LAST = datetime(2100, 1, 1)  # noqa: DTZ001
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
THREE = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T03:00:00Z",
        "2026-11-24T03:00:00z",
        "2026-11-24T10:00:00+07:00",
        "2026-11-24T10:00:00+0700",
        "2026-11-24 10:00:00 +07",
        "2026-11-24T10:00:00.000+07:00",
        "2026-11-24T10:00:00,0+07:00",
        "2026-11-24T10:00+07:00",
        "2026-11-23T22:00:00-05:00",
        "2026-11-24 10:00 WIB",
        "Tue, 24 Nov 2026 03:00:00 GMT",
        "Tue, 24 Nov 2026 10:00:00 +0700",
        "24.11.2026 11:00 WITA",
        ["2026-11-24T03:00:00Z"],
        1795489200,
        "1795489200",
        1795489200000,
        "1795489200000",
        "  2026-11-24T03:00:00Z ",
    ],
)
def test_H8_an_instant_that_is_told_is_not_flagged(text):
    moment = read_time(text, BERLIN, NOW)
    assert (moment.at, moment.flags) == (THREE, ())


@pytest.mark.parametrize(
    "text", ["2026-11-24T10:00:00", "2026-11-24 10:00", "24.11.2026 10:00", "24.11.2026 10.00.00", "24.11.2026, 10:00"]
)
def test_H8_a_naive_time_is_read_in_the_sources_zone_and_flagged(text):
    moment = read_time(text, WIB, NOW)
    assert (moment.at, moment.flags, moment.raw) == (THREE, ("tz_assumed",), text)


def test_H8_a_date_alone_is_its_midnight_and_flagged():
    assert read_time("2026-11-24", WIB, NOW).at == datetime(2026, 11, 23, 17, tzinfo=UTC)
    assert read_time("24.11.2026", WIB, NOW).flags == ("tz_assumed",)


def test_H8_fractions_of_any_length():
    assert read_time("2026-11-24T03:00:00.123456789Z", WIB, NOW).at == THREE + timedelta(microseconds=123456)
    assert read_time("2026-11-24T03:00:00.5Z", WIB, NOW).at == THREE + timedelta(milliseconds=500)
    assert read_time(1795489200500, WIB, NOW).at == THREE + timedelta(milliseconds=500)


def test_H8_the_end_of_a_day_and_a_leap_second():
    assert read_time("2026-11-23T24:00:00Z", WIB, NOW).at == datetime(2026, 11, 24, tzinfo=UTC)
    assert read_time("2016-12-31T23:59:60Z", WIB, NOW).at == datetime(2017, 1, 1, tzinfo=UTC)


def test_H8_more_than_five_minutes_ahead_is_flagged():
    assert read_time(utc_text(NOW + timedelta(minutes=5)), WIB, NOW).flags == ()
    assert read_time(utc_text(NOW + timedelta(minutes=5, seconds=1)), WIB, NOW).flags == ("clock",)
    assert set(read_time("2026-11-25T10:00:00", WIB, NOW).flags) == {"tz_assumed", "clock"}


def test_H8_summer_time_gap_and_overlap_are_read_and_flagged():
    gap = read_time("2026-03-29T02:30:00", BERLIN, NOW)  # these clocks never showed it
    overlap = read_time("2026-10-25T02:30:00", BERLIN, NOW)  # they showed it twice; the first is taken
    assert (gap.at, gap.flags) == (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), ("tz_assumed",))
    assert (overlap.at, overlap.flags) == (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ("tz_assumed",))


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "kemarin",
        "Tue, 24 Nov 2026 03:00:00",
        "Tue, 24 Nov 2026 03:00:00 EST",
        "Tue, 44 Nov 2026 03:00:00 GMT",
        "11/24/2026 10:00:00 AM",  # or the 11th of a 24th month: not guessed
        "2026-13-01",
        "2026-02-30T10:00:00Z",
        "2026-11-24T25:00:00Z",
        "2026-11-24T10:61:00Z",
        "12:00",
        "2026-11-24T10:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-10:00",
        "99999999999999",
        True,
        "24/11/2026 10:00",
        "2026-11-24T24:00:01Z",
        {"a": "b", "c": "d"},
        "٢٠٢٦-١١-٢٤",
    ],
)
def test_H8_what_is_no_time_is_refused(text):
    with pytest.raises(NotATime):
        read_time(text, WIB, NOW)


@given(some.one_of(some.text(max_size=40), some.integers(), some.floats(), some.none(), some.booleans()))
def test_reading_any_value_gives_an_instant_or_NotATime(value):
    try:
        assert read_time(value, WIB, NOW).at.tzinfo is UTC
    except NotATime:
        pass


@given(some.datetimes(min_value=FIRST, max_value=LAST, timezones=some.just(UTC)))
def test_reading_our_own_text_gives_the_same_instant_again(moment):
    assert read_time(utc_text(moment), WIB, NOW).at == moment
