"""Pace and projection of local taxes along the former years."""

from datetime import date

import numpy as np
import pytest

from app.domain.freshness import Freshness
from app.domain.severity import Severity
from app.settings import CityFile
from tests.views.indicator_rows import Row, days, picture_of
from tests.views.test_revenue import TODAY, goal, money, seen


def three_years(kind: str = "HOTEL", until: date = TODAY, now: float = 2.0) -> list[Row]:
    """The same money every day; in former years 1, this year `now`."""
    return [money(day, now if day.year == 2016 else 1.0, kind) for day in days(date(2014, 1, 1), until)]


def test_pace_and_projection_follow_the_former_years(city: CityFile) -> None:
    view = seen(picture_of(city, [*three_years(), goal(1000)]))
    share = 335 / 366
    line = next(line for line in view.kinds if line.key == "HOTEL")
    assert line.to_date.value == 670
    assert line.expected.value == pytest.approx(1000 * share, rel=1e-3)
    assert line.pace.value == pytest.approx(670 / (1000 * share), rel=1e-3)
    assert line.pace.mark is Severity.KRITIS
    by_curve, by_plan = 670 / share, 670 + 1000 * (1 - share)
    assert line.projection.value == pytest.approx(share * by_curve + (1 - share) * by_plan, rel=1e-3)
    assert [part.value for part in line.projection.parts] == pytest.approx([by_curve, by_plan], rel=1e-3)
    assert line.projection_low.value <= line.projection.value <= line.projection_high.value  # type: ignore[operator]
    assert view.total.projection.value == pytest.approx(line.projection.value)


def test_the_due_days_of_pbb_stand_over_each_other(city: CityFile) -> None:
    due = {2014: date(2014, 9, 10), 2015: date(2015, 9, 9), 2016: date(2016, 9, 10)}
    rows = [
        money(day, 100.0 if day == due[day.year] else 1.0, "PBB_P2")
        for day in days(date(2014, 1, 1), date(2016, 9, 10))
    ]
    view = seen(picture_of(city, [*rows, goal(1000, "PBB_P2")]), date(2016, 9, 10))
    assert view.curves is not None
    jump = np.diff(view.curves.years[2015])
    assert int(jump.argmax()) + 2 == date(2016, 9, 10).timetuple().tm_yday


def test_early_in_the_year_nothing_is_projected(city: CityFile) -> None:
    picture = picture_of(city, [*three_years(), goal(1000)])
    early, later = seen(picture, date(2016, 1, 18)), seen(picture, date(2016, 1, 20))
    assert early.total.projection.value is None and early.total.projection.note
    assert later.total.projection.value is not None


def test_a_year_whose_end_is_known_is_never_projected(city: CityFile) -> None:
    rows = [*three_years(until=date(2016, 12, 31)), goal(1000), goal(500, since="2015-01-01")]
    picture = picture_of(city, rows)
    last = seen(picture, date(2016, 12, 31))
    assert last.total.projection.value == last.total.to_date.value == 732
    for view in (seen(picture, date(2017, 1, 1), year=2016), seen(picture, TODAY, year=2015)):
        assert view.total.projection.value is None and view.total.projection_low.value is None
        assert view.day == date(view.year, 12, 31)
        assert np.isnan(view.curves.projected).all()  # type: ignore[union-attr]
    assert seen(picture, TODAY, year=2015).total.percent.value == 73
    assert seen(picture, TODAY, year=2015).total.to_date.freshness is Freshness.FRESH


def test_without_former_years_the_straight_line_stands_in_and_says_so(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2016, 1, 1), date(2016, 8, 31))]
    view = seen(picture_of(city, [*rows, goal(366)]), date(2016, 8, 31))
    assert view.total.expected.value == pytest.approx(244)
    assert view.total.expected.rule == "revenue.expected_linear"
    assert view.total.projection.value == pytest.approx(366)
    assert view.total.projection_low.value is None and view.total.last_year.value is None


def test_a_former_year_that_is_not_whole_is_no_curve(city: CityFile) -> None:
    rows = [money(day, 1.0) for day in days(date(2015, 6, 1), TODAY)]
    view = seen(picture_of(city, [*rows, goal(1000)]))
    assert view.total.expected.rule == "revenue.expected_linear"
    assert view.total.last_year.value is None and view.total.last_year.note


def test_a_young_kind_enters_the_totals_projection_with_its_plan(city: CityFile) -> None:
    late = [money(day, 0.0 if day.month < 11 else 1.0, "BPHTB") for day in days(date(2014, 1, 1), date(2016, 10, 31))]
    until = date(2016, 10, 31)
    view = seen(picture_of(city, [*three_years(until=until), *late, goal(1000), goal(60, "BPHTB")]), until)
    lines = {line.key: line for line in view.kinds}
    assert lines["BPHTB"].projection.value is None
    assert view.total.projection.value == pytest.approx((lines["HOTEL"].projection.value or 0) + 60)
