"""What a picture adds to a complaint's own columns by the city file: severity, deadline, and whose duty it is."""

from collections.abc import Mapping

import numpy as np

from app.domain.deadline import Step, Target
from app.domain.due_many import due_many
from app.domain.severity import Severity, severity_of
from app.journal.columns import Array
from app.picture.columns import Words
from app.settings import CityFile
from app.settings.rule_of import hours_of, rule_of


class CategoryRules:
    """Severity, target and agency by category code and area; a category the city does not know is MENENGAH, owes
    nothing and is nobody's duty. `areas_are_facts`: only then a place decides whose duty it is.
    """

    def __init__(self, city: CityFile, words: Words, *, areas_are_facts: bool = False) -> None:
        self._severity = {words.code(c.id): severity_of(c.severity) for c in city.categories}
        self._done = {words.code(c.id): _targets(city, c.id) for c in city.categories}
        places = (*city.places.kelurahan, None) if areas_are_facts else (None,)  # the last is for OUTSIDE
        named = [[c.agency_for(place)[0] for place in places] for c in city.categories]
        self._duty = np.array([[0] * len(places), *([words.code(a) for a in row] for row in named)], "u2")
        self._line = {words.code(c.id): i + 1 for i, c in enumerate(city.categories)}
        self._agencies = {code: np.unique(self._duty[line]).tolist() for code, line in self._line.items()}
        self._hours = {words.code(agency): hours_of(city, agency) for row in named for agency in row}

    def severity(self, category: Array) -> Array:
        """Severity codes (u1) for category codes."""
        return _table(self._severity, Severity.MENENGAH, category)[category].astype("u1")

    def duty(self, category: Array, area: Array) -> Array:
        """Codes of the agencies whose duty complaints of these categories in these areas are; 0 = nobody's."""
        return np.asarray(self._duty[_table(self._line, 0, category)[category], area % self._duty.shape[1]])

    def due(self, category: Array, requested: Array, duty: Array) -> Array:
        """When the target *done* of each complaint ends, seconds since 1970; NaN without a target."""
        due = np.full(len(category), np.nan)
        for code, targets in self._done.items():
            for agency in self._agencies[code] if targets else ():
                mine = (category == code) & (duty == agency)
                for target in targets if mine.any() else ():
                    due[mine] = np.fmin(due[mine], due_many(target, requested[mine], self._hours[agency]))
        return due


def _targets(city: CityFile, category: str) -> list[Target]:
    return [Target.parse(text) for text in rule_of(city, category).allowed[Step.DONE]]


def _table(known: Mapping[int, int], other: int, codes: Array) -> Array:
    """What is known of each code up to the largest of `codes`, `other` for the rest."""
    table = np.full(int(codes.max(initial=0)) + 1, other, "u2")
    for code, value in known.items():
        if code < len(table):
            table[code] = value
    return table
