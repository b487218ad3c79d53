"""What is left of a response fund, how long it lasts, and its mark."""

import pytest

from app.domain.funds import bound, days_of_cover, fund_mark, remaining
from app.domain.severity import Severity


def test_commitments_hold_what_is_paid_of_them() -> None:
    assert bound(80, 50) == 80 and bound(50, 80) == 80 and bound(None, 30) == 30 and bound(None, None) is None


def test_what_nobody_told_leaves_nothing_to_say() -> None:
    assert remaining(100, 80) == 20 and remaining(100, 120) == -20
    assert remaining(None, 80) is None and remaining(100, None) is None


def test_cover_is_the_rest_at_the_present_burn() -> None:
    assert days_of_cover(30, 60, 30) == 15 and days_of_cover(-5, 60, 30) == 0
    assert days_of_cover(30, 0, 30) is None and days_of_cover(None, 60, 30) is None


@pytest.mark.parametrize(
    "percent, mark",
    [
        (79.99, None),
        (80, Severity.MENENGAH),
        (89.99, Severity.MENENGAH),
        (90, Severity.TINGGI),
        (99.99, Severity.TINGGI),
        (100, Severity.KRITIS),
        (None, None),
    ],
)
def test_marks_from_80_percent_on(percent: float | None, mark: Severity | None) -> None:
    assert fund_mark(percent, 80) is mark
