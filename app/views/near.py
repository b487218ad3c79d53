"""Complaints near another one: candidates for "the same thing reported twice"."""

import numpy as np

from app.picture.frame import Frame
from app.picture.picture import Picture
from app.views.ours import CLOSED, state_here

NEAR_M = 300.0
_M_PER_DEGREE = 111_320.0


def near_cases(picture: Picture, frame: Frame, key: int, most: int = 8) -> list[tuple[int, float]]:
    """Keys and distances in metres of complaints not closed near one: of its category first, then the nearer.

    None without a place.
    """
    c, at = picture.complaints, key - 1
    if not 0 <= at < c.n or np.isnan(c.lat[at]):
        return []
    place = float(c.lat[at]), float(c.lon[at])
    found = near_place(picture, frame, *place, int(c.category[at]), most + 1)
    return [near for near in found if near[0] != key][:most]


def near_place(
    picture: Picture, frame: Frame, lat: float, lon: float, category: int, most: int = 8
) -> list[tuple[int, float]]:
    """Keys and distances in metres of complaints not closed near a place: of a category (its code) first, then nearer.

    Distances on a plane, good to a per mille within a city.
    """
    c = picture.complaints
    metres = np.hypot(c.lat - lat, (c.lon - lon) * np.cos(np.radians(lat))) * _M_PER_DEGREE
    known = (metres <= NEAR_M) & (state_here(picture) != CLOSED) & (c.requested <= frame.seconds)
    found = np.flatnonzero(known)
    order = np.lexsort((metres[found], c.category[found] != category))[:most]
    return [(int(i) + 1, float(metres[i])) for i in found[order]]
