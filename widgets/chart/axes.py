"""The axes of a chart: their words come from the chart's own functions, so that numbers read as everywhere else."""

from math import ceil, floor, log10

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QGraphicsSceneResizeEvent

from widgets.chart.series import ChartSpec
from widgets.fonts import font
from widgets.theme import Theme


class _Axis(pg.AxisItem):
    """An axis without ticks that stick out, without SI prefixes, with our letters."""

    def __init__(self, orientation: str, text_px: int) -> None:
        super().__init__(orientation)
        self._text_px = text_px
        self._spec: ChartSpec | None = None
        self.enableAutoSIPrefix(False)
        self.setStyle(tickFont=font(text_px), maxTickLevel=0, tickLength=0, tickTextOffset=max(text_px // 2, 6))

    def dress(self, theme: Theme, spec: ChartSpec) -> None:
        """Use a theme's colours and a chart's words."""
        self._spec = spec
        self.setPen(pg.mkPen(theme.line))
        self.setTextPen(pg.mkPen(theme.secondary))
        self.picture = None
        self.update()


class AxisX(_Axis):
    """Places in time; the chart says where words stand."""

    def __init__(self, text_px: int) -> None:
        super().__init__("bottom", text_px)
        self.setStyle(hideOverlappingLabels=False)
        self.setHeight(round(text_px * 2.2))
        self._ticks: list[tuple[float, str]] = []

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, list[float]]]:
        """The places of the words, as many as there is room for."""
        if self._spec is None:
            return []
        most = max(int(size / (self._text_px * 6.5)), 2)
        self._ticks = self._spec.ticks_x(minVal, maxVal, most)
        return [(1.0, [at for at, _ in self._ticks])]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The words."""
        words = dict(self._ticks)
        return [words.get(value, "") for value in values]


class AxisY(_Axis):
    """Values, with faint lines across the chart."""

    _room = 0.0
    _span: tuple[float, float] | None = None

    def __init__(self, text_px: int) -> None:
        super().__init__("left", text_px)
        self.setStyle(tickAlpha=255)

    def dress(self, theme: Theme, spec: ChartSpec) -> None:
        """Also draw the lines across."""
        super().dress(theme, spec)
        self.setGrid(120)

    def make_room(self, low: float, high: float) -> None:
        """Be wide enough for the words from `low` to `high` before they are painted.

        pyqtgraph leaves out words that do not fit. Once given, room is kept; another height has other words.
        """
        self._span = low, high
        step, _ = self.tickSpacing(low, high, self.size().height())[0]
        metrics = QFontMetricsF(font(self._text_px))
        steps = range(floor(low / step), ceil(high / step) + 1)
        said = self.tickStrings([step * n for n in steps], 1, step)
        widest = max((metrics.horizontalAdvance(word) for word in said), default=0.0)
        self._room = max(self._room, ceil(widest) + self.style["tickTextOffset"][0] + 4)
        self.setWidth(self._room)

    def resizeEvent(self, event: QGraphicsSceneResizeEvent | None = None) -> None:
        """Have room for the words of the new height too."""
        super().resizeEvent(event)
        if self._span is not None:
            self.make_room(*self._span)

    def tickSpacing(self, minVal: float, maxVal: float, size: float) -> list[tuple[float, float]]:
        """Round distances, four or five of them, fewer in a low chart."""
        span = abs(maxVal - minVal)
        if span <= 0:
            return [(1.0, 0.0)]
        wanted = span / max(min(size / (self._text_px * 3.2), 5), 1.5)
        power = 10.0 ** floor(log10(wanted))
        step = next(m * power for m in (1, 2, 4, 5, 10, 20) if m * power >= wanted)
        return [(step, 0.0)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """The chart's words for values."""
        return [self._spec.tick_y(value * scale) for value in values] if self._spec is not None else []
