"""Fines, surcharges and the transfer duty, as the laws say them."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tax_due import MOST_MONTHS, late_fine, months_late, percent_a_month, surcharge, transfer_duty

DUE = date(2016, 9, 10)


def test_worked_fines(vectors: dict[str, Any]) -> None:
    for case in vectors["tax"]["penalty"]:
        due, paid = date.fromisoformat(case["due"]), date.fromisoformat(case["paid"])
        assert months_late(due, paid) == case["months"], case["id"]
        fine = late_fine(case["pokok"], due, paid, case["rate_per_month"] * 100)
        assert fine == pytest.approx(case["denda"], abs=1e-3), case["id"]
        assert late_fine(case["pokok"], due, paid) == pytest.approx(case["denda"], abs=1e-3), case["id"]


@pytest.mark.parametrize(
    "due, paid, months",
    [
        (DUE, date(2016, 9, 9), 0),
        (DUE, DUE, 0),
        (DUE, date(2016, 9, 11), 1),
        (DUE, date(2016, 10, 10), 1),
        (DUE, date(2016, 10, 11), 2),
        (DUE, date(2016, 12, 31), 4),
        (DUE, date(2017, 1, 1), 4),
        (DUE, date(2017, 1, 11), 5),
        (DUE, date(2018, 9, 10), 24),
        (DUE, date(2018, 9, 11), 24),
        (DUE, date(2030, 1, 1), 24),
        (date(2016, 1, 31), date(2016, 2, 29), 1),
        (date(2016, 1, 31), date(2016, 3, 1), 2),
        (date(2016, 1, 31), date(2016, 3, 31), 2),
        (date(2015, 1, 31), date(2015, 2, 28), 1),
        (date(2016, 2, 29), date(2017, 2, 28), 12),
        (date(2016, 2, 29), date(2017, 3, 1), 13),
        (date(2016, 8, 31), date(2016, 9, 30), 1),
        (date(2016, 8, 31), date(2016, 10, 1), 2),
    ],
)
def test_a_part_of_a_month_counts_as_one(due: date, paid: date, months: int) -> None:
    assert months_late(due, paid) == months
    assert late_fine(1_000_000, due, paid, 2.0) == 20_000 * months


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 1500))
def test_waiting_a_day_longer_never_makes_the_fine_smaller(due: date, days: int) -> None:
    paid = due + timedelta(days=days)
    assert 0 <= months_late(due, paid) <= months_late(due, paid + timedelta(days=1)) <= MOST_MONTHS
    assert months_late(due, paid) >= min(days // 31, MOST_MONTHS)


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(1, MOST_MONTHS), st.integers(1, 28))
def test_n_months_after_the_due_day_are_n_months_and_the_day_after_is_one_more(due: date, n: int, day: int) -> None:
    due = due.replace(day=day)
    later = date(due.year + (due.month - 1 + n) // 12, (due.month - 1 + n) % 12 + 1, day)
    assert months_late(due, later) == n
    assert months_late(due, later + timedelta(days=1)) == min(n + 1, MOST_MONTHS)


def test_the_law_under_which_a_tax_fell_due_sets_the_rate() -> None:
    assert percent_a_month(date(2024, 1, 4)) == 2.0
    assert percent_a_month(date(2024, 1, 5)) == 1.0
    assert late_fine(1_000_000, date(2024, 9, 10), date(2024, 11, 10)) == 20_000


def test_nobody_owes_a_negative_tax() -> None:
    with pytest.raises(ValueError, match="negative"):
        late_fine(-1, DUE, date(2017, 1, 1))


def test_worked_surcharges_and_duties(vectors: dict[str, Any]) -> None:
    for case in vectors["tax"]["opsen"]:
        base = case.get("pkb", case.get("bbnkb"))
        assert surcharge(base) == pytest.approx(case.get("opsen_pkb", case.get("opsen_bbnkb"))), case["id"]
        assert base + surcharge(base) == pytest.approx(case["total"]), case["id"]
    for case in vectors["tax"]["bphtb"]:
        assert transfer_duty(case["npop"], case["npoptkp"]) == pytest.approx(case["bphtb"]), case["id"]


@pytest.mark.parametrize("price, exempt, duty", [(60e6, 60e6, 0), (60e6 + 20, 60e6, 1), (0, 80e6, 0), (1e9, 0, 50e6)])
def test_the_duty_is_on_what_exceeds_the_exempt_part(price: float, exempt: float, duty: float) -> None:
    assert transfer_duty(price, exempt) == pytest.approx(duty)
