"""Photos of a case: whose they are, how far each has come, and what the camera wrote into them against what is said."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Part(StrEnum):
    """Which photo it is. A citizen's is the citizen's own data; a crew's belongs to its order."""

    CITIZEN = "citizen"
    BEFORE = "before"
    AFTER = "after"


class PhotoState(StrEnum):
    """How far a photo has come."""

    WAITING = "waiting"
    STORED = "stored"
    FAILED = "failed"  # is tried again
    REFUSED = "refused"  # is not: the address or the picture itself is no good
    FORGOTTEN = "forgotten"  # erased, and never fetched again


OPEN = frozenset({PhotoState.WAITING, PhotoState.FAILED})
TYPES = ("JPEG", "PNG", "WebP")


@dataclass(frozen=True, slots=True)
class Taken:
    """What the camera wrote: when (UTC), whether it told its zone, and where (WGS84 degrees); None where nothing."""

    at: datetime | None = None
    is_sure: bool = False
    lat: float | None = None
    lon: float | None = None


class Check(StrEnum):
    """What comparing a photo with its case says."""

    UNKNOWN = "unknown"  # the photo tells nothing
    FITS = "fits"
    NEAR = "near"
    ELSEWHERE = "elsewhere"
    EARLIER = "earlier"
    LATER = "later"


AT_PLACE_M = 100.0
NEAR_M = 400.0
"""A telephone's fix among houses is off by some tens of metres; a street further is still the same errand."""
LONG_BEFORE = timedelta(hours=48)
SLACK = timedelta(minutes=10)
"""Clocks of telephones and servers differ by minutes."""


def place_check(distance_m: float | None) -> Check:
    """Whether a photo was taken at the case. Source of the limits: the city room's own choice."""
    if distance_m is None:
        return Check.UNKNOWN
    return Check.FITS if distance_m <= AT_PLACE_M else Check.NEAR if distance_m <= NEAR_M else Check.ELSEWHERE


def time_check(part: Part, taken: datetime | None, since: datetime | None) -> Check:
    """Whether a photo was taken when it should have been.

    `since`: for a citizen's photo when the case was reported (it is older, but by no more than two days); for a
    crew's when the order was given (it is younger).
    """
    if taken is None or since is None:
        return Check.UNKNOWN
    if part is Part.CITIZEN:
        if taken > since + SLACK:
            return Check.LATER
        return Check.EARLIER if taken < since - LONG_BEFORE else Check.FITS
    return Check.EARLIER if taken < since - SLACK else Check.FITS
