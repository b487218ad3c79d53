"""The two ages of a figure and the five states they lead to.

Data age = now - valid_at, measured in the subject's periods. Link age = now - last complete valid answer,
measured in the source's `stale_after`. The worse state is shown.
"""

from datetime import datetime, timedelta
from enum import IntEnum


class Freshness(IntEnum):
    """States of a figure, from best to worst, so that `max` gives the one to show."""

    FRESH = 0
    AGEING = 1
    STALE = 2
    LOST = 3
    NEVER = 4


DATA_LIMITS = (1.5, 3.0, 10.0)  # periods: above them ageing, stale, lost
LINK_LIMITS = (0.5, 1.0, 3.0)  # stale_after: above them ageing, stale, lost


def _state(ratio: float, limits: tuple[float, float, float]) -> Freshness:
    return Freshness(sum(ratio > limit for limit in limits))


def data_state(valid_at: datetime | None, now: datetime, period: timedelta) -> Freshness:
    """State of a figure by its own age; a time in the future counts as fresh."""
    return Freshness.NEVER if valid_at is None else _state((now - valid_at) / period, DATA_LIMITS)


def link_state(last_answer: datetime | None, now: datetime, stale_after: timedelta) -> Freshness:
    """State of a source by the age of its last complete valid answer."""
    return Freshness.NEVER if last_answer is None else _state((now - last_answer) / stale_after, LINK_LIMITS)
