"""The map from facts: cells of the centroids, cut by circles."""

import math
from dataclasses import dataclass

import numpy as np
import pytest
import shapely

from app.geo.areas import OUTSIDE, in_metres
from app.geo.points import Box
from app.geo.schematic import schematic_areas
from app.settings import CityFile

BOX = Box(-6.41, 106.88, -6.16, 107.06)


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    lat: float
    lon: float
    area_km2: float


A, B = Place("1", "A", -6.25, 106.97, 4.0), Place("2", "B", -6.25, 106.99, 4.0)


def test_every_centre_lies_in_its_own_cell(city: CityFile) -> None:
    places = city.places.kelurahan
    areas = schematic_areas(places, Box(*city.city.box))
    found = areas.index([p.lat for p in places], [p.lon for p in places])
    assert len(places) == 56 and found.tolist() == list(range(56))


def test_a_lone_centre_gets_the_circle_of_its_area() -> None:
    shape = in_metres(schematic_areas([A], BOX).areas[0].shape, BOX.centre)
    radius = 1.2 * math.sqrt(4e6 / math.pi) / math.cos(math.radians(BOX.centre[0]))
    west, _, east, _ = shape.bounds
    assert (east - west) / 2 == pytest.approx(radius, rel=0.001)


def test_cells_do_not_overlap_and_part_half_way() -> None:
    first, second = (area.shape for area in schematic_areas([A, B], BOX).areas)
    assert first.intersection(second).area == pytest.approx(0, abs=1e-9)
    assert first.bounds[2] == pytest.approx(106.98, abs=1e-6)


def test_a_point_beyond_the_circles_is_in_no_area() -> None:
    assert schematic_areas([A, B], BOX).index([-6.40], [106.90]).tolist() == [OUTSIDE]


def test_points_without_a_place_are_in_no_area() -> None:
    assert schematic_areas([A, B], BOX).index([np.nan], [np.nan]).tolist() == [OUTSIDE]


def test_the_schematic_is_no_fact_and_may_be_empty() -> None:
    areas = schematic_areas([], BOX)
    assert not areas.official and areas.index([-6.2], [107.0]).tolist() == [OUTSIDE]


def test_two_equal_centres_are_no_reason_to_fail() -> None:
    areas = schematic_areas([A, Place("3", "C", A.lat, A.lon, 1.0), B], BOX)
    assert all(shapely.is_valid(area.shape) and not area.shape.is_empty for area in areas.areas)


def test_names_stand_inside_their_area(city: CityFile) -> None:
    box = Box(*city.city.box)
    areas = schematic_areas(city.places.kelurahan, box)
    for area, (x, y) in zip(areas.areas, areas.label_points(box.centre), strict=True):
        assert in_metres(area.shape, box.centre).contains(shapely.Point(x, y))
