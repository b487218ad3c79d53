"""Areas of Traccar into GeoJSON.

Traccar writes something like WKT, but with latitude first: `POLYGON ((lat lon, ...))`, `CIRCLE (lat lon, metres)`,
`LINESTRING (lat lon, ...)` with its width beside it. Source of rule: wire formats 4.2.2.
"""

import re
from collections.abc import Sequence
from math import cos, pi, radians, sin
from typing import Any, TypeAlias

from shapely.geometry import LineString

METRES_PER_DEGREE = 111_320.0
CIRCLE_POINTS = 64
LINE_BUFFER_M = 25.0
MOST_POINTS = 20_000
Point: TypeAlias = tuple[float, float]
"""Longitude, latitude, in degrees."""

_SHAPE = re.compile(r"\s*(POLYGON|CIRCLE|LINESTRING)\s*\((.*)\)\s*", re.IGNORECASE | re.DOTALL)
_PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?(?:E-?\d+)?)\s+(-?\d+(?:\.\d+)?(?:E-?\d+)?)\s*", re.IGNORECASE | re.ASCII)


class NotAnArea(ValueError):
    """The text is no area we can read."""


def read_area(text: str, buffer_m: float | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """GeoJSON geometry (longitude, latitude) and attributes worth keeping (`radius`, `buffer`, in metres).

    A circle becomes a polygon of 64 points, a line the polygon around it. Raises NotAnArea.
    """
    found = _SHAPE.fullmatch(text)
    if not found:
        raise NotAnArea(text[:80])
    kind, inner = found[1].upper(), found[2]
    if kind == "POLYGON":
        return _polygon([_closed(_points(ring)) for ring in _rings(inner)]), {}
    if kind == "CIRCLE":
        return _circle(inner)
    return _line(_points(inner), LINE_BUFFER_M if buffer_m is None else buffer_m)


def _rings(inner: str) -> list[str]:
    rings = re.findall(r"\(([^()]*)\)", inner)
    if not rings:
        raise NotAnArea(inner[:80])
    return rings


def _points(text: str) -> list[Point]:
    pairs = [_PAIR.fullmatch(pair) for pair in text.split(",")]
    if not pairs or len(pairs) > MOST_POINTS:
        raise NotAnArea(text[:80])
    return [_point(pair) for pair in pairs]


def _point(pair: re.Match[str] | None) -> Point:
    if pair is None:
        raise NotAnArea("a point is no pair of numbers")
    lat, lon = float(pair[1]), float(pair[2])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise NotAnArea(f"{lat} {lon} is no place on earth")
    return lon, lat


def _closed(ring: list[Point]) -> list[Point]:
    if len(set(ring)) < 3:
        raise NotAnArea("a ring needs three corners")
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def _polygon(rings: Sequence[Sequence[Point]]) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [[list(point) for point in ring] for ring in rings]}


def _circle(inner: str) -> tuple[dict[str, Any], dict[str, Any]]:
    centre, _, radius_text = inner.rpartition(",")
    if not re.fullmatch(r"\s*\d+(\.\d+)?([eE]-?\d+)?\s*", radius_text, re.ASCII):
        raise NotAnArea(inner[:80])
    radius = float(radius_text)
    (lon, lat) = _points(centre)[0]
    if not 0 < radius < 1_000_000:
        raise NotAnArea(f"a radius of {radius} m")
    up = radius / METRES_PER_DEGREE
    aside = up / max(cos(radians(lat)), 0.01)
    angles = [2 * pi * i / CIRCLE_POINTS for i in range(CIRCLE_POINTS)]
    ring = [(lon + aside * cos(angle), lat + up * sin(angle)) for angle in angles]
    return _polygon([_closed(ring)]), {"radius": radius}


def _line(points: list[Point], buffer_m: float) -> tuple[dict[str, Any], dict[str, Any]]:
    """The line widened on a plane that is true at its first point; good for a city."""
    if len(set(points)) < 2 or not 0 < buffer_m < 100_000:
        raise NotAnArea("a line needs two points and a width")
    shrink = max(cos(radians(points[0][1])), 0.01)
    plane = LineString([(lon * shrink, lat) for lon, lat in points])
    outline = plane.buffer(buffer_m / METRES_PER_DEGREE, quad_segs=4)
    rings = [outline.exterior, *outline.interiors]
    return _polygon([[(x / shrink, y) for x, y in ring.coords] for ring in rings]), {"buffer": buffer_m}
