"""Text filter: asks the reader thread, takes only the answer to the newest question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from app.clock import monotonic

if TYPE_CHECKING:
    from widgets.live import Live

ASKER = "queue"
AGAIN_S = 5.0  # a text filter is asked again at most this often while complaints change


class TextSearch(QObject):
    """`found` carries the keys of the newest text, or None when there is no text. Older answers are dropped."""

    found = Signal(object)  # ndarray | None

    def __init__(self, live: Live, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live, self.text, self.waiting = live, "", False
        self._asked_at = 0.0
        live.searched.connect(self._on_searched)

    def want(self, text: str) -> None:
        """Search for a text from now on; an empty one lifts the filter at once."""
        if text == self.text:
            return
        self.text = text
        if text:
            self._ask()
        else:
            self.waiting = False
            self.found.emit(None)

    def again(self) -> None:
        """Complaints changed: what the text finds may have changed too."""
        if self.text and not self.waiting and monotonic() - self._asked_at > AGAIN_S:
            self._ask()

    def _ask(self) -> None:
        self.waiting, self._asked_at = True, monotonic()
        self._live.search(self.text, ASKER)

    def _on_searched(self, asker: str, text: str, keys: np.ndarray) -> None:
        if asker == ASKER and text == self.text and self.waiting:
            self.waiting = False
            self.found.emit(keys)
