"""The timeline: how many complaints came in every ten minutes of the last 24 hours, and where now is.

Replay by dragging comes with its own issue; until then the line only shows.
"""

from datetime import UTC, datetime

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.domain.kind import Kind
from app.journal.reader import Changes
from app.views.intake import BIN_S, Intake, intake_view
from widgets.fonts import font
from widgets.group import Group
from widgets.live import Live
from widgets.plain import show_tip
from widgets.theme import Size

_LEFT, _RIGHT, _TOP, _FOOT = 132, 96, 12, 24


class TimelinePanel(QWidget):
    """Bars of ten minutes; a span without any answer of a source is a gap, never zero."""

    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self.headline = ""
        self._view: Intake = intake_view(live.picture, live.frame())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(250)
        self._soon.timeout.connect(self.refresh)
        self.setMinimumHeight(84)
        self.setMouseTracking(True)
        live.ticked.connect(self.on_tick)
        live.changed.connect(self.on_changed)
        live.picture_ready.connect(self.refresh)
        group.language_changed.connect(self.retranslate)
        group.theme_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        self.refresh()

    def refresh(self) -> None:
        """Count again."""
        self._view = intake_view(self._live.picture, self._live.frame())
        words, total = self._group.language, int(self._view.counts.sum())
        text = words.plural("{n} complaint in 24 hours", "{n} complaints in 24 hours", total)
        self.setAccessibleDescription(text)
        if text != self.headline:
            self.headline = text
            self.headline_changed.emit(text)
        self.update()

    def on_changed(self, changes: Changes) -> None:
        """Count again soon after complaints came, at most four times a second however many they are."""
        if Kind.COMPLAINT in changes.kinds and not self._soon.isActive():
            self._soon.start()

    def on_tick(self, now: datetime) -> None:
        """Move on with the clock, once a bin."""
        if now.timestamp() >= self._view.end:
            self.refresh()
        elif int(now.timestamp()) % 10 == 0:
            self.update()

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return bool(self._view.counts.any())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the hours, the bars and now."""
        painter = QPainter(self)
        painter.setFont(font(Size.SMALL))
        field = QRectF(_LEFT, _TOP, max(self.width() - _LEFT - _RIGHT, 1), max(self.height() - _TOP - _FOOT, 1))
        self._hours(painter, field)
        self._bars(painter, field)
        self._labels(painter, field)

    def event(self, event: QEvent) -> bool:
        """Say what a bar stands for."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._tell(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _x(self, at: float, field: QRectF) -> float:
        return field.left() + field.width() * (at - self._view.start) / (self._view.end - self._view.start)

    def _hours(self, painter: QPainter, field: QRectF) -> None:
        words, theme = self._group.language, self._group.theme
        every = 2 if field.width() > 900 else 4
        for at in range(int(self._view.start) // 3600 * 3600, int(self._view.end), 3600):
            moment = datetime.fromtimestamp(at, UTC)
            x = self._x(at, field)
            if x < field.left() or moment.astimezone(words.zone).hour % every:
                continue
            painter.setPen(QColor(theme.line))
            painter.drawLine(int(x), int(field.top()), int(x), int(field.bottom()))
            painter.setPen(QColor(theme.faint))
            box = QRectF(x - 30, field.bottom() + 4, 60, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words.time(moment))

    def _bars(self, painter: QPainter, field: QRectF) -> None:
        theme, counts = self._group.theme, self._view.counts
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
        now = self._x(self._live.frame().seconds, field)
        painter.fillRect(QRectF(now - 1, field.top() - 4, 2, field.height() + 8), QColor(theme.accent))

    def _labels(self, painter: QPainter, field: QRectF) -> None:
        words, theme = self._group.language, self._group.theme
        painter.setPen(QColor(theme.secondary))
        side = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(14, field.top(), _LEFT - 20, 18), side, words.text("Complaints / 10 min"))
        top = int(self._view.counts.max(initial=0))
        painter.setPen(QColor(theme.faint))
        painter.drawText(QRectF(14, field.top() + 18, _LEFT - 20, 18), side, words.text("at most {n}", n=top))
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(field.right() + 12, field.top(), _RIGHT - 16, 18), side, words.text("LIVE"))

    def _tell(self, at: QPoint, globally: QPoint) -> None:
        width = max(self.width() - _LEFT - _RIGHT, 1)
        bin_ = int((at.x() - _LEFT) / width * len(self._view.counts))
        if not 0 <= bin_ < len(self._view.counts):
            return
        words, count = self._group.language, int(self._view.counts[bin_])
        start = datetime.fromtimestamp(self._view.start + bin_ * BIN_S, UTC)
        said = words.plural("{n} complaint", "{n} complaints", count)
        show_tip(globally, f"{words.moment(start)} · {said}", self)
