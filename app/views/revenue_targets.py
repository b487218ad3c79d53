"""Targets of taxes: the original one, the revised one, and which is in force on a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from app.domain.revenue import Season
from app.domain.tax_kinds import TaxKind, family
from app.picture.picture import Picture
from app.views.figure import Array
from app.views.revenue_ledger import DISTRICT_LABEL, KIND_LABEL, labels_of
from app.views.standing import GONE, day_number

REVISED = "perubahan"
BASIS_LABEL, SINCE_LABEL = "dasar", "berlaku"
Place = tuple[str, str]  # family of the kind and kecamatan; "" where a target is for all of them


@dataclass(frozen=True, slots=True)
class Step:
    """A target that holds from `since` until the next one; `key`, `source`, `valid` are its record's."""

    since: date
    value: float
    is_revised: bool
    key: int
    source: int
    valid: float


@dataclass(frozen=True, slots=True)
class Target:
    """The steps of one place in the order of their dates."""

    steps: tuple[Step, ...] = ()

    def in_force(self, day: date) -> float | None:
        """The target on `day`: that of the latest date not after it."""
        begun = [step.since for step in self.steps if step.since <= day]
        return self._at(max(begun)) if begun else None

    def _at(self, since: date) -> float:
        return sum(step.value for step in self.steps if step.since == since)

    @property
    def original(self) -> float | None:
        """The first target told that is no revision."""
        dates = [step.since for step in self.steps if not step.is_revised]
        return self._at(min(dates)) if dates else None

    @property
    def revised(self) -> float | None:
        """The last revision told, whether it is in force yet or not."""
        dates = [step.since for step in self.steps if step.is_revised]
        return self._at(max(dates)) if dates else None

    @property
    def changed(self) -> date | None:
        """From when on the last revision holds."""
        return max((step.since for step in self.steps if step.is_revised), default=None)

    @property
    def keys(self) -> Array:
        """The journal keys of the records."""
        return np.unique(np.array([step.key for step in self.steps], "i8"))

    def by_day(self, season: Season) -> Array:
        """The target in force at the end of each day of the year, from day 0; NaN before the first."""
        days = np.full(season.length + 1, np.nan)
        for since in sorted({step.since for step in self.steps}):
            days[season.number(since) :] = self._at(since)
        return days


def targets(picture: Picture, name: str, year: int, kinds: Mapping[str, TaxKind]) -> dict[Place, Target]:
    """The targets of a year by family and kecamatan."""
    c = picture.indicators
    code = picture.words.find(name)
    if not code:
        return {}
    first, last = day_number(date(year, 1, 1)), day_number(date(year, 12, 31))
    is_ours = (c.name == code) & (c.commit > 0) & (c.flags & GONE == 0) & (c.day_from >= first) & (c.day_to <= last)
    at = np.flatnonzero(is_ours & ~np.isnan(c.value))
    labels = labels_of(picture, c.labels[at])
    steps: dict[Place, list[Step]] = {}
    for i in at.tolist():
        told = labels[int(c.labels[i])]
        place = family(told.get(KIND_LABEL, ""), kinds), told.get(DISTRICT_LABEL, "")
        is_revised = told.get(BASIS_LABEL, "") == REVISED
        since = _since(told.get(SINCE_LABEL, ""), date(year, 1, 1))
        step = Step(since, float(c.value[i]), is_revised, i + 1, int(c.source[i]), float(c.valid[i]))
        steps.setdefault(place, []).append(step)
    return {
        place: Target(tuple(sorted(many, key=lambda step: (step.since, step.key)))) for place, many in steps.items()
    }


def _since(text: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return otherwise


def together(many: Iterable[Target]) -> Target:
    """The sum of several targets: each change of one of them is a change of the sum."""
    all_of = list(many)
    steps: list[Step] = []
    for since in sorted({step.since for target in all_of for step in target.steps}):
        for target in all_of:
            held = max((step.since for step in target.steps if step.since <= since), default=None)
            steps += [replace(step, since=since) for step in target.steps if step.since == held]
    return Target(tuple(steps))
