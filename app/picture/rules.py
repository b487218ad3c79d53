"""What a picture adds to a complaint's own columns: severity, deadline and area, by the city file."""

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np

from app.domain.deadline import Target
from app.domain.severity import Severity, severity_of
from app.picture.columns import Words
from app.settings import CityFile

_QUARTER_S = 900.0  # zones change at quarter hours at the finest
AreaFinder = Callable[[np.ndarray, np.ndarray], np.ndarray]


class CategoryRules:
    """Severity and target by category code; categories the city does not know are MENENGAH without a target."""

    def __init__(self, city: CityFile, words: Words) -> None:
        self._zone = city.city.tz
        self._severity = {words.code(c.id): severity_of(c.severity) for c in city.categories}
        self._target = {words.code(c.id): Target.parse(c.done) for c in city.categories if c.done}

    def severity(self, category: np.ndarray) -> np.ndarray:
        """Severity codes (u1) for category codes."""
        table = np.full(int(category.max(initial=0)) + 1, Severity.MENENGAH, "u1")
        for code, severity in self._severity.items():
            if code < len(table):
                table[code] = severity
        return np.asarray(table[category])

    def due(self, category: np.ndarray, requested: np.ndarray) -> np.ndarray:
        """When the target *done* of each complaint ends, seconds since 1970; NaN without a target."""
        due = np.full(len(category), np.nan)
        for code, target in self._target.items():
            mine = category == code
            if target.working_days:
                due[mine] = self._due_by_days(target, requested[mine])
            else:
                due[mine] = requested[mine] + target.span.total_seconds()
        return due

    def _due_by_days(self, target: Target, requested: np.ndarray) -> np.ndarray:
        """Working days by way of the quarter hours that occur: within one, every target is equally long."""
        quarters, which = np.unique(requested // _QUARTER_S, return_inverse=True)
        spans = [self._due_one(target, quarter) - quarter * _QUARTER_S for quarter in quarters]
        return np.asarray(requested + np.array(spans, "f8")[which])

    def _due_one(self, target: Target, quarter: float) -> float:
        if np.isnan(quarter):
            return float("nan")
        return target.due(datetime.fromtimestamp(quarter * _QUARTER_S, UTC), self._zone).timestamp()
