"""Figures in words: money, percent, time and counts, in both languages; what nobody knows is a dash."""

from datetime import UTC, datetime

import pytest

from app.domain.freshness import Freshness
from app.i18n import Language
from app.views.figure import Figure
from app.views.figure_text import state_text, value_text
from app.views.silence import silence_words

AT = datetime(2016, 11, 30, tzinfo=UTC)


def figure(value: float | None, unit: str, **more: object) -> Figure:
    values: dict[str, object] = {"freshness": Freshness.FRESH, "observed": AT} | more
    return Figure("x", "X", value, unit, "rule", ("pajak",), **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "unit", "shown", "exact"),
    [
        (1_420_113_250_000.0, "IDR", "Rp1,42 triliun", "Rp1.420.113.250.000"),
        (-6_100_000_000.0, "IDR", "-Rp6,1 miliar", "-Rp6.100.000.000"),
        (337_391_000_000.0, "IDR", "Rp337,4 miliar", "Rp337.391.000.000"),
        (950_000.0, "IDR", "Rp950.000", "Rp950.000"),
        (91.6, "%", "91,6%", "91,60%"),
        (128.0, "complaints", "128", "128 aduan"),
        (6.0, "days", "6 hari", "6 hari"),
        (58.84, "days", "59 hari", "59 hari"),
        (6.44, "days", "6,4 hari", "6,4 hari"),
        (0.9981, "index", "1,00", "1,00"),
        (660.0, "s", "11 mnt", "11 mnt"),
        (12.346, "ton/hari", "12,35 ton/hari", "12,35 ton/hari"),
        (0.0, "IDR", "Rp0", "Rp0"),
    ],
)
def test_a_value_reads_as_people_say_it(value, unit, shown, exact):
    words = Language("id")
    assert value_text(figure(value, unit), words) == shown
    assert value_text(figure(value, unit), words, exact=True) == exact


def test_a_value_nobody_knows_is_a_dash_and_never_zero():
    assert value_text(figure(None, "IDR"), Language("id")) == "–"
    assert value_text(figure(None, "complaints"), Language("en"), exact=True) == "–"


def test_money_in_English():
    assert value_text(figure(1.42e12, "IDR"), Language("en")) == "Rp1.42 trillion"


def test_a_state_is_said_only_when_it_is_not_plainly_good():
    words = Language("en")
    assert state_text(figure(1, "%"), words) == ""
    assert state_text(figure(1, "%", freshness=Freshness.STALE), words) == "stale"
    assert state_text(figure(None, "%", note="stale"), words) == "stale"


def test_X8_a_unit_of_a_feed_cannot_steer_the_line():
    assert "\u202e" not in value_text(figure(1.0, "kg\u202e" + "x" * 500), Language("id"))


@pytest.mark.parametrize(
    ("amount", "shown"), [(337.4e9, "Rp337 miliar"), (25.82e9, "Rp25,8 miliar"), (1.42e12, "Rp1,42 triliun")]
)
def test_money_in_tables_keeps_three_figures(amount, shown):
    assert Language("id").money(amount, dense=True) == shown


def test_silence_is_told_in_days_and_a_part_of_one_is_no_nought() -> None:
    words = Language("id")
    said = [silence_words(days, words) for days in (None, 0, 1, 6)]
    assert said == ["belum pernah", "kurang dari sehari", "1 hari", "6 hari"]
