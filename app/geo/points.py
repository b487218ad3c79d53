"""Where points lie on the map and how far apart they are. Degrees are WGS84; metres come out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_M = 6_378_137.0  # radius of web-mercator's sphere (EPSG:3857)
OUTSIDE = -1  # index of the area of a point that lies in none, or in none for a fact
MEAN_EARTH_M = 6_371_008.8  # mean radius, for true distances (IUGG)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Box:
    """South, west, north and east edges in degrees, as the city file writes them."""

    south: float
    west: float
    north: float
    east: float

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle: the origin of the map's metres."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2

    def contains(self, lat: ArrayLike, lon: ArrayLike) -> Any:
        """Whether each point lies inside; nan lies nowhere."""
        lats, lons = np.asarray(lat), np.asarray(lon)
        return (lats >= self.south) & (lats <= self.north) & (lons >= self.west) & (lons <= self.east)


def mercator_offsets(lat: ArrayLike, lon: ArrayLike, centre: tuple[float, float]) -> tuple[Floats, Floats]:
    """East and north of `centre` in web-mercator metres (map metres: longer than true ones away from the equator).

    nan stays nan, so a point without a place has no offset.
    """
    x = EARTH_M * np.radians(np.asarray(lon, dtype=np.float64) - centre[1])
    return x, _northing(np.asarray(lat, dtype=np.float64)) - _northing(np.asarray(centre[0]))


def degrees_from(x: ArrayLike, y: ArrayLike, centre: tuple[float, float]) -> tuple[Floats, Floats]:
    """Latitude and longitude of web-mercator offsets: the way back of `mercator_offsets`."""
    northing = np.asarray(y, dtype=np.float64) + _northing(np.asarray(centre[0]))
    lat = np.degrees(np.arctan(np.sinh(northing / EARTH_M)))
    return lat, centre[1] + np.degrees(np.asarray(x, dtype=np.float64) / EARTH_M)


def _northing(lat: NDArray[Any]) -> Floats:
    return np.asarray(EARTH_M * np.arcsinh(np.tan(np.radians(lat))), dtype=np.float64)


def distance_m(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> Floats:
    """Great-circle distance in metres (haversine), element by element."""
    a, b, c, d = (np.radians(np.asarray(v, dtype=np.float64)) for v in (lat1, lon1, lat2, lon2))
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return np.asarray(2 * MEAN_EARTH_M * np.arcsin(np.minimum(1, np.sqrt(h))), dtype=np.float64)
