"""The queue's figures explain themselves: the counts on the chips and the deadline of the row under cursor or mouse."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QModelIndex, QObject
from PySide6.QtGui import QHelpEvent, QKeyEvent

from app.picture.frame import Frame
from app.views.figure import Figure
from app.views.queue import QueueFilter
from app.views.queue_figures import chip_figure, due_figure
from widgets.explain.asks import Asks
from widgets.explain.card import card_text
from widgets.explain.tile import wants_explanation
from widgets.group import Group
from widgets.live import Live
from widgets.panels.queue_chips import ALL, ChipButton
from widgets.panels.queue_model import DUE
from widgets.panels.queue_parts import QueueParts
from widgets.plain import show_tip


class QueueAsks(QObject):
    """Lives with the panel. In the table `?` explains the due cell one stands on, else it is the desk's."""

    def __init__(
        self, live: Live, group: Group, parts: QueueParts, filter: Callable[[], QueueFilter], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._live, self._group, self._parts, self._filter = live, group, parts, filter
        parts.chips.made.connect(self._on_chip)
        for view in (parts.table, parts.table.viewport()):
            view.installEventFilter(self)

    def _frame(self) -> Frame:
        return self._group.frame or self._live.frame()

    def _now(self) -> datetime:
        return self._frame().at

    def _on_chip(self, button: ChipButton) -> None:
        Asks(button, self._group, lambda: self.chip(button.category), self._now)

    def chip(self, category: str) -> Figure:
        """What a chip counts."""
        asked = None if category == ALL else category
        return chip_figure(self._live.picture, self._frame(), self._live.city, self._filter(), asked)

    def due(self, index: QModelIndex) -> Figure | None:
        """What a due cell says; None elsewhere."""
        reader, key = self._parts.model.reader, self._parts.model.key_at(index.row())
        if reader is None or not key or index.column() != DUE:
            return None
        return due_figure(reader.picture, self._frame(), self._live.city, key, float(reader.view.due[index.row()]))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """`?` on the current due cell; the card of the one under the mouse."""
        table, kind = self._parts.table, event.type()
        if isinstance(event, QKeyEvent) and wants_explanation(event):
            figure = self.due(table.currentIndex())
            if figure is None:
                return False
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
            elif kind == QEvent.Type.KeyPress:
                self._group.explain_requested.emit(figure, table)
            return True
        if kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and watched is table.viewport():
            figure = self.due(table.indexAt(event.pos()))
            if figure is not None:
                show_tip(event.globalPos(), card_text(figure, self._group.language, self._now()), table)
            return figure is not None
        return False
