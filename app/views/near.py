"""Complaints near another one: candidates for "the same thing reported twice"."""

import numpy as np

from app.picture.frame import Frame
from app.picture.picture import Picture
from app.views.ours import CLOSED, state_here

NEAR_M = 300.0
_M_PER_DEGREE = 111_320.0


def near_cases(picture: Picture, frame: Frame, key: int, most: int = 8) -> list[tuple[int, float]]:
    """Keys and distances in metres of complaints not closed near one: of its category first, then the nearer.

    Distances on a plane, good to a per mille within a city. None without a place.
    """
    c, at = picture.complaints, key - 1
    if not 0 <= at < c.n or np.isnan(c.lat[at]):
        return []
    east = (c.lon - c.lon[at]) * np.cos(np.radians(c.lat[at]))
    metres = np.hypot(c.lat - c.lat[at], east) * _M_PER_DEGREE
    known = (metres <= NEAR_M) & (state_here(picture) != CLOSED) & (c.requested <= frame.seconds)
    known[at] = False
    found = np.flatnonzero(known)
    order = np.lexsort((metres[found], c.category[found] != c.category[at]))[:most]
    return [(int(i) + 1, float(metres[i])) for i in found[order]]
