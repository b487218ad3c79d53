"""Spans of days as people write them, in Indonesian and English."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from data_sources.periods import NotAPeriod, Period, joined, names_a_period, read_period

DAYS = st.dates(date(1950, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "text,first,last",
    [
        ("2016-11-30", (2016, 11, 30), (2016, 11, 30)),
        ("2016-11-30T08:15:00", (2016, 11, 30), (2016, 11, 30)),
        ("30/11/2016", (2016, 11, 30), (2016, 11, 30)),
        ("3/4/2016 08.00", (2016, 4, 3), (2016, 4, 3)),
        ("30-11-2016", (2016, 11, 30), (2016, 11, 30)),
        ("17 Agustus 2016", (2016, 8, 17), (2016, 8, 17)),
        ("Rabu, 17 Agu 2016", (2016, 8, 17), (2016, 8, 17)),
        ("Minggu, 30 Oktober 2016", (2016, 10, 30), (2016, 10, 30)),
        ("17-Aug-2016", (2016, 8, 17), (2016, 8, 17)),
        ("August 17, 2016", (2016, 8, 17), (2016, 8, 17)),
        ("Minggu 45 2016", (2016, 11, 7), (2016, 11, 13)),
        ("Minggu ke-1 tahun 2016", (2016, 1, 4), (2016, 1, 10)),
        ("Nopember 2016", (2016, 11, 1), (2016, 11, 30)),
        ("Feb-2016", (2016, 2, 1), (2016, 2, 29)),
        ("2016-08", (2016, 8, 1), (2016, 8, 31)),
        ("8/2016", (2016, 8, 1), (2016, 8, 31)),
        ("Triwulan III 2016", (2016, 7, 1), (2016, 9, 30)),
        ("TW3 2016", (2016, 7, 1), (2016, 9, 30)),
        ("2016-Q4", (2016, 10, 1), (2016, 12, 31)),
        ("Semester II 2016", (2016, 7, 1), (2016, 12, 31)),
        ("Tahun 2016", (2016, 1, 1), (2016, 12, 31)),
        (2016, (2016, 1, 1), (2016, 12, 31)),
        (2016.0, (2016, 1, 1), (2016, 12, 31)),
        ("1 Januari 2016 s.d. 7 Januari 2016", (2016, 1, 1), (2016, 1, 7)),
        ("01/02/2016 - 05/02/2016", (2016, 2, 1), (2016, 2, 5)),
    ],
)  # fmt: skip
def test_a_text_is_the_days_it_names(text, first, last):
    assert read_period(text) == Period(date(*first), date(*last))


def test_the_day_comes_first_unless_the_source_says_otherwise():
    assert read_period("3/4/2016") == Period(date(2016, 4, 3), date(2016, 4, 3))
    assert read_period("3/4/2016", "mdy") == Period(date(2016, 3, 4), date(2016, 3, 4))
    with pytest.raises(NotAPeriod):
        read_period("12/25/2016")  # no silent guess the other way round


@pytest.mark.parametrize(
    "text",
    ["", None, "Total", "foo 2016", "31/02/2016", "0000", "5 2016", "Triwulan V 2016", "2016-13", "2016-W53", "x" * 90],
)
def test_what_names_no_days_is_refused(text):
    with pytest.raises(NotAPeriod):
        read_period(text)


def test_a_span_that_ends_before_it_begins_is_refused():
    with pytest.raises(NotAPeriod):
        joined(read_period("2016"), read_period("2015"))


@pytest.mark.parametrize("header", ["Agustus", "Okt", "Triwulan I", "TW 4", "2015", "Des 2016", " maret "])
def test_a_column_may_be_named_after_a_period(header):
    assert names_a_period(header)


@pytest.mark.parametrize("header", ["Jenis Pajak", "Total", "Target", "_id", "Kecamatan", ""])
def test_other_columns_are_not(header):
    assert not names_a_period(header)


@given(DAYS, st.sampled_from(["id", "en"]), st.sampled_from(["d MMMM y", "EEEE, d MMMM y", "d MMM y", "dd/MM/y"]))
def test_any_day_written_by_babel_comes_back(day, locale, form):
    assert read_period(format_date(day, form, locale=locale)) == Period(day, day)


@given(DAYS, st.sampled_from(["id", "en"]), st.sampled_from(["MMMM y", "MMM y", "y-MM"]))
def test_any_month_written_by_babel_comes_back(day, locale, form):
    found = read_period(format_date(day, form, locale=locale))
    assert (found.first.day, found.first.month, found.first.year) == (1, day.month, day.year)
    assert (found.last + timedelta(days=1)).day == 1 and found.first <= day <= found.last


@given(DAYS)
def test_any_week_comes_back(day):
    year, week, _ = day.isocalendar()
    for text in (f"{year}-W{week:02d}", f"Minggu {week} {year}", f"Minggu ke-{week} tahun {year}"):
        found = read_period(text)
        assert found.first <= day <= found.last and (found.last - found.first).days == 6


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_refused(text):
    try:
        found = read_period(text)
    except NotAPeriod:
        return
    assert found.first <= found.last
