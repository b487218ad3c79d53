"""Paints the timeline: hours, bars, what is unknown, now, and the instant shown in replay."""

from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from app.views.intake import BIN_S, Intake
from widgets.contrast import readable_on
from widgets.group import Group

LEFT, RIGHT = 132, 212  # room for words and controls beside the field
_TOP, _FOOT = 20, 24
_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def field_of(size: QSize) -> QRectF:
    """Where the bars stand in a panel of this size."""
    return QRectF(LEFT, _TOP, max(size.width() - LEFT - RIGHT, 1), max(size.height() - _TOP - _FOOT, 1))


def instant_at(x: float, field: QRectF, view: Intake) -> float | None:
    """The instant under a point, to the minute, in seconds since 1970; None beside the field."""
    if not field.left() - 4 <= x <= field.right() + 4:
        return None
    share = min(max((x - field.left()) / field.width(), 0.0), 1.0)
    return round((view.start + share * (view.end - view.start)) / 60) * 60.0


def paint_timeline(
    painter: QPainter,
    field: QRectF,
    view: Intake,
    instants: tuple[float, float | None],
    group: Group,
    chosen: tuple[int | None, str],
) -> None:
    """Paint a view. `instants` are now and the instant shown (None = live), in seconds since 1970; `chosen` is the bar
    the keyboard is on and what it says."""
    now, shown = instants
    _hours(painter, field, view, group)
    _bars(painter, field, view, group)
    _unknown(painter, field, view, now, group)
    _now(painter, field, view, now, group)
    if shown is not None:
        _shown(painter, field, view, shown, group)
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


def _shown(painter: QPainter, field: QRectF, view: Intake, shown: float, group: Group) -> None:
    """The instant the windows show, and a veil over what had not happened yet."""
    x = min(max(_x(shown, field, view), field.left()), field.right())
    veil = QColor(group.theme.replay)
    veil.setAlphaF(0.12)
    painter.fillRect(QRectF(x, field.top(), field.right() - x, field.height()), veil)
    if not view.start <= shown <= view.end:
        return
    painter.fillRect(QRectF(x - 1, field.top() - 6, 2, field.height() + 10), QColor(group.theme.replay))
    box = QRectF(min(max(x - 24, field.left()), field.right() - 48), field.top() - _TOP, 48, 16)
    painter.fillRect(box, QColor(group.theme.replay))
    painter.setPen(QColor(readable_on(group.theme.replay, group.theme.window, group.theme.text)))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, group.language.time(datetime.fromtimestamp(shown, UTC)))


def _now(painter: QPainter, field: QRectF, view: Intake, now: float, group: Group) -> None:
    if now > view.end:
        return
    line = QRectF(_x(now, field, view) - 1, field.top() - 4, 2, field.height() + 8)
    painter.fillRect(line, QColor(group.theme.accent))


def _labels(painter: QPainter, field: QRectF, view: Intake, group: Group, said: str) -> None:
    words, theme = group.language, group.theme
    painter.setPen(QColor(theme.secondary))
    painter.drawText(QRectF(14, field.top(), LEFT - 20, 18), _SIDE, words.text("Complaints / 10 min"))
    top = int(view.counts.max(initial=0))
    painter.setPen(QColor(theme.faint))
    painter.drawText(QRectF(14, field.top() + 18, LEFT - 20, 18), _SIDE, words.text("at most {n}", n=top))
    if said:
        box = QRectF(field.left(), field.top() - _TOP, field.width(), 16)
        painter.fillRect(box, QColor(theme.panel))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)
