"""Figures in tables: a cell that holds one explains itself like a tile, by mouse and by key."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from app.views.figure import Figure
from widgets.explain.card import card_text
from widgets.explain.tile import wants_explanation
from widgets.group import Group
from widgets.plain import show_tip

FIGURE = Qt.ItemDataRole.UserRole + 77  # the Figure of a cell, None for a cell without one


class FigureCells(QObject):
    """Watches one view. `?` on the current cell explains its figure; hovering shows the card."""

    def __init__(self, view: QAbstractItemView, group: Group, now: Callable[[], datetime]) -> None:
        super().__init__(view)
        self._view, self._group, self._now = view, group, now
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take `?` before the sheet of keys does, and say what is under the mouse."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and wants_explanation(event):
            if self._figure(self._view.currentIndex()) is None:
                return False
            event.accept()
            return True
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and wants_explanation(event):
            return self.explain(self._view.currentIndex())
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and watched is self._view.viewport():
            return self._show_card(event.pos(), event.globalPos())
        return False

    def explain(self, index: QModelIndex) -> bool:
        """Explain a cell's figure; False when it has none."""
        figure = self._figure(index)
        if figure is None:
            return False
        self._group.explain_requested.emit(figure, self._view)
        return True

    def _show_card(self, at: QPoint, everywhere: QPoint) -> bool:
        figure = self._figure(self._view.indexAt(at))
        if figure is None:
            return False
        show_tip(everywhere, card_text(figure, self._group.language, self._now()), self._view)
        return True

    @staticmethod
    def _figure(index: QModelIndex) -> Figure | None:
        found = index.data(FIGURE) if index.isValid() else None
        return found if isinstance(found, Figure) else None
