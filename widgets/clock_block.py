"""The room's clock: the city's time, large, with its zone and day."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QWidget

from widgets.fonts import font
from widgets.group import Group
from widgets.plain import text_label, tip
from widgets.theme import Size

_LIGHT = QFont.Weight.Light


class ClockBlock(QWidget):
    """Shows the instant it is given; a replayed instant when the group is in replay."""

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self._at: datetime | None = None
        self._figure = text_label("--.--.--", "figure", self)
        self._figure.setFont(font(Size.FIGURE, _LIGHT))
        self._day = text_label("", "small", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._figure)
        row.addWidget(self._day, 0, Qt.AlignmentFlag.AlignVCenter)
        self._figure.setMinimumWidth(self._figure.sizeHint().width())
        group.language_changed.connect(self.retranslate)
        self.retranslate()

    def show_time(self, at: datetime) -> None:
        """Show an instant (UTC)."""
        self._at = at
        self._draw()

    def show_day(self, shown: bool) -> None:
        """Show zone and day beside the figures, or leave them to the tooltip where there is no room."""
        self._day.setVisible(shown)

    def retranslate(self) -> None:
        """Use the group's language."""
        name = self._group.language.text("City time")
        self.setAccessibleName(name)
        self._figure.setAccessibleName(name)
        tip(self, name)
        self._draw()

    def _draw(self) -> None:
        if self._at is None:
            return
        words = self._group.language
        self._figure.setText(words.clock(self._at))
        self._day.setText(f"{words.zone_name()} · {words.weekday_date(self._at)}")
        if self._day.isHidden():
            tip(self, self._day.text())
