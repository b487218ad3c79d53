"""Taking back: ten seconds by a note with a countdown, while nothing has left; after that by a counter-order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from app.actions.undo import Undo
from app.clock import monotonic
from app.domain.lifecycle import Verb
from app.journal.outbox import UNDO_S
from widgets.acting.wish import Ended, Wish
from widgets.deed_words import verb_word
from widgets.group import Group
from widgets.plain import caption
from widgets.theme import Size
from widgets.toast import Toast

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

COUNTER = {
    Verb.DISPATCH: "act:recall",
    Verb.FINISH: "act:reopen",
    Verb.CLOSE: "act:reopen",
    Verb.REJECT: "act:reopen",
    Verb.DUPLICATE: "act:reopen",
    Verb.NOT_OURS: "act:reopen",
}
"""What takes a deed back once it has left; the others are answered by another deed of the same kind."""
COUNTER_S = 20
_MOST = 20


class UndoNote(Toast):
    """What was done, with the way back: "Undo (9)", then the counter-order's name, then nothing."""

    def __init__(self, text: str, counter: str, key: str, group: Group, window: QWidget) -> None:
        super().__init__(text, group.language.text("Undo"), False, group, window)
        self._words, self._counter, self._key = group.language, counter, key
        self._until = monotonic() + UNDO_S
        self.may_undo = True
        metrics, longest = self.button.fontMetrics(), (self._said(UNDO_S), counter)
        self.button.setMinimumWidth(max(metrics.horizontalAdvance(text) for text in longest) + 2 * Size.GAP[3])
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.on_second)
        self._timer.start()
        self.on_second()

    def _said(self, left: int) -> str:
        return self._words.text("Undo {key} · {n} s", key=self._key, n=left)

    def on_second(self) -> None:
        """A second passed."""
        left = self._until - monotonic()
        if left > 0:
            caption(self.button, self._said(round(left) or 1))
        elif self._counter and left > -COUNTER_S:
            self.may_undo = False
            caption(self.button, self._counter)
        else:
            self.dismiss()


class Undoing:
    """The deeds of this desk that may be taken back, the newest last."""

    def __init__(self, group: Group, on_counter: Callable[[str], None]) -> None:
        self._group, self._on_counter = group, on_counter
        self._done: list[Ended] = []

    @property
    def last(self) -> Ended | None:
        """The deed that would be taken back next."""
        return self._done[-1] if self._done else None

    def add(self, ended: Ended) -> None:
        """A deed was done."""
        self._done = [*self._done, ended][-_MOST:]

    def undo(self, ended: Ended) -> None:
        """Want a deed taken back."""
        if ended.outcome is not None:
            self._done = [one for one in self._done if one is not ended]
            undone = ended.outcome.operation
            self._group.deed_wished.emit(Wish("undo", ended.wish.key, lambda case: Undo(case, undone)))

    def counter(self, ended: Ended) -> None:
        """Ask for the counter-order of a deed that has left."""
        self._group.select("complaint", ended.wish.key)
        self._on_counter(COUNTER[Verb(ended.wish.verb)])


def said_of(ended: Ended, group: Group) -> str:
    """A deed in one line of a note."""
    case = ended.outcome.case.id.id if ended.outcome else ""
    return group.language.text("{what} · {case}", what=verb_word(group.language, ended.wish.verb), case=case)
