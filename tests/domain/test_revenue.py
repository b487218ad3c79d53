"""Percent, pace, projection and milestones of local taxes."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.revenue import (
    MILESTONES,
    Season,
    aligned_day,
    blended_projection,
    expected,
    is_end_known,
    last_ended_quarter,
    linear_share,
    mean_share,
    milestone_met,
    pace,
    pace_mark,
    percent_of,
    projection,
    quarter_end,
    remainder,
    same_day_last_year,
)
from app.domain.severity import Severity


def test_worked_percents(vectors: dict[str, Any]) -> None:
    for case in vectors["tax"]["percent_crosscheck"]:
        assert percent_of(case["realisasi"], case["target"]) == case["pct_2dp"], case["id"]
        assert remainder(case["realisasi"], case["target"]) == case["sisa"], case["id"]


def test_worked_projections(vectors: dict[str, Any]) -> None:
    curve = vectors["tax"]["synthetic_curve_month_end"]
    for case in vectors["tax"]["projection"]:
        day, told = date.fromisoformat(case["input"]["date"]), case["input"]
        share = _share_between_month_ends(curve, day)
        should = expected(told["target"], share)
        assert (Season(day.year).number(day), Season(day.year).length) == (case["day_of_year"], case["days_in_year"])
        assert linear_share(day) == pytest.approx(case["linear_share"], abs=1e-6)
        assert share == pytest.approx(case["curve_share"])
        assert should == pytest.approx(case["expected_to_date"])
        assert told["realisasi"] - (should or 0) == pytest.approx(case["gap_to_pace"])
        assert pace(told["realisasi"], should) == pytest.approx(case["pace_index"], abs=1e-3)
        by_days, by_curve = projection(told["realisasi"], linear_share(day)), projection(told["realisasi"], share)
        assert by_days == pytest.approx(case["projection_linear"], abs=1)
        assert by_curve == pytest.approx(case["projection_curve"], abs=1)
        assert percent_of(by_curve or 0, told["target"]) == pytest.approx(case["projection_curve_pct"], abs=1e-3)


def _share_between_month_ends(curve: list[float], day: date) -> float:
    ends = [(date(day.year + m // 12, m % 12 + 1, 1) - date(day.year, 1, 1)).days for m in range(1, 13)]
    return float(np.interp(Season(day.year).number(day), [0, *ends], [0.0, *curve]))


def test_worked_milestones(vectors: dict[str, Any]) -> None:
    told = vectors["tax"]["quarter_milestones_pp69_2010"]
    assert list(MILESTONES.values()) == told["milestones"]
    for case in told["vectors"]:
        assert milestone_met(case["quarter"], case["pct"]) is case["met"], case["id"]


@pytest.mark.parametrize("quarter, just", [(1, 15.0), (2, 40.0), (3, 75.0), (4, 100.0)])
def test_a_milestone_is_met_at_its_very_percent(quarter: int, just: float) -> None:
    assert milestone_met(quarter, just) and not milestone_met(quarter, just - 0.01)


@pytest.mark.parametrize(
    "day, quarter",
    [
        ("2016-01-01", 0),
        ("2016-03-30", 0),
        ("2016-03-31", 1),
        ("2016-06-29", 1),
        ("2016-06-30", 2),
        ("2016-09-30", 3),
        ("2016-12-30", 3),
        ("2016-12-31", 4),
    ],
)
def test_a_quarter_has_ended_on_its_last_day(day: str, quarter: int) -> None:
    assert last_ended_quarter(date.fromisoformat(day)) == quarter
    assert [quarter_end(2016, q) for q in MILESTONES][3] == date(2016, 12, 31)


@pytest.mark.parametrize(
    "realised, target, percent",
    [(1, 3, 33.33), (2, 3, 66.67), (5, 100_000, 0.01), (4.9, 100_000, 0.0), (50.815, 100, 50.82), (0, 7, 0.0)],
)
def test_percent_is_rounded_half_up_to_two_decimals(realised: float, target: float, percent: float) -> None:
    assert percent_of(realised, target) == percent


@pytest.mark.parametrize("target", [None, 0, -5])
def test_without_a_target_there_is_no_percent(target: float | None) -> None:
    assert percent_of(10, target) is None


def test_more_than_the_target_leaves_a_negative_remainder() -> None:
    assert remainder(110, 100) == -10
    assert remainder(110, None) is None


@pytest.mark.parametrize(
    "day, before",
    [
        ("2016-02-29", "2015-02-28"),
        ("2017-02-28", "2016-02-28"),
        ("2016-12-31", "2015-12-31"),
        ("2016-01-01", "2015-01-01"),
    ],
)
def test_the_same_day_last_year(day: str, before: str) -> None:
    assert same_day_last_year(date.fromisoformat(day)) == date.fromisoformat(before)


@pytest.mark.parametrize(
    "index, mark",
    [
        (1.2, None),
        (1.0, None),
        (0.9999, Severity.MENENGAH),
        (0.95, Severity.MENENGAH),
        (0.9499, Severity.TINGGI),
        (0.85, Severity.TINGGI),
        (0.8499, Severity.KRITIS),
        (0.0, Severity.KRITIS),
        (None, None),
    ],
)
def test_marks_follow_the_pace(index: float | None, mark: Severity | None) -> None:
    assert pace_mark(index) is mark


def test_nothing_is_projected_below_a_share_of_a_twentieth() -> None:
    assert projection(49, 0.0499) is None and blended_projection(49, 0.0499, 1000) is None
    assert projection(50, 0.05) == pytest.approx(1000)
    assert projection(50, None) is None


def test_a_year_whose_end_is_known_is_not_projected() -> None:
    assert is_end_known(2016, date(2017, 1, 1)) and not is_end_known(2016, date(2016, 12, 31))


def test_at_the_end_of_the_year_every_projection_is_what_came_in() -> None:
    assert blended_projection(1600, 1.0, 1680) == projection(1600, 1.0) == 1600


def test_the_plan_counts_more_early_and_the_curve_more_late() -> None:
    early, late = blended_projection(20, 0.1, 100), blended_projection(160, 0.8, 100)
    assert early == pytest.approx(0.1 * 200 + 0.9 * (20 + 90))
    assert late == pytest.approx(0.8 * 200 + 0.2 * (160 + 20))
    assert blended_projection(20, 0.1, None) == pytest.approx(200)


@given(st.floats(0.05, 1), st.floats(1, 1e13))
def test_on_the_curve_the_year_ends_on_its_target(share: float, target: float) -> None:
    assert blended_projection(target * share, share, target) == pytest.approx(target)


def test_nothing_expected_gives_no_pace() -> None:
    assert pace(5, None) is None and pace(5, 0) is None and expected(None, 0.5) is None and mean_share([]) is None


HERE, THERE = Season(2016, date(2016, 9, 10)), Season(2015, date(2015, 9, 9))


def test_due_days_and_ends_of_years_stand_over_each_other() -> None:
    assert aligned_day(HERE.number(date(2016, 9, 10)), HERE, THERE) == THERE.number(date(2015, 9, 9))
    assert aligned_day(366, HERE, THERE) == 365 and aligned_day(0, HERE, THERE) == 0


@pytest.mark.parametrize("due", [None, date(2015, 12, 31), date(2014, 9, 9)])
def test_without_a_due_day_the_whole_year_is_one_stretch(due: date | None) -> None:
    assert aligned_day(183, HERE, Season(2015, due)) == pytest.approx(182.5)


@given(st.dates(date(2016, 1, 1), date(2016, 12, 31)), st.dates(date(2015, 1, 2), date(2015, 12, 30)))
def test_a_later_day_never_stands_over_an_earlier_one(day: date, due: date) -> None:
    there = Season(2015, due)
    today, before = (aligned_day(HERE.number(d), HERE, there) for d in (day, day - timedelta(days=1)))
    assert 0 <= before < today <= 365
