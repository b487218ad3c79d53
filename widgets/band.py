"""Bands across the top edge of a window: what must not be overlooked about everything below them."""

from enum import Enum

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.contrast import readable_on
from widgets.fonts import font
from widgets.group import Group
from widgets.plain import caption, text_label
from widgets.theme import Size, Theme


class Tone(Enum):
    """How a band looks."""

    HATCHED = "hatched"  # simulation
    GREY = "grey"  # the database is away
    VIOLET = "violet"  # replay
    RED = "red"  # safe mode


_HEIGHT = 24


class Band(QWidget):
    """One line of text across the window, perhaps with one button. Hidden until `say`."""

    def __init__(self, tone: Tone, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone, self._group = tone, group
        self._label = text_label(parent=self)
        self._label.setFont(font(Size.SMALL))
        self.button = QPushButton(self)
        self.button.setProperty("role", "quiet")
        self.button.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addStretch()
        row.addWidget(self._label)
        row.addWidget(self.button)
        row.addStretch()
        self.setFixedHeight(_HEIGHT)
        self.hide()
        group.theme_changed.connect(self._on_theme)
        self._on_theme(group.theme)

    def say(self, text: str, button: str = "") -> None:
        """Show the band with this text; an empty text hides it."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.button.setVisible(bool(button))
        caption(self.button, button)
        self.setFixedHeight(Size.HIT + 4 if button else _HEIGHT)
        self.setVisible(bool(text))

    @property
    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def _fill(self, theme: Theme) -> str:
        fills = {Tone.GREY: theme.faint, Tone.VIOLET: theme.replay, Tone.RED: theme.kritis}
        return fills.get(self._tone, theme.window)

    def _on_theme(self, theme: Theme) -> None:
        ink = readable_on(self._fill(theme), theme.window, theme.text, theme.panel)
        for widget in (self._label, self.button):
            widget.setStyleSheet(f"color: {ink}; font-weight: 500; font-size: {Size.SMALL}px")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill, and hatch a simulation so that it is told apart without colour."""
        painter = QPainter(self)
        theme = self._group.theme
        painter.fillRect(self.rect(), QColor(self._fill(theme)))
        if self._tone is Tone.HATCHED:
            painter.fillRect(self.rect(), QBrush(QColor(theme.line), Qt.BrushStyle.BDiagPattern))
            space = QRectF(self._label.geometry()).adjusted(-12, 0, 12, 0)
            painter.fillRect(space, QColor(theme.window))


class Bands(QWidget):
    """The bands of a window, one under the other, the gravest on top."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.safe = Band(Tone.RED, group, self)
        self.database = Band(Tone.GREY, group, self)
        self.replay = Band(Tone.VIOLET, group, self)
        self.simulated = Band(Tone.HATCHED, group, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for band in (self.safe, self.database, self.replay, self.simulated):
            column.addWidget(band)

    def event(self, event: QEvent) -> bool:
        """Tell the window to make room when a band comes or goes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)
