"""A figure that can explain itself: value, unit, rule, sources, age, and the facts it was made from.

Every panel, briefing scene, page and export shows figures of this one form, so that `?` works the same everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from app.domain.freshness import Freshness
from app.domain.kind import Kind
from app.domain.message import N_
from app.domain.severity import Severity

Array = np.ndarray[Any, Any]
INCOMPLETE = N_("Older records are still being fetched: this is not complete yet.")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Facts a figure was made from: dense journal keys (i8, ascending) of one kind."""

    kind: Kind
    keys: Array


@dataclass(frozen=True, slots=True)
class Running:
    """A period that is not over: the figure is of what was known by `until`. `days` is the period's length.

    Such a figure is shown as running and never judged or compared as if its period were over.
    """

    until: datetime
    days: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One figure. `id` is its stable path within the view; `name` a message id.

    `value` None = not known (never seen, withheld, or not to be said yet); it is never shown as zero. `rule` is an id
    of `app.domain.rules.RULES`. `observed` is when the newest of its inputs was true. `note` is a message id that says
    why there is no value, or what is left out of it. `running` is set while its period is not over.
    """

    id: str
    name: str
    value: float | None
    unit: str
    rule: str
    sources: tuple[str, ...]
    observed: datetime | None
    freshness: Freshness
    inputs: tuple[Facts, ...] = ()
    parts: tuple["Figure", ...] = ()
    mark: Severity | None = None
    note: str = ""
    running: Running | None = None

    @property
    def is_incomplete(self) -> bool:
        """Whether records it is the sum of are still on their way; such a figure bears no mark."""
        return self.note == INCOMPLETE


@dataclass(frozen=True, slots=True)
class Stamp:
    """What figures of one line have in common: how their ids begin, their sources and age, and what is left out."""

    path: str
    sources: tuple[str, ...]
    observed: datetime | None
    freshness: Freshness
    note: str = ""
    running: Running | None = None

    def figure(
        self,
        id: str,
        name: str,
        value: float | None,
        unit: str,
        rule: str,
        *,
        inputs: tuple[Facts, ...] = (),
        parts: tuple[Figure, ...] = (),
        mark: Severity | None = None,
        note: str = "",
    ) -> Figure:
        """A figure of this line; what is left out of the whole line is said before the figure's own note."""
        return Figure(
            f"{self.path}.{id}",
            name,
            value,
            unit,
            rule,
            self.sources,
            self.observed,
            self.freshness,
            inputs,
            parts,
            mark,
            self.note or note,
            self.running,
        )


def figures_of(view: object) -> Iterable[Figure]:
    """Every figure of a view, in the order of its fields, without the parts inside figures."""
    if isinstance(view, Figure):
        yield view
    elif isinstance(view, tuple):
        for item in view:
            yield from figures_of(item)
    elif hasattr(view, "__dataclass_fields__") and not isinstance(view, Facts):
        for name in view.__dataclass_fields__:
            yield from figures_of(getattr(view, name))
