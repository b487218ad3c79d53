"""Long lines thinned to what a screen can show: at every zoom the least and greatest of each pixel, never a mean.

Levels are made once, each half of the one before, so that a zoom costs as much as there are pixels. A hole of more
than two bins always leaves a whole bin empty, so it stays a gap at every zoom.
"""

from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
FACTOR = 2


class Pyramid:
    """One line at every scale. `y` may hold NaN for gaps; `x` must ascend."""

    def __init__(self, x: Array, y: Array) -> None:
        self._x, self._y = np.asarray(x, "f8"), np.asarray(y, "f8")
        self._levels: list[tuple[Array, Array, Array]] = []  # x of the bin, least, greatest
        low, high, at = self._y, self._y, self._x
        while len(at) >= FACTOR * 64:
            at, low, high = at[: len(at) : FACTOR], _folded(low, np.fmin), _folded(high, np.fmax)
            self._levels.append((at, low, high))

    def view(self, left: float, right: float, pixels: int) -> tuple[Array, Array]:
        """What to draw between two places on so many pixels: the points themselves when they are few enough."""
        start, end = self._around(self._x, left, right)
        fewest = max(pixels, 1)  # bins: at least one a pixel
        level = -1
        while level + 1 < len(self._levels) and (end - start) / FACTOR ** (level + 2) >= fewest:
            level += 1
        if level < 0:
            return self._x[start:end], self._y[start:end]
        at, low, high = self._levels[level]
        first, last = self._around(at, left, right)
        return _zigzag(at[first:last], low[first:last], high[first:last])

    @staticmethod
    def _around(x: Array, left: float, right: float) -> tuple[int, int]:
        """The points in sight and one on each side, so that a line leaves the picture where it should."""
        start, end = np.searchsorted(x, (left, right))
        return max(int(start) - 1, 0), min(int(end) + 1, len(x))


def _folded(values: Array, which: Any) -> Array:
    return np.asarray(which.reduceat(values, np.arange(0, len(values), FACTOR)))


def _zigzag(at: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """Each bin as an upright stroke from its least to its greatest."""
    x, y = np.repeat(at, 2), np.empty(2 * len(at))
    y[0::2], y[1::2] = low, high
    return x, y
