"""The drawing of a chart. The only module that imports pyqtgraph, so a desk without a chart in sight never loads it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainterPath, QPen, QResizeEvent
from PySide6.QtWidgets import QGraphicsPathItem, QWidget

from widgets.chart.axes import AxisX, AxisY
from widgets.chart.pyramid import Pyramid
from widgets.chart.series import FORMER_ROLES, Array, Band, ChartSpec, Look, Mark, Series
from widgets.fonts import font
from widgets.theme import Theme

_WIDTH = {Look.MAIN: 2.6, Look.PLAN: 1.6, Look.FORMER: 1.3, Look.FORECAST: 2.4, Look.ALARM: 1.8}
_DASH = {Look.PLAN: [5.0, 4.0], Look.FORECAST: [0.1, 2.4], Look.ALARM: [4.0, 3.0]}
_ROLE = {Look.MAIN: "accent", Look.FORECAST: "accent", Look.ALARM: "tinggi", Look.PLAN: "faint"}
_BAND_ALPHA = 0.22
_ROOM = 1.06  # above the greatest value
_BAR = 0.7  # of the room between two bars


class Plot(pg.PlotWidget):
    """Lines over days or times. `pointed` carries the place under the mouse, NaN when it left."""

    pointed = Signal(float)
    zoomed = Signal(bool)
    _spec: ChartSpec | None = None

    def __init__(self, text_px: int, parent: QWidget | None = None) -> None:
        self._axes = AxisX(text_px), AxisY(text_px)
        super().__init__(parent, axisItems={"bottom": self._axes[0], "left": self._axes[1]}, background=None)
        self._text_px = text_px
        self._long: list[tuple[pg.PlotCurveItem, Pyramid]] = []
        self._box: pg.ViewBox = self.getPlotItem().getViewBox()
        self._box.setMouseEnabled(x=True, y=False)
        self._box.setDefaultPadding(0.0)
        self.getPlotItem().setMenuEnabled(False)
        self.getPlotItem().hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setStyleSheet("background: transparent; border: 0")  # the ground is the panel's
        self._cross = pg.InfiniteLine(angle=90, movable=False)
        self._cross.setZValue(20)
        self._box.sigXRangeChanged.connect(self._on_range)
        self.scene().sigMouseMoved.connect(self._on_mouse)

    def draw(self, spec: ChartSpec, theme: Theme, *, keep: bool) -> None:
        """Draw a chart anew; `keep` keeps the zoom of the person."""
        before = self.seen() if keep and self._spec is not None else None
        self._spec = spec
        self.getPlotItem().clear()
        self._long = []
        for axis in self._axes:
            axis.dress(theme, spec)
        scale = self._text_px / 11
        if spec.band is not None:
            self.addItem(_band_item(spec.band, theme))
        former = iter(FORMER_ROLES * 4)
        for series in spec.series:
            role = next(former) if series.look is Look.FORMER else ""
            if series.is_shown and len(series.x):
                self._add(series, theme, role, scale)
        for mark in spec.marks:
            self._mark(mark, theme, scale)
        self._cross.setPen(pg.mkPen(theme.secondary, width=1))
        self.addItem(self._cross, ignoreBounds=True)
        self._cross.hide()
        left, right = spec.span()
        self._box.setLimits(xMin=left, xMax=right, minXRange=min((right - left) / 2, 4 * _step(spec)))
        self.look(*(before or (left, right)))

    def look(self, left: float, right: float) -> None:
        """Show the places from `left` to `right`."""
        self._box.setXRange(left, right, padding=0.0)
        self._on_range()

    def seen(self) -> tuple[float, float]:
        """The first and last place in sight."""
        (left, right), _ = self._box.viewRange()
        return float(left), float(right)

    def zoom(self, factor: float, around: float | None = None) -> None:
        """Show `factor` times as much, around a place."""
        left, right = self.seen()
        middle = (left + right) / 2 if around is None or np.isnan(around) else around
        self.look(middle - (middle - left) * factor, middle + (right - middle) * factor)

    def point_at(self, x: float) -> None:
        """Put the upright line at a place; NaN takes it away."""
        self._cross.setVisible(not np.isnan(x))
        if not np.isnan(x):
            self._cross.setPos(x)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """No frame is painted before the words of another height have their room."""
        super().resizeEvent(event)
        if self._spec is not None and not self.closed:
            self.getPlotItem().layout.activate()

    def _add(self, series: Series, theme: Theme, role: str, scale: float) -> None:
        if series.look is Look.BARS:
            self.addItem(_bars(series, theme))
            return
        colour = QColor(theme.tokens()[role or _ROLE[series.look]])
        curve = pg.PlotCurveItem(pen=_pen(colour, series.look, scale), connect="finite", antialias=True)
        curve.setZValue(10 if series.look in (Look.MAIN, Look.ALARM) else 5)
        self.addItem(curve)
        self._long.append((curve, Pyramid(series.x, series.y)))
        if series.look is Look.MAIN:
            self._dot(series, theme, scale)

    def _dot(self, series: Series, theme: Theme, scale: float) -> None:
        """The last value that is known."""
        known = np.flatnonzero(~np.isnan(series.y))
        if len(known):
            at = known[-1]
            dot = pg.ScatterPlotItem([series.x[at]], [series.y[at]], size=8 * scale, pen=None, brush=theme.accent)
            dot.setZValue(15)
            self.addItem(dot)

    def _mark(self, mark: Mark, theme: Theme, scale: float) -> None:
        colour = theme.tokens()[mark.colour]
        pen = pg.mkPen(colour, width=1.4 * scale)
        pen.setDashPattern([3.0, 3.0])
        options = {"color": colour, "position": 0.9, "anchors": [(0, 1), (0, 1)], "fill": theme.panel}
        if mark.is_level:
            options |= {"position": 0.02}
        line = pg.InfiniteLine(mark.at, 0 if mark.is_level else 90, pen, label=mark.name, labelOpts=options)
        line.label.setFont(font(self._text_px))
        self.addItem(line, ignoreBounds=True)

    def _on_range(self) -> None:
        """Fill the long lines for the places in sight, and fit the height to what is there."""
        if self._spec is None:
            return
        left, right = self.seen()
        pixels = max(int(self._box.width()), 200)
        tops, lows = [0.0] if self._spec.from_zero else [], [0.0] if self._spec.from_zero else []
        for curve, pyramid in self._long:
            x, y = pyramid.view(left, right, pixels)
            curve.setData(x, y)
            _reach(y, tops, lows)
        self._reach_others(left, right, tops, lows)
        top, low = max(tops, default=1.0), min(lows, default=0.0)
        room = (top - low) * (_ROOM - 1) or abs(top) * 0.1 or 1.0
        low, top = low if self._spec.from_zero and low >= 0 else low - room, top + room
        self._box.setYRange(low, top, padding=0.0)
        self._axes[1].make_room(low, top)
        self.getPlotItem().layout.activate()
        first, last = self._spec.span()
        self.zoomed.emit(right - left < (last - first) * 0.999)

    def _reach_others(self, left: float, right: float, tops: list[float], lows: list[float]) -> None:
        assert self._spec is not None
        for series in self._spec.series:
            if series.look is Look.BARS and series.is_shown:
                _reach(series.y[(series.x >= left) & (series.x <= right)], tops, lows)
        if self._spec.band is not None:
            band = self._spec.band
            _reach(band.high[(band.x >= left) & (band.x <= right)], tops, lows)
        for mark in self._spec.marks:
            if mark.is_level:
                tops.append(mark.at)

    def _on_mouse(self, at: QPointF) -> None:
        inside = self._box.sceneBoundingRect().contains(at)
        self.pointed.emit(float(self._box.mapSceneToView(at).x()) if inside else float("nan"))


def _step(spec: ChartSpec) -> float:
    longest = max((s for s in spec.series), key=lambda s: len(s.x), default=None)
    return 1.0 if longest is None or len(longest.x) < 2 else float(np.median(np.diff(longest.x[:200])))


def _reach(values: Array, tops: list[float], lows: list[float]) -> None:
    known = values[np.isfinite(values)]
    if len(known):
        tops.append(float(known.max()))
        lows.append(float(known.min()))


def _pen(colour: QColor, look: Look, scale: float) -> QPen:
    pen = pg.mkPen(colour, width=_WIDTH[look] * scale)
    if look in _DASH:
        pen.setDashPattern(_DASH[look])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if look is Look.FORECAST else Qt.PenCapStyle.FlatCap)
    return pen


def _bars(series: Series, theme: Theme) -> pg.BarGraphItem:
    known = ~np.isnan(series.y)
    step = float(np.median(np.diff(series.x))) if len(series.x) > 1 else 1.0
    colour = QColor(theme.accent)
    colour.setAlphaF(0.65)
    return pg.BarGraphItem(x=series.x[known], height=series.y[known], width=step * _BAR, brush=colour, pen=None)


def _band_item(band: Band, theme: Theme) -> QGraphicsPathItem:
    known = np.flatnonzero(~np.isnan(band.low) & ~np.isnan(band.high))
    path = QPainterPath()
    for n, at in enumerate(known):
        point = QPointF(band.x[at], band.high[at])
        path.lineTo(point) if n else path.moveTo(point)
    for at in known[::-1]:
        path.lineTo(QPointF(band.x[at], band.low[at]))
    path.closeSubpath()
    item = QGraphicsPathItem(path)
    colour = QColor(theme.accent)
    colour.setAlphaF(_BAND_ALPHA)
    item.setBrush(colour)
    item.setPen(QPen(Qt.PenStyle.NoPen))
    return item
