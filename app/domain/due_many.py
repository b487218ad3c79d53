"""The ends of one target for very many beginnings at once."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from app.domain.deadline import Target
from app.domain.targets import Hours

Array = np.ndarray[Any, Any]


def due_many(target: Target, start: Array, hours: Hours) -> Array:
    """When the target ends for each beginning; seconds since 1970, NaN stays NaN."""
    if target.working_days:
        return hours.city.add_days_many(start, target.working_days)
    if not target.worked:
        return np.asarray(start + target.span.total_seconds())
    different, which = np.unique(start, return_inverse=True)
    return np.array([_due(target, float(one), hours) for one in different], "f8")[which]


def _due(target: Target, start: float, hours: Hours) -> float:
    if np.isnan(start):
        return start
    return target.due(datetime.fromtimestamp(start, UTC), hours.city, hours.agency).timestamp()
