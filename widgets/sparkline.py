"""Small pictures in cells: which way something goes, and how much of a whole is used."""

from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.views.figure import Figure
from widgets.theme import Theme

Array = np.ndarray[Any, Any]


def paint_trend(painter: QPainter, box: QRectF, values: Array, colour: str) -> None:
    """Paint values over the whole width of a box, the least below; gaps stay gaps, the last value has a dot."""
    known = np.flatnonzero(np.isfinite(values))
    if len(known) < 2 or box.width() < 4:
        return
    low, high = float(values[known].min()), float(values[known].max())
    room = (high - low) or 1.0
    x = box.left() + box.width() * np.arange(len(values)) / (len(values) - 1)
    y = box.bottom() - box.height() * (values - low) / room if high > low else np.full(len(values), box.center().y())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colour), 1.4))
    for part in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1):
        painter.drawPolyline(QPolygonF([QPointF(x[at], y[at]) for at in part]))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(x[known[-1]], y[known[-1]]), 2.2, 2.2)
    painter.restore()


def paint_share(painter: QPainter, cell: QRectF, figure: Figure, limit: float, theme: Theme) -> None:
    """A bar at the foot of a cell for a figure in percent, with an upright mark at the limit."""
    bar = QRectF(cell.left() + 8, cell.bottom() - 5, cell.width() - 16, 3)
    painter.fillRect(bar, QColor(theme.line))
    if figure.value is not None:
        part = QRectF(bar)
        part.setWidth(bar.width() * min(max(figure.value / 100, 0.0), 1.0))
        painter.fillRect(part, QColor(theme.severity(figure.mark) if figure.mark else theme.accent))
    at = bar.left() + bar.width() * limit / 100
    painter.fillRect(QRectF(at - 0.5, bar.top() - 1, 1.5, 5), QColor(theme.secondary))
