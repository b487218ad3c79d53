"""Ten years of readings every ten minutes, drawn and zoomed: our chart beside pyqtgraph as it comes.

Each figure ends with the painted widget (grabbed, so that no other window can hide it). The peer draws every point,
with the same pen and antialiasing.
"""

from collections.abc import Callable, Iterator
from itertools import cycle

import numpy as np
from PySide6.QtWidgets import QApplication, QWidget

from app.i18n import Language
from tests.benchmarks.figure import Figure
from tests.benchmarks.measure import alternate, say
from tests.benchmarks.sizes import Sizes, thousands
from widgets.chart.series import ChartSpec, Series
from widgets.fonts import load_fonts
from widgets.theme import NIGHT, Size

SIZE = (1200, 500)
STEP_S = 600.0
ZOOMS = (0.5, 0.2, 0.05, 0.01)  # parts of the whole span, one after the other


def level(n: int) -> tuple[np.ndarray, np.ndarray]:
    """A river's level by season, day and chance, with a month missing."""
    rng, x = np.random.default_rng(7), np.arange(n) * STEP_S
    y = 200 + 60 * np.sin(x / 5e6) + 8 * np.sin(x / 13_750) + np.cumsum(rng.normal(0, 0.3, n))
    y[n // 3 : n // 3 + n // 120] = np.nan
    return x, y


class Ours:
    """Our chart."""

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        from widgets.chart.plot import Plot

        words = Language("id")
        self.plot = Plot(Size.SMALL)
        self._draws = 0
        self._x, self._y, self._words = x, y, words
        _show(self.plot)

    def draw(self) -> None:
        """All of it, from the numbers."""
        self._draws += 1
        series = (Series(str(self._draws), "P2C", self._x, self._y),)
        number = self._words.number
        spec = ChartSpec("P2C", series, str, number, number, lambda a, b, n: [(a, "a"), (b, "b")], "t", from_zero=False)
        self.plot.draw(spec, NIGHT, keep=False)
        self.plot.grab()

    def look(self, left: float, right: float) -> None:
        """A part of it."""
        self.plot.look(left, right)
        self.plot.grab()


class Plain:
    """pyqtgraph as it comes: no down-sampling, no clipping."""

    def __init__(self, x: np.ndarray, y: np.ndarray) -> None:
        import pyqtgraph as pg

        self._pg, self._x, self._y = pg, x, y
        self.plot = pg.PlotWidget()
        _show(self.plot)

    def draw(self) -> None:
        """All of it."""
        self.plot.clear()
        pen = self._pg.mkPen(NIGHT.accent, width=2.6)
        self.plot.plot(self._x, self._y, pen=pen, connect="finite", antialias=True)
        self.plot.setXRange(self._x[0], self._x[-1], padding=0)
        self.plot.grab()

    def look(self, left: float, right: float) -> None:
        """A part of it."""
        self.plot.setXRange(left, right, padding=0)
        self.plot.grab()


def _show(widget: QWidget) -> None:
    widget.resize(*SIZE)
    widget.show()
    QApplication.processEvents()


def _zoomer(look: Callable[[float, float], None], end: float) -> Callable[[], None]:
    parts = cycle(ZOOMS)

    def zoom() -> None:
        part = next(parts)
        look(end * (0.5 - part / 2), end * (0.5 + part / 2))

    return zoom


def run(sizes: Sizes) -> Iterator[Figure]:
    """Drawn as a whole, then zoomed step by step."""
    app = QApplication.instance() or QApplication([])
    load_fonts()
    x, y = level(sizes.readings)
    ours, plain = Ours(x, y), Plain(x, y)
    size = f"{thousands(len(x))} readings, {SIZE[0]}x{SIZE[1]}"
    say("drawn")
    mine, theirs = alternate(sizes.rounds, ours.draw, plain.draw)
    yield Figure("drawn", size, mine, "ms", "pyqtgraph as it comes", theirs)
    say("zoomed")
    works = (_zoomer(ours.look, float(x[-1])), _zoomer(plain.look, float(x[-1])))
    mine, theirs = alternate(sizes.rounds * len(ZOOMS), *works)
    yield Figure("zoomed", size, mine, "ms", "pyqtgraph as it comes", theirs)
    ours.plot.close()
    plain.plot.close()
    app.quit()
