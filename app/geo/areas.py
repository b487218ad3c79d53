"""The city's areas and the question "in which one is this point?".

Official polygons answer with a fact. The schematic's cells only say "around": they are guessed from centroids
(about five places in six fall into the right kelurahan), are never counted and never decide who is responsible.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely import LinearRing, STRtree
from shapely.geometry.base import BaseGeometry

from app.geo.points import OUTSIDE, Box, degrees_from, mercator_offsets

SNAP_DEG = 5e-6


@dataclass(frozen=True, slots=True)
class Area:
    """One kelurahan on the ground; `shape` is in degrees, x = longitude."""

    code: str
    name: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Areas:
    """All areas of the city, in the order of the city file, which is also their index in the picture's columns."""

    areas: tuple[Area, ...]
    official: bool
    box: Box
    notes: tuple[str, ...] = field(default=())

    @cached_property
    def tree(self) -> STRtree:
        """Spatial index over the shapes; the tree's positions are the areas' indices."""
        return STRtree([area.shape for area in self.areas])

    def index(self, lat: ArrayLike, lon: ArrayLike) -> NDArray[np.int16]:
        """The area of each point, or OUTSIDE; an edge belongs to its area, and the first of several counts.

        With schematic areas read it as "around".
        """
        points = shapely.points(np.atleast_1d(np.asarray(lon, float)), np.atleast_1d(np.asarray(lat, float)))
        found = np.full(len(points), OUTSIDE, dtype=np.int16)
        if self.areas:
            inputs, areas = self.tree.query(points, predicate="intersects")
            last_first = np.argsort(-areas.astype(np.int16), kind="stable")
            found[inputs[last_first]] = areas[last_first]
        return found

    def fact(self, lat: float | None, lon: float | None) -> int:
        """The area a point is in for a fact, or OUTSIDE: by official boundaries or not at all."""
        if not self.official or lat is None or lon is None:
            return OUTSIDE
        return int(self.index([lat], [lon])[0])

    def label_points(self, centre: tuple[float, float]) -> list[tuple[float, float]]:
        """A point well inside each area, in map metres, where its name can stand."""
        points = [shapely.maximum_inscribed_circle(area.shape, 1e-4).coords[0] for area in self.areas]
        x, y = mercator_offsets([p[1] for p in points], [p[0] for p in points], centre)
        return list(zip(np.round(x).tolist(), np.round(y).tolist(), strict=True))


def flat_rings(shape: BaseGeometry, centre: tuple[float, float], tolerance_m: float = 0.0) -> list[list[float]]:
    """A shape's outer and inner rings as flat x, y lists in whole map metres, thinned to `tolerance_m`, for drawing."""
    return [_flat(in_metres(ring, centre).simplify(tolerance_m)) for ring in _rings(shape)]


def rings(shape: BaseGeometry) -> list[list[tuple[float, float]]]:
    """A shape's outer and inner rings as (lat, lon) in degrees, exactly; the last point is not the first again."""
    return [[(lat, lon) for lon, lat in ring.coords[:-1]] for ring in _rings(shape)]


def _rings(shape: BaseGeometry) -> list[LinearRing]:
    polygons = [g for g in shapely.get_parts(shape) if g.geom_type == "Polygon"]
    return [ring for p in polygons for ring in (p.exterior, *p.interiors)]


def _flat(ring: BaseGeometry) -> list[float]:
    flat: list[float] = np.round(shapely.get_coordinates(ring)).ravel().tolist()
    return flat


def in_metres(shape: BaseGeometry, centre: tuple[float, float]) -> BaseGeometry:
    """The shape in web-mercator metres from `centre`."""
    return shapely.transform(shape, lambda c: np.column_stack(mercator_offsets(c[:, 1], c[:, 0], centre)))


def in_degrees(shape: BaseGeometry, centre: tuple[float, float]) -> BaseGeometry:
    """The way back of `in_metres`."""
    return shapely.transform(shape, lambda c: np.column_stack(degrees_from(c[:, 0], c[:, 1], centre)[::-1]))


def outline(areas: Sequence[Area]) -> BaseGeometry:
    """The areas as one shape, in degrees. Edges that differ by less than a metre are one edge."""
    return shapely.union_all([area.shape for area in areas], grid_size=SNAP_DEG)
