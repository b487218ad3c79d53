"""Map metres, true distances and the city's box."""

import numpy as np
import pytest

from app.geo.points import Box, degrees_from, distance_m, mercator_offsets

CENTRE = (-6.285, 106.97)


def test_the_centre_is_the_origin() -> None:
    x, y = mercator_offsets([CENTRE[0]], [CENTRE[1]], CENTRE)
    assert (x[0], y[0]) == pytest.approx((0, 0), abs=1e-6)


def test_east_is_right_and_north_is_up() -> None:
    x, y = mercator_offsets([-6.2, -6.3], [107.0, 106.9], CENTRE)
    assert x[0] > 0 > x[1] and y[0] > 0 > y[1]


def test_offsets_and_degrees_are_each_others_way_back() -> None:
    rng = np.random.default_rng(1)
    lat, lon = rng.uniform(-6.4, -6.1, 500), rng.uniform(106.8, 107.1, 500)
    back = degrees_from(*mercator_offsets(lat, lon, CENTRE), CENTRE)
    assert np.allclose(back, (lat, lon), atol=1e-10)


def test_map_metres_are_longer_than_true_ones_by_the_mercator_stretch() -> None:
    x, _ = mercator_offsets([60.0], [1.0], (60.0, 0.0))
    assert x[0] / distance_m(60.0, 0.0, 60.0, 1.0) == pytest.approx(2.0, rel=0.002)


def test_a_point_without_a_place_has_no_offset() -> None:
    x, y = mercator_offsets([np.nan], [np.nan], CENTRE)
    assert np.isnan(x[0]) and np.isnan(y[0])


def test_distance_from_the_station_to_the_stadium() -> None:
    assert distance_m(-6.2362, 106.9995, -6.2385, 106.9922) == pytest.approx(847, abs=5)


def test_the_box_holds_its_edge_and_nothing_without_a_place() -> None:
    box = Box(-6.41, 106.88, -6.16, 107.06)
    inside = box.contains([-6.41, -6.42, np.nan], [106.88, 107.0, 107.0])
    assert inside.tolist() == [True, False, False]
    assert box.centre == pytest.approx((-6.285, 106.97))
