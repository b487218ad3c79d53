"""Paints the timeline: hours, bars, what is unknown, and now."""

from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from app.views.intake import BIN_S, Intake
from widgets.group import Group

LEFT, RIGHT = 132, 96  # room for words beside the field
_TOP, _FOOT = 12, 24
_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def field_of(size: QSize) -> QRectF:
    """Where the bars stand in a panel of this size."""
    return QRectF(LEFT, _TOP, max(size.width() - LEFT - RIGHT, 1), max(size.height() - _TOP - _FOOT, 1))


def paint_timeline(
    painter: QPainter, field: QRectF, view: Intake, now: float, group: Group, chosen: tuple[int | None, str]
) -> None:
    """Paint a view; `now` in seconds since 1970. `chosen` is the bar the keyboard is on and what it says."""
    _hours(painter, field, view, group)
    _bars(painter, field, view, group)
    _unknown(painter, field, view, now, group)
    _now(painter, field, view, now, group)
    _labels(painter, field, view, group, chosen[1])
    if chosen[0] is not None:
        wide = field.width() / len(view.counts)
        painter.setPen(QColor(group.theme.accent))
        painter.drawRect(QRectF(field.left() + chosen[0] * wide, field.top(), wide, field.height()))


def _x(at: float, field: QRectF, view: Intake) -> float:
    return field.left() + field.width() * (at - view.start) / (view.end - view.start)


def _hours(painter: QPainter, field: QRectF, view: Intake, group: Group) -> None:
    words, theme = group.language, group.theme
    every = 2 if field.width() > 900 else 4
    for at in range(int(view.start) // 3600 * 3600, int(view.end), 3600):
        moment = datetime.fromtimestamp(at, UTC)
        x = _x(at, field, view)
        if x < field.left() or moment.astimezone(words.zone).hour % every:
            continue
        painter.setPen(QColor(theme.line))
        painter.drawLine(int(x), int(field.top()), int(x), int(field.bottom()))
        painter.setPen(QColor(theme.faint))
        box = QRectF(x - 30, field.bottom() + 4, 60, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words.time(moment))


def _bars(painter: QPainter, field: QRectF, view: Intake, group: Group) -> None:
    theme, counts = group.theme, view.counts
    top = max(int(counts.max(initial=0)), 1)
    wide = field.width() / len(counts)
    colour = QColor(theme.accent)
    colour.setAlphaF(0.55)
    for at in np.flatnonzero(counts):
        high = max(field.height() * 0.92 * counts[at] / top, 2.0)
        gap = 1.0 if wide > 4 else 0.0
        left = field.left() + at * wide + gap
        painter.fillRect(QRectF(left, field.bottom() - high, wide - gap * 2, high), colour)
    painter.setPen(QColor(theme.line))
    painter.drawLine(field.bottomLeft(), field.bottomRight())


def _unknown(painter: QPainter, field: QRectF, view: Intake, now: float, group: Group) -> None:
    """Hatching from the last answer to now: what is not known is not drawn as nothing."""
    if view.silent_since is None:
        return
    left = max(_x(view.silent_since, field, view), field.left())
    width = max(_x(now, field, view) - left, field.width() * BIN_S / (view.end - view.start) / 2)
    span = QRectF(left, field.top(), width, field.height())
    painter.fillRect(span, QBrush(QColor(group.theme.faint), Qt.BrushStyle.BDiagPattern))


def _now(painter: QPainter, field: QRectF, view: Intake, now: float, group: Group) -> None:
    line = QRectF(_x(now, field, view) - 1, field.top() - 4, 2, field.height() + 8)
    painter.fillRect(line, QColor(group.theme.accent))


def _labels(painter: QPainter, field: QRectF, view: Intake, group: Group, said: str) -> None:
    words, theme = group.language, group.theme
    painter.setPen(QColor(theme.secondary))
    painter.drawText(QRectF(14, field.top(), LEFT - 20, 18), _SIDE, words.text("Complaints / 10 min"))
    top = int(view.counts.max(initial=0))
    painter.setPen(QColor(theme.faint))
    painter.drawText(QRectF(14, field.top() + 18, LEFT - 20, 18), _SIDE, words.text("at most {n}", n=top))
    painter.setPen(QColor(theme.text))
    painter.drawText(QRectF(field.right() + 12, field.top(), RIGHT - 16, 18), _SIDE, words.text("LIVE"))
    if said:
        box = QRectF(field.left(), field.top() - _TOP, field.width(), 16)
        painter.fillRect(box, QColor(theme.panel))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)
