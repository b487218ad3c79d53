"""What moves on the map, packed for drawing: columns in, arrays out, no loop over things.

Places are float32 metres from the city's centre (web mercator), so that a page needs one multiply-add a coordinate.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.domain.freshness import DATA_LIMITS, Freshness
from app.domain.severity import Severity
from app.geo.points import Box, mercator_offsets
from app.picture.frame import Mode
from app.views.ours import CLOSED, OPEN, severity_here, state_here
from app.views.packed import PackedLayer
from app.views.vehicle import FIX_PERIOD

if TYPE_CHECKING:
    from app.picture.frame import Frame
    from app.picture.picture import Picture
    from app.settings import CityFile

STANDING_KMH = 3.0
STATES = 4  # drawing states of a vehicle, below
MOVING, STANDING, DIMMED, HOLLOW = range(STATES)
SHAPES = 5
CART, TRUCK, CREW, AID, FIRE = range(SHAPES)
SHAPE_OF_KIND = {
    "baktor": CART,
    **dict.fromkeys(("dump_truck", "armroll", "compactor"), TRUCK),
    **dict.fromkeys(("road_crew", "tree_crew"), CREW),
    "ambulance": AID,
    "fire": FIRE,
}
OVERDUE = 1  # flag bit of a packed complaint


def complaint_layer(
    picture: "Picture", frame: "Frame", city: "CityFile", shown: NDArray[Any] | None = None
) -> PackedLayer:
    """Complaints with a place, critical ones last so that they are drawn on top.

    `shown` are the keys to show (what the queue shows); without it every complaint that is not closed,
    at its source or here.
    Style is the severity, one step up once overdue, as in the queue.
    """
    rows, state = picture.complaints, state_here(picture)
    pick = np.flatnonzero(_wanted(rows, state, shown) & ~np.isnan(rows.lat[: rows.n]))
    overdue = (rows.due[pick] < frame.seconds) & (state[pick] == OPEN)  # nan is never overdue
    severity = np.minimum(severity_here(picture)[pick] + overdue, Severity.KRITIS).astype(np.uint8)
    order = np.argsort(severity, kind="stable")
    pick, severity, overdue = pick[order], severity[order], overdue[order]
    x, y = mercator_offsets(rows.lat[pick], rows.lon[pick], Box(*city.city.box).centre)
    columns = {
        "x": x.astype("<f4"),
        "y": y.astype("<f4"),
        "key": (pick + 1).astype("<u4"),
        "style": severity,
        "flags": overdue.astype(np.uint8) * np.uint8(OVERDUE),
    }
    return PackedLayer(columns, frame.seconds, 0.0)


def _wanted(rows: Any, state: NDArray[Any], shown: NDArray[Any] | None) -> NDArray[np.bool_]:
    if shown is None:
        return np.asarray((state != CLOSED) & ~np.isnan(rows.requested[: rows.n]))
    wanted = np.zeros(rows.n, dtype=bool)
    wanted[np.asarray(shown, dtype=np.int64) - 1] = True
    return wanted


def vehicle_layer(picture: "Picture", frame: "Frame", city: "CityFile", speed: float = 1.0) -> PackedLayer:
    """Vehicles that were ever seen: the fix before the last, the last one, and how to draw them.

    Times are seconds before `now`. A vehicle seen once has both fixes at one place. Style is shape * STATES + state;
    `speed` counts in live mode only.
    """
    rows, now = picture.vehicles, frame.seconds
    pick = np.flatnonzero(~np.isnan(rows.lat[: rows.n]))
    centre = Box(*city.city.box).centre
    x1, y1 = mercator_offsets(rows.lat[pick], rows.lon[pick], centre)
    x0, y0 = mercator_offsets(rows.prev_lat[pick], rows.prev_lon[pick], centre)
    once = np.isnan(x0)
    columns = {
        "x0": np.where(once, x1, x0).astype("<f4"),
        "y0": np.where(once, y1, y0).astype("<f4"),
        "x1": x1.astype("<f4"),
        "y1": y1.astype("<f4"),
        "t0": np.where(once, rows.fix_at[pick] - now, rows.prev_fix_at[pick] - now).astype("<f4"),
        "t1": (rows.fix_at[pick] - now).astype("<f4"),
        "key": (pick + 1).astype("<u4"),
        "style": (_shape(picture, city)[rows.kind[pick]] * STATES + vehicle_states(rows, pick, now)).astype(np.uint8),
        "course": _course(rows.course[pick]),
    }
    return PackedLayer(columns, now, speed if frame.mode is Mode.LIVE else 0.0)


def vehicle_states(rows: Any, pick: NDArray[Any], now: float) -> NDArray[np.uint8]:
    """How each vehicle is drawn, by its speed and by the age of its last fix (data age, the fleet's period)."""
    age = (now - rows.fix_at[pick]) / FIX_PERIOD.total_seconds()
    fresh = freshness_of(age)
    states = np.where(rows.speed[pick] >= STANDING_KMH, MOVING, STANDING)
    states = np.where(fresh >= Freshness.STALE, DIMMED, states)
    return np.asarray(np.where(fresh >= Freshness.LOST, HOLLOW, states), dtype=np.uint8)


def freshness_of(periods: NDArray[Any]) -> NDArray[np.uint8]:
    """The data's state by its age in periods, element by element; nan (never seen) is LOST here."""
    over = sum((periods > limit).astype(np.uint8) for limit in DATA_LIMITS)
    return np.where(np.isnan(periods), np.uint8(Freshness.LOST), over).astype(np.uint8)


def _shape(picture: "Picture", city: "CityFile") -> NDArray[np.uint8]:
    """For every word code the shape of that kind of vehicle; a kind we do not know goes by its place in the fleets."""
    kinds = picture.vehicles.kind[: picture.vehicles.n]
    fleets = [fleet.kind for fleet in city.fleets]
    shapes = np.zeros(int(kinds.max(initial=0)) + 1, dtype=np.uint8)
    for code in np.unique(kinds).tolist():
        kind = picture.words.text(code)
        place = fleets.index(kind) if kind in fleets else 0
        shapes[code] = SHAPE_OF_KIND.get(kind, place % SHAPES)
    return shapes


def _course(degrees: NDArray[Any]) -> NDArray[np.uint8]:
    """Course in 256 steps, clockwise from north; unknown is north."""
    steps = np.nan_to_num(np.asarray(degrees, dtype=np.float64)) * (256 / 360)
    return np.asarray(np.round(steps).astype(np.int64) % 256, dtype=np.uint8)
