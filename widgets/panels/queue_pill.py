"""The quiet "3 new" over the top of the list: new cases came above what one is looking at."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from app.i18n import Language
from app.views.queue import QueueView
from widgets.plain import caption
from widgets.theme import Size

RECENT_S = 86_400  # what a back-fill brings from older days is not "new"


class NewPill(QPushButton):
    """Counts cases that the journal learnt since the top of the list was last seen. Click goes to the top."""

    def __init__(self, words: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._seen = words, -1
        self.count = 0
        self.setProperty("role", "pill")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(Size.HIT)
        self.hide()

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self._words = words
        self._show()

    def saw_top(self, known: int) -> None:
        """The top of the list is in sight: nothing up to key `known` is new any more."""
        self._seen, self.count = known, 0
        self._show()

    def update_count(self, view: QueueView, first_in_sight: int, now: float) -> None:
        """Count again; `first_in_sight` is the first row one can see, keys grow with every complaint learnt."""
        above = view.keys[:first_in_sight] > self._seen
        self.count = int(np.count_nonzero(above & (view.requested[:first_in_sight] > now - RECENT_S)))
        self._show()

    def _show(self) -> None:
        caption(self, self._words.plural("{n} new", "{n} new", self.count))
        self.setVisible(self.count > 0)
        self.adjustSize()
        room = self.parentWidget()
        if room is not None:
            self.move((room.width() - self.width()) // 2, Size.GAP[1])
