"""The list "closed, nobody went": asks in the reader's lane at which complaints somebody was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.clock import monotonic
from app.journal.visited import visited

if TYPE_CHECKING:
    from widgets.live import Live

AGAIN_S = 30.0


class Visited(QObject):
    """`read` carries the keys where somebody was, None once nobody asks any more. Lives in the GUI thread."""

    read = Signal(object)

    def __init__(self, live: Live, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self._is_wanted, self._is_asking, self._asked_at = live, False, False, 0.0

    def want(self, wanted: bool) -> None:
        """From now on ask, or no more."""
        if wanted and not self._is_wanted:
            self._is_wanted = True
            self._ask()
        elif not wanted and self._is_wanted:
            self._is_wanted = False
            self.read.emit(None)

    def again(self) -> None:
        """Something was noted: somebody may have gone since."""
        if self._is_wanted and not self._is_asking and monotonic() - self._asked_at > AGAIN_S:
            self._ask()

    def _ask(self) -> None:
        self._is_asking, self._asked_at = True, monotonic()
        journal = self._live.journal
        self._live.read(self, lambda: visited(journal), self._on_found)

    def _on_found(self, found: np.ndarray | None) -> None:
        self._is_asking = False
        if self._is_wanted and found is not None:
            self.read.emit(found)
