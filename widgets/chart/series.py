"""What a chart shows, as plain values: lines, a band, upright marks and level lines."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
FORMER_ROLES = ("secondary", "rendah", "faint")  # roles of the theme for other years, in their order


class Look(Enum):
    """How a line is drawn; the meaning is the same in every chart."""

    MAIN = "main"  # what is: a thick line in the accent colour
    PLAN = "plan"  # what was planned: dashed
    FORMER = "former"  # other years: thin
    FORECAST = "forecast"  # what may come: dotted
    BARS = "bars"  # what is, as bars
    ALARM = "alarm"  # where it becomes grave: dashed, in the colour of a high mark


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One line. `x` ascending; NaN in `y` is a gap that is drawn as one. `name` is finished text."""

    id: str
    name: str
    x: Array
    y: Array
    look: Look = Look.MAIN
    is_shown: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The room between `low` and `high`; NaN where there is none."""

    name: str
    x: Array
    low: Array
    high: Array


@dataclass(frozen=True, slots=True)
class Mark:
    """An upright line at `at` with a word, or a level line when `is_level`. `colour` is a role of the theme."""

    at: float
    name: str
    is_level: bool = False
    colour: str = "faint"


@dataclass(frozen=True, slots=True, eq=False)
class ChartSpec:
    """A whole chart. `say_x` and `say_y` make the words of a place, `tick_y` the shorter ones of the axis.

    `ticks_x(left, right, most)` tells at most so many places of the x axis and their words.
    """

    name: str
    series: tuple[Series, ...]
    say_x: Callable[[float], str]
    say_y: Callable[[float], str]
    tick_y: Callable[[float], str]
    ticks_x: Callable[[float, float, int], list[tuple[float, str]]]
    x_title: str
    band: Band | None = None
    marks: tuple[Mark, ...] = ()
    from_zero: bool = True

    def span(self) -> tuple[float, float]:
        """The first and the last place of any line."""
        ends = [(float(s.x[0]) - half(s), float(s.x[-1]) + half(s)) for s in self.series if len(s.x)]
        return (min(e[0] for e in ends), max(e[1] for e in ends)) if ends else (0.0, 1.0)


def half(series: Series) -> float:
    """Half the room of a bar; nothing for a line."""
    return float(np.median(np.diff(series.x))) / 2 if series.look is Look.BARS and len(series.x) > 1 else 0.0


def with_gaps(x: Array, y: Array, step: float) -> tuple[Array, Array]:
    """The same line with a NaN where more than one and a half steps are missing, so that no line bridges them."""
    x, y = np.asarray(x, "f8"), np.asarray(y, "f8")
    holes = np.flatnonzero(np.diff(x) > step * 1.5)
    if not len(holes):
        return x, y
    return np.insert(x, holes + 1, x[holes] + step), np.insert(y, holes + 1, np.nan)


def value_at(series: Series, x: float) -> float:
    """The value of the point nearest to `x`; NaN in a gap and beyond the ends by more than a step."""
    if not len(series.x):
        return float("nan")
    at = int(np.clip(np.searchsorted(series.x, x), 0, len(series.x) - 1))
    if at and abs(series.x[at - 1] - x) <= abs(series.x[at] - x):
        at -= 1
    step = float(np.median(np.diff(series.x[:100]))) if len(series.x) > 1 else 1.0
    return float(series.y[at]) if abs(series.x[at] - x) <= step else float("nan")
