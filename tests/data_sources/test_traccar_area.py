"""Traccar's areas into GeoJSON: latitude comes first there, longitude here."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import Point, shape

from data_sources.traccar_area import NotAnArea, read_area

METRES = 111_320.0


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot((a[0] - b[0]) * cos(radians(a[1])), a[1] - b[1]) * METRES


def test_a_polygon_is_turned_and_closed():
    area, more = read_area("POLYGON ((-6.23 106.99, -6.23 107.01, -6.25 107.01))")
    assert area == {
        "type": "Polygon",
        "coordinates": [[[106.99, -6.23], [107.01, -6.23], [107.01, -6.25], [106.99, -6.23]]],
    }
    assert more == {}


def test_a_polygon_may_have_holes():
    area, _ = read_area("POLYGON((-6 106, -6 107, -7 107, -6 106), (-6.1 106.8, -6.1 106.9, -6.2 106.9, -6.1 106.8))")
    assert len(area["coordinates"]) == 2


def test_a_circle_is_a_polygon_of_64_points_and_keeps_its_radius():
    area, more = read_area("CIRCLE (-6.2383 106.9756, 250.5)")
    ring = area["coordinates"][0]
    assert (len(ring), ring[0], more) == (65, ring[-1], {"radius": 250.5})
    assert all(abs(metres((106.9756, -6.2383), tuple(point)) - 250.5) < 1 for point in ring)


@pytest.mark.parametrize("told,width", [(None, 25.0), (100.0, 100.0)])
def test_a_line_is_the_area_around_it(told, width):
    area, more = read_area("LINESTRING (-6.23 106.97, -6.23 106.98)", told)
    around = shape(area)
    near, far = (Point(106.975, -6.23 + share * width / METRES) for share in (0.9, 1.1))
    assert around.contains(near)
    assert not around.contains(far)
    assert more == {"buffer": width}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "POINT (1 2)",
        "POLYGON ()",
        "POLYGON ((1 2, 3 4))",
        "CIRCLE (1 2)",
        "CIRCLE (1 2, -5)",
        "CIRCLE (1 2, 9e99)",
        "LINESTRING (1 2)",
        "POLYGON ((a b, c d, e f))",
        "POLYGON ((106.9 1, 200 1, 3 3))",
        "CIRCLE (nan nan, 5)",
        "POLYGON",
    ],
)
def test_what_is_no_area_is_refused(text):
    with pytest.raises(NotAnArea):
        read_area(text)


@given(some.text(alphabet="POLYGNCIRESTL()0123456789., -eE", max_size=60))
def test_any_text_is_an_area_or_refused(text):
    try:
        area, _ = read_area(text)
    except NotAnArea:
        return
    assert area["type"] == "Polygon"
