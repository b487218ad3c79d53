"""Which units may be sent to a case, and when each would be there. Arrays in, one answer a unit out.

Every unit that is not suggested is counted once, under the first reason that holds, so that a short list explains
itself. Without a road network a way is the straight line times a stated factor.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Out(IntEnum):
    """Why a unit is not suggested; FIT is. The order decides where several reasons hold."""

    FIT = 0
    OTHER_KIND = 1  # not a kind of vehicle for this category
    ON_THIS_CASE = 2  # has an open order for this very case
    NEVER_SEEN = 3  # no usable fix was ever received
    OLD_FIX = 4  # its last fix is too old to say where it is
    OFF_SHIFT = 5  # its agency does not work now
    BUSY = 6  # as many open orders as a unit may have


@dataclass(frozen=True, slots=True)
class Rule:
    """The city's own choice, stated wherever it is used. `fix_within_s` and `order_s` in seconds."""

    detour: float
    fix_within_s: float
    most_orders: int
    order_s: float


@dataclass(frozen=True, slots=True)
class Fleetwide:
    """What is known of every unit, one entry each: does its kind fit, does its agency work now, age of its fix in
    seconds (NaN = never seen), open orders, and whether one of them is for this case."""

    fits: Bools
    works: Bools
    fix_age_s: Floats
    load: NDArray[Any]
    here: Bools


def screened(units: Fleetwide, rule: Rule) -> NDArray[np.uint8]:
    """For every unit why it is left out (`Out`), FIT for those that may be sent."""
    held = [
        (Out.BUSY, units.load >= rule.most_orders),
        (Out.OFF_SHIFT, ~units.works),
        (Out.OLD_FIX, units.fix_age_s > rule.fix_within_s),
        (Out.NEVER_SEEN, np.isnan(units.fix_age_s)),
        (Out.ON_THIS_CASE, units.here),
        (Out.OTHER_KIND, ~units.fits),
    ]
    why = np.full(len(units.fits), Out.FIT, np.uint8)
    for reason, holds in held:  # the weightiest last
        why[holds] = reason
    return why


def way_s(distance_m: Floats, speed_kmh: Floats, detour: float) -> Floats:
    """Seconds on the road for a straight line in metres, at a speed in km/h."""
    return np.asarray(distance_m * detour / (speed_kmh / 3.6), np.float64)


def wait_s(load: NDArray[Any], rule: Rule) -> Floats:
    """Seconds until a unit is free, as its open orders are taken to last."""
    return np.asarray(load * rule.order_s, np.float64)


def soonest(ready_s: Floats, most: int) -> NDArray[np.int64]:
    """Indices of the `most` smallest, ascending; NaN last, equal ones in the order they come."""
    if len(ready_s) > 4 * most:
        edge = np.partition(ready_s, most - 1)[most - 1]
        near = np.flatnonzero(ready_s <= edge) if not np.isnan(edge) else np.arange(len(ready_s))
    else:
        near = np.arange(len(ready_s))
    return np.asarray(near[np.argsort(ready_s[near], kind="stable")][:most], np.int64)
