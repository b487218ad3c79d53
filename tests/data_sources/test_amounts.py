"""Amounts as portals write them: what every text means, by the rule the module states."""

import pytest
from babel.numbers import format_compact_decimal, format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from data_sources.amounts import LONGEST, Amount, NotAnAmount, read_amount

RUPIAH = st.integers(-(10**13), 10**13)
CENTS = RUPIAH.map(lambda n: n / 100)


@pytest.mark.parametrize(
    "text,value,unit",
    [
        ("1.234.567,50", 1234567.5, ""),
        ("Rp 1.234.567", 1234567, "IDR"),
        ("Rp1.680.000.000.000", 1.68e12, "IDR"),
        ("Rp. 1.234.567,-", 1234567, "IDR"),
        ("1.234.567,00 IDR", 1234567, "IDR"),
        ("-Rp25.000", -25000, "IDR"),
        ("Rp -25.000", -25000, "IDR"),
        ("Rp (1.234)", -1234, "IDR"),
        ("(1.234,5)", -1234.5, ""),
        ("−5", -5, ""),
        ("Rp1,68 triliun", 1.68e12, "IDR"),
        ("Rp339,5 M", 3.395e11, "IDR"),
        ("12 jt", 12e6, ""),
        ("1 234 567,5", 1234567.5, ""),
        ("\u00a01.234\u00a0", 1234, ""),
        ("60,66%", 60.66, "%"),
        ("12,5 persen", 12.5, "%"),
        ("1,234.50", 1234.5, ""),
        ("1,234,567", 1234567, ""),
        ("12.5", 12.5, ""),
        ("0.125", 0.125, ""),
        ("1.5E9", 1.5e9, ""),
        ("0", 0, ""),
    ],
)
def test_a_text_is_the_number_it_means(text, value, unit):
    assert read_amount(text) == Amount(value, unit)


def test_an_ambiguous_text_is_indonesian_until_the_source_says_otherwise():
    assert [read_amount("1.234", n).value for n in ("auto", "id", "en")] == [1234, 1234, 1.234]
    assert [read_amount("1,234", n).value for n in ("auto", "id", "en")] == [1.234, 1.234, 1234]
    assert [read_amount("2 M", n).value for n in ("auto", "id", "en")] == [2e9, 2e9, 2e6]


@pytest.mark.parametrize("blank", ["", " ", "-", "–", "--", "n/a", "N.A.", "Rp -", "Rp", "nihil", None, [], {}])
def test_a_blank_is_none_and_never_zero(blank):
    assert read_amount(blank) == Amount(None)


@pytest.mark.parametrize(
    "text",
    ["abc", "1.23.456", "(12", "12)", "--5", "-(5)", "1..2", "1.234,567.8", "12 kasus", "1/2", "1.234 K", "١٢", True,
     "5%%", "Rp5 Rp", "9" * (LONGEST + 1), "nan", "1e999", float("inf"), 10**400],
)  # fmt: skip
def test_what_is_no_number_is_refused(text):
    with pytest.raises((NotAnAmount, OverflowError)):
        read_amount(text)


@given(CENTS)
def test_what_babel_writes_in_indonesian_comes_back(number):
    assert read_amount(format_decimal(number, "#,##0.00", locale="id"), "id").value == number
    assert read_amount(format_decimal(number, "#,##0.00", locale="id")).value == number
    assert read_amount(format_currency(number, "IDR", "¤#,##0.00;-¤#,##0.00", locale="id")) == Amount(number, "IDR")


@given(CENTS)
def test_what_babel_writes_in_english_comes_back(number):
    assert read_amount(format_decimal(number, "#,##0.00", locale="en"), "en").value == number


@given(RUPIAH)
def test_whole_rupiah_come_back_in_brackets_and_by_themselves(number):
    text = format_decimal(abs(number), "#,##0", locale="id")
    assert read_amount(f"({text})").value == -abs(number)
    assert read_amount(number).value == read_amount(f"{number}").value == number


@given(st.integers(1, 999), st.sampled_from([10**3, 10**6, 10**9, 10**12]))
def test_the_short_scales_of_babel_come_back(number, scale):
    text = format_compact_decimal(number * scale, format_type="short", locale="id")
    assert read_amount(text).value == number * scale, text


@given(st.text(max_size=LONGEST))
def test_any_text_is_an_amount_or_refused(text):
    try:
        assert read_amount(text).unit in ("", "%", "IDR")
    except NotAnAmount:
        pass
