"""Numbers, money, percent and times as people read them in Indonesian and English."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.i18n import Language

ID, EN = Language("id"), Language("en")
NB = "\N{NO-BREAK SPACE}"


def test_worked_formats(vectors: dict[str, Any]) -> None:
    cases = {case["id"]: case for case in vectors["locale"]["format"]}

    def check(id_: str, form: Any) -> None:
        assert form(cases[id_]["value"]) == cases[id_]["out"], id_

    check("LOC-01", ID.number)
    check("LOC-03", ID.rupiah)
    check("LOC-05", lambda value: ID.rupiah(value, short=True))
    check("LOC-07", ID.short)
    check("LOC-09", lambda text: ID.date(datetime.fromisoformat(text), "full"))
    check("LOC-11", lambda text: ID.moment(datetime.fromisoformat(text), "full"))


@pytest.mark.parametrize(
    "amount, text, axis",
    [
        (1.42e12, "Rp1,42 triliun", f"Rp1,42{NB}T"),
        (339.5e9, "Rp339,5 miliar", f"Rp339,5{NB}M"),
        (337.44e9, "Rp337,4 miliar", f"Rp337,44{NB}M"),
        (31e6, "Rp31 juta", f"Rp31{NB}jt"),
        (-25e9, "-Rp25 miliar", f"-Rp25{NB}M"),
        (25_000, "Rp25.000", f"Rp25{NB}rb"),
        (999_999, "Rp999.999", f"Rp1{NB}jt"),
        (999_999_999_999, "Rp1 triliun", f"Rp1{NB}T"),
        (0, "Rp0", "Rp0"),
    ],
)
def test_money_in_text_and_on_axes(amount: float, text: str, axis: str) -> None:
    assert (ID.money(amount), ID.rupiah(amount, short=True)) == (text, axis)


def test_miliar_is_never_a_million_in_english() -> None:
    assert (EN.money(339.5e9), EN.rupiah(339.5e9, short=True)) == ("Rp339.5 billion", "Rp339.5B")
    assert EN.rupiah(1.42e12, short=True) == "Rp1.42T"


def test_percent_has_no_space() -> None:
    assert (ID.percent(0.6066), ID.percent(0.9524, 1), EN.percent(0.6066)) == ("60,66%", "95,2%", "60.66%")


@pytest.mark.parametrize(
    "day, name",
    [(1, "Sel"), (2, "Rab"), (3, "Kam"), (4, "Jum"), (5, "Sab"), (6, "Min"), (7, "Sen")],
)
def test_days_by_name(day: int, name: str) -> None:
    assert ID.weekday_date(datetime(2016, 11, day, 3, tzinfo=UTC)) == f"{name} {day} Nov 2016"


def test_the_citys_day_begins_at_its_own_midnight() -> None:
    moment = datetime(2016, 12, 31, 17, tzinfo=UTC)
    assert ID.moment(moment, "full") == "Minggu, 1 Januari 2017 00.00 WIB"
    assert ID.moment(moment) == "1 Jan 2017 00.00 WIB"
    assert ID.date(datetime(2016, 8, 17, 5, tzinfo=UTC)) == "17 Agu 2016"


def test_a_range_of_money_says_its_unit_once() -> None:
    assert Language("id").money_range(1.14e12, 1.17e12).replace("\xa0", " ") == "Rp1,14–1,17 triliun"
    assert Language("en").money_range(1.14e12, 1.17e12).replace("\xa0", " ") == "Rp1.14–1.17 trillion"
    assert Language("id").money_range(998e9, 1.02e12).replace("\xa0", " ") == "Rp998 miliar – Rp1,02 triliun"
    assert Language("id").money_range(0, 12_500).replace("\xa0", " ") == "Rp0 – Rp12.500"
