"""What a picture adds to a complaint's own columns: severity, deadline and area, by the city file."""

from collections.abc import Callable

import numpy as np

from app.domain.deadline import Step, Target
from app.domain.due_many import due_many
from app.domain.severity import Severity, severity_of
from app.picture.columns import Words
from app.settings import CityFile
from app.settings.rule_of import hours_of, rule_of

AreaFinder = Callable[[np.ndarray, np.ndarray], np.ndarray]


class CategoryRules:
    """Severity and target by category code; categories the city does not know are MENENGAH without a target."""

    def __init__(self, city: CityFile, words: Words) -> None:
        self._severity = {words.code(c.id): severity_of(c.severity) for c in city.categories}
        self._owed = {
            words.code(c.id): (
                hours_of(city, c.agency),
                [Target.parse(t) for t in rule_of(city, c.id).allowed[Step.DONE]],
            )
            for c in city.categories
        }

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
        for code, (hours, targets) in self._owed.items():
            mine = category == code
            for target in targets if mine.any() else ():
                due[mine] = np.fmin(due[mine], due_many(target, requested[mine], hours))
        return due
