"""A panel that is built when it is first seen: what stands behind another tab costs a desk's start nothing."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class LazyPanel(QWidget):
    """Stands in a dock for a panel and hands everything on to it once it is there."""

    headline_changed = Signal(str)

    def __init__(self, build: Callable[[], QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._build = build
        self.panel: QWidget | None = None
        self._kept: dict[str, Any] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._column = column

    @property
    def headline(self) -> str:
        """The panel's own, nothing before it is there."""
        return str(getattr(self.panel, "headline", ""))

    def ensure(self) -> QWidget:
        """The panel, built now if it is not there yet."""
        if self.panel is None:
            self.panel = panel = self._build()
            changed = getattr(panel, "headline_changed", None)
            if changed is not None:
                changed.connect(self.headline_changed)
            recall = getattr(panel, "recall", None)
            if recall is not None and self._kept:
                recall(self._kept)
            panel.setAccessibleName(self.accessibleName())
            self._column.addWidget(panel)
            self.setFocusProxy(panel)
        return self.panel

    def showEvent(self, event: QShowEvent) -> None:
        """Seen for the first time."""
        super().showEvent(event)
        self.ensure()

    def run(self, command: str) -> None:
        """A command of the panel."""
        run = getattr(self.ensure(), "run", None)
        if run is not None:
            run(command)

    def is_painted(self) -> bool:
        """Whether the panel says that its content is there."""
        asked = getattr(self.panel, "is_painted", None)
        return self.panel is not None and (asked is None or bool(asked()))

    def remembered(self) -> dict[str, Any]:
        """What the panel wants kept; before it is there, what was kept for it."""
        kept = getattr(self.panel, "remembered", None)
        return dict(kept()) if kept is not None else self._kept

    def recall(self, kept: dict[str, Any]) -> None:
        """Hand on what was kept, or keep it for the panel."""
        self._kept = kept
        recall = getattr(self.panel, "recall", None)
        if recall is not None:
            recall(kept)

    def on_dock_moved(self, top_level: bool) -> None:
        """The dock became a window or came back."""
        moved = getattr(self.panel, "on_dock_moved", None)
        if moved is not None:
            moved(top_level)

    def shutdown(self) -> None:
        """End what the panel has to end."""
        end = getattr(self.panel, "shutdown", None)
        if end is not None:
            end()
