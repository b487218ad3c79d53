"""Lets any widget that shows a figure explain it: `?` while it has the keyboard, the card under the mouse.

For buttons and labels that are no tiles. The figure is made when somebody asks, for most are never asked about.
"""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.views.figure import Figure
from widgets.explain.card import card_text
from widgets.explain.tile import wants_explanation
from widgets.group import Group
from widgets.plain import show_tip

EXPLAINS = "explains"  # a widget with this property explains what it shows


class Asks(QObject):
    """Watches one widget. `figure` gives None while the widget shows none; without `has_card` its own tip stays."""

    def __init__(
        self,
        widget: QWidget,
        group: Group,
        figure: Callable[[], Figure | None],
        now: Callable[[], datetime],
        *,
        has_card: bool = True,
    ) -> None:
        super().__init__(widget)
        self._has_card = has_card
        self._widget, self._group, self._figure, self._now = widget, group, figure, now
        widget.setProperty(EXPLAINS, True)
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            widget.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take `?` before the sheet of keys does."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wants_explanation(event):
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and wants_explanation(event):
            return self.explain()
        if self._has_card and kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            return self._show_card(event)
        return False

    def explain(self) -> bool:
        """Ask the window for the whole story; False without a figure."""
        figure = self._figure()
        if figure is not None:
            self._group.explain_requested.emit(figure, self._widget)
        return figure is not None

    def _show_card(self, event: QHelpEvent) -> bool:
        figure = self._figure()
        if figure is None:
            return False
        about = self._widget.toolTip()
        card = card_text(figure, self._group.language, self._now())
        show_tip(event.globalPos(), card if not about or "<" in about else f"{about}\n{card}", self._widget)
        return True
