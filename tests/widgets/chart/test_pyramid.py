"""A long line thinned for the screen keeps its peaks, its gaps and its ends."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widgets.chart.pyramid import Pyramid
from widgets.chart.series import Series, value_at, with_gaps

N = 525_600


def line(n: int = N) -> tuple[np.ndarray, np.ndarray]:
    x = np.arange(n, dtype="f8")
    return x, np.sin(x / 5000) * 100


def test_ten_years_become_at_most_a_few_points_a_pixel():
    x, y = line()
    shown, _ = Pyramid(x, y).view(0, N, 1000)
    assert len(shown) <= 1000 * 2 * 4
    assert len(shown) >= 1000


@given(st.integers(0, N - 1), st.integers(200, 2000))
@settings(max_examples=40, deadline=None)
def test_a_single_peak_is_never_lost_at_any_zoom(at, pixels):
    x, y = line()
    y[at] = 10_000.0
    pyramid = Pyramid(x, y)
    for half in (N, N // 10, N // 100, 500):
        _, shown = pyramid.view(at - half, at + half, pixels)
        assert np.nanmax(shown) == 10_000.0


def test_a_missing_span_stays_a_gap_at_every_zoom():
    x, y = line()
    y[200_000:230_000] = np.nan
    pyramid = Pyramid(x, y)
    for left, right in ((0, N), (150_000, 300_000), (199_000, 231_000)):
        at, shown = pyramid.view(left, right, 800)
        inside = shown[(at > 201_000) & (at < 229_000)]
        assert len(inside) and np.isnan(inside).all(), "a line was drawn over nothing"


def test_close_up_the_points_are_the_points_themselves():
    x, y = line()
    at, shown = Pyramid(x, y).view(1000, 1500, 800)
    assert at.tolist() == x[999:1501].tolist(), "one more point on each side, and none thinned out"
    assert (shown == y[at.astype("i8")]).all()


def test_a_short_line_is_left_alone():
    at, shown = Pyramid(*line(300)).view(0, 300, 200)
    assert len(at) == 300 and len(shown) == 300


@pytest.mark.parametrize("n", [0, 1, 2])
def test_almost_nothing_is_no_fault(n):
    at, _ = Pyramid(*line(n)).view(0, 10, 100)
    assert len(at) == n


def test_missing_rows_are_a_gap_and_not_a_bridge():
    x, y = with_gaps(np.array([0.0, 1, 2, 7, 8]), np.array([1.0, 1, 1, 2, 2]), 1.0)
    assert x.tolist() == [0, 1, 2, 3, 7, 8]
    assert np.isnan(y[3])


def test_the_value_at_the_cursor_is_that_of_the_nearest_point_and_nothing_in_a_gap():
    series = Series("a", "A", np.array([0.0, 1, 2, 9]), np.array([5.0, 6, np.nan, 8]))
    assert value_at(series, 0.9) == 6
    assert np.isnan(value_at(series, 2.1))
    assert np.isnan(value_at(series, 5.0))
    assert np.isnan(value_at(series, 40.0))
