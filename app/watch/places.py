"""The places a vehicle can arrive at, and which of them are near a fix.

A landmark whose pin may be more than 250 m off is no place here: nobody can be said to stand within 50 m of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from app.domain.complaint import State
from app.domain.kind import Flag, flag_bits
from app.geo.points import MEAN_EARTH_M
from app.journal.watch_rows import ComplaintRow, GeofenceRow
from app.settings import CityFile

MOST_UNCERTAIN_M = 250.0
_BAD_CLOCK = flag_bits((Flag.CLOCK.value,))


@dataclass(frozen=True, slots=True)
class Place:
    """A place: `key` names it in states and facts, `body` is what a fact says of it, `since` (ms) when it began."""

    key: str
    shape: BaseGeometry  # x = longitude, y = latitude, degrees
    body: Mapping[str, Any]
    since: int = 0


@dataclass(frozen=True, eq=False)
class Places:
    """All places that stand. Never changed: `after` gives the places after news, or the same object without any."""

    centre: tuple[float, float]  # latitude, longitude
    landmarks: tuple[Place, ...]
    complaints: Mapping[int, Place] = field(default_factory=dict)
    geofences: Mapping[int, tuple[tuple[int, int], Place | None]] = field(default_factory=dict)

    def after(self, complaints: Iterable[ComplaintRow], geofences: Iterable[GeofenceRow]) -> "Places":
        """The places once these rows are known; rows in the order of their versions."""
        complaints, geofences = tuple(complaints), tuple(geofences)
        if not complaints and not geofences:
            return self
        return Places(
            self.centre, self.landmarks, _with(self.complaints, complaints), _newest(self.geofences, geofences)
        )

    @cached_property
    def all(self) -> tuple[Place, ...]:
        """Every place once."""
        areas = (place for _, place in self.geofences.values() if place is not None)
        return (*self.landmarks, *areas, *self.complaints.values())

    @cached_property
    def by_key(self) -> Mapping[str, Place]:
        """Every place by its key."""
        return {place.key: place for place in self.all}

    @cached_property
    def _shapes(self) -> NDArray[Any]:
        shapes = np.array([place.shape for place in self.all], dtype=object)
        return np.atleast_1d(shapely.transform(shapes, self._metres)) if len(shapes) else shapes

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self._shapes)

    def _metres(self, degrees: NDArray[Any]) -> NDArray[Any]:
        """Flat metres around the city's centre: over a city's width 50 m are right to a few centimetres."""
        one = radians(1) * MEAN_EARTH_M
        scale = (one * cos(radians(self.centre[0])), one)
        return np.asarray((degrees - (self.centre[1], self.centre[0])) * scale)

    def near(self, lat: Sequence[float], lon: Sequence[float], metres: float) -> dict[int, list[tuple[Place, float]]]:
        """For each point with places within `metres`: those places with their distance in metres (0 inside)."""
        found: dict[int, list[tuple[Place, float]]] = {}
        if not self.all or not len(lat):
            return found
        points = shapely.points(self._metres(np.column_stack([lon, lat])))
        at, which = self._tree.query(points, predicate="dwithin", distance=metres)
        away = shapely.distance(points[at], self._shapes[which])
        for i, j, distance in zip(at.tolist(), which.tolist(), away.tolist(), strict=True):
            found.setdefault(i, []).append((self.all[j], distance))
        return found


def city_places(city: CityFile) -> Places:
    """The landmarks that are certain enough; complaints and geofences come from the journal."""
    south, west, north, east = city.city.box
    marks = (mark for mark in city.places.landmarks if mark.accuracy_m <= MOST_UNCERTAIN_M)
    landmarks = tuple(
        _point("landmark", mark.name, mark.name, mark.name, mark.lat, mark.lon, {"accuracy_m": mark.accuracy_m})
        for mark in marks
    )
    return Places(((south + north) / 2, (west + east) / 2), landmarks)


def _with(known: Mapping[int, Place], rows: Iterable[ComplaintRow]) -> Mapping[int, Place]:
    """An open complaint with a place is one, from the time it was made; any other state ends it."""
    places = dict(known)
    for row in rows:
        places.pop(row.key, None)
        if row.state is State.OPEN and row.lat is not None and row.lon is not None:
            since = 0 if row.flags & _BAD_CLOCK else row.requested_at
            told = {"key": row.key, "source": row.source}
            places[row.key] = _point("complaint", str(row.key), row.id, row.name, row.lat, row.lon, told, since)
    return places


def _newest(
    known: Mapping[int, tuple[tuple[int, int], Place | None]], rows: Iterable[GeofenceRow]
) -> Mapping[int, tuple[tuple[int, int], Place | None]]:
    areas = dict(known)
    for row in rows:
        rank = (row.valid_at, row.v)
        if row.key not in areas or areas[row.key][0] < rank:
            areas[row.key] = (rank, _area(row))
    return areas


def _point(
    kind: str,
    key: str,
    id: str,
    name: str,
    lat: float,
    lon: float,
    more: Mapping[str, Any],
    since: int = 0,
) -> Place:
    body = {"kind": kind, "id": id, "name": name, "lat": lat, "lon": lon, **more}
    return Place(f"{kind}/{key}", shapely.Point(lon, lat), body, since)


def _area(row: GeofenceRow) -> Place | None:
    """The area of a geofence; None for one whose outline cannot be read: nobody arrives there."""
    shape = shapely.from_geojson(row.area, on_invalid="ignore") if row.area else None
    if shape is None or shape.is_empty or not np.isfinite(shapely.get_coordinates(shape)).all():
        return None
    shape = shapely.make_valid(shape)
    middle = shape.representative_point()
    told = {"kind": "geofence", "id": row.id, "name": row.name, "lat": middle.y, "lon": middle.x}
    return Place(f"geofence/{row.key}", shape, told | {"key": row.key, "source": row.source})
