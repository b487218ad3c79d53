"""A map from facts when no boundaries are at hand: cells around the known centres of the kelurahan.

A cell is what lies nearer to this centre than to any other (Voronoi), cut by a circle of 1.2 * sqrt(area / pi),
so that the city ends roughly where it does. Nobody may measure on it or count with it: "batas skematik".
"""

import math
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from app.geo.areas import Area, Areas, in_degrees
from app.geo.points import Box, mercator_offsets

CIRCLE = 1.2  # the circle's radius in units of the radius of a disc with the area's own size
FAR_M = 100_000.0


class Centre(Protocol):
    """What the city file knows of a kelurahan."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def area_km2(self) -> float: ...


def schematic_areas(centres: Sequence[Centre], box: Box) -> Areas:
    """One cell a centre, in the given order; no centres give no areas. Two equal centres share a cell's halves."""
    if not centres:
        return Areas((), official=False, box=box)
    x, y = mercator_offsets([c.lat for c in centres], [c.lon for c in centres], box.centre)
    points = np.column_stack([x, y])
    cells = _cells(points)
    stretch = 1 / math.cos(math.radians(box.centre[0]))  # true metres to map metres
    shapes = [
        in_degrees(cell.intersection(shapely.Point(p).buffer(_radius_m(c) * stretch, quad_segs=24)), box.centre)
        for cell, p, c in zip(cells, points, centres, strict=True)
    ]
    return Areas(tuple(Area(c.code, c.name, s) for c, s in zip(centres, shapes, strict=True)), False, box)


def _radius_m(centre: Centre) -> float:
    return CIRCLE * math.sqrt(centre.area_km2 * 1e6 / math.pi)


def _cells(points: np.ndarray) -> list[BaseGeometry]:
    """The Voronoi cell of each point, in the points' order (in metres, wide enough for any circle)."""
    far = shapely.box(*(points.min(axis=0) - FAR_M), *(points.max(axis=0) + FAR_M))
    if len(np.unique(points, axis=0)) < 2:
        return [far] * len(points)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=far))
    inputs, owners = shapely.STRtree(cells).query(shapely.points(points), predicate="intersects")
    of = dict(zip(inputs.tolist(), owners.tolist(), strict=True))
    return [cells[of[i]].intersection(far) for i in range(len(points))]
