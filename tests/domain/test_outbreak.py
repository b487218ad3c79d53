"""When a disease counts as an outbreak."""

from app.domain.outbreak import is_outbreak, is_rising, outbreak_line


def test_the_line_is_twice_the_mean_of_the_weeks_before() -> None:
    line = outbreak_line([4.0] * 8 + [8.0, 7.0])
    assert line[:8] == [None] * 8 and line[8] == 8.0
    assert line[9] == 2 * (8 * 4 + 8) / 9
    assert is_outbreak(8.0, line[8]) and not is_outbreak(7.0, line[9])


def test_only_the_year_before_counts() -> None:
    assert outbreak_line([100.0] + [3.0] * 52 + [0.0])[53] == 6.0


def test_a_week_nobody_told_is_no_week_without_cases() -> None:
    weeks = [6.0, None] * 8 + [12.0]
    assert outbreak_line(weeks)[16] == 12.0
    assert outbreak_line([None] * 60)[59] is None


def test_no_cases_are_no_outbreak_even_on_a_line_of_zero() -> None:
    assert not is_outbreak(0.0, 0.0) and not is_outbreak(None, 1.0) and not is_outbreak(1.0, None)


def test_three_rises_in_a_row() -> None:
    assert is_rising([1, 2, 3, 4]) and not is_rising([2, 3, 4]) and not is_rising([1, 2, 2, 4])
    assert not is_rising([1, None, 3, 4])
