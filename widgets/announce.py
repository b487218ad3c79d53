"""Saying a sentence through a screen reader, and which cases are worth it."""

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from app.clock import monotonic
from app.domain.kind import Kind
from app.domain.severity import Severity
from app.journal.reader import Changes
from app.journal.texts import ComplaintText
from app.views.queue import OPEN
from widgets.case_words import one_line
from widgets.group import Group
from widgets.live import Live

NEW_S = 1_800.0  # a case made longer ago is history that is filling up
_BY_NAME = 3  # more at once are only counted


def announce(widget: QWidget, text: str) -> None:
    """Say a sentence at once, in front of what the screen reader is saying."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)


class CriticalCases(QObject):
    """Says new critical cases by their title, each once. `said` carries the sentence."""

    said = Signal(str)

    def __init__(self, live: Live, group: Group, window: QWidget) -> None:
        super().__init__(window)
        self._live, self._group, self._window = live, group, window
        self._known = live.picture.complaints.n
        self._waiting: set[int] = set()
        self._silent_until = 0.0
        live.picture_ready.connect(self._on_picture)
        live.changed.connect(self._on_changed)
        live.texts_ready.connect(self._on_texts)

    def silence(self, seconds: float) -> None:
        """Speak nothing for so long; `said` still tells it, for the eyes."""
        self._silent_until = monotonic() + seconds

    def _on_picture(self) -> None:
        self._known, self._waiting = self._live.picture.complaints.n, set()

    def _on_changed(self, changes: Changes) -> None:
        if Kind.COMPLAINT not in changes.kinds:
            return
        rows, first = self._live.picture.complaints, self._known
        self._known = rows.n
        fresh = rows.requested[first : rows.n] > self._live.frame().seconds - NEW_S
        grave = (rows.severity[first : rows.n] == Severity.KRITIS) & (rows.state[first : rows.n] == OPEN)
        found = (np.flatnonzero(fresh & grave) + first + 1).tolist()
        if len(found) > _BY_NAME:
            words = self._group.language
            self._say(words.plural("{n} new critical case", "{n} new critical cases", len(found)))
        elif found:
            self._waiting.update(found)
            self._live.want_texts(found)

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        for key in sorted(self._waiting & texts.keys()):
            self._waiting.discard(key)
            text = texts[key]
            case = " · ".join(filter(None, (one_line(text.title or text.service_name), one_line(text.address))))
            self._say(self._group.language.text("New critical case: {case}", case=case or text.id))

    def _say(self, sentence: str) -> None:
        if monotonic() >= self._silent_until:
            announce(self._window, sentence)
        self.said.emit(sentence)
