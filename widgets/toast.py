"""Short notes over the lower right corner of a window: an error, an offer, a result. They leave by themselves."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from app.domain.visible import visible
from widgets.group import Group
from widgets.marks import icon
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

_STAY_MS = 10_000
_MOST = 4
_EDGE = 16
_WIDEST = 420


class Toast(QFrame):
    """One note with at most one action."""

    def __init__(self, text: str, action: str, grave: bool, group: Group, parent: QWidget) -> None:
        super().__init__(parent)
        self.gone = False
        self.setObjectName("toast")
        self.setProperty("grave", grave)
        self.label = text_label(parent=self)
        self.label.setWordWrap(True)
        self.label.ensurePolished()
        self.set_text(visible(text, 300))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 8, 10)
        row.addWidget(self.label, 1)
        self.button = QPushButton(self)
        caption(self.button, action)
        self.button.setVisible(bool(action))
        row.addWidget(self.button)
        shut = QToolButton(self)
        shut.setProperty("role", "quiet")
        shut.setIcon(icon("close", group.theme.secondary))
        shut.setFixedSize(Size.HIT, Size.HIT)
        close = group.language.text("Dismiss")
        shut.setAccessibleName(close)
        tip(shut, close)
        shut.clicked.connect(self.dismiss)
        row.addWidget(shut)

    def set_text(self, shown: str) -> None:
        """Say this; the note is as wide as its words need."""
        self.label.setText(shown)
        self.label.setFixedWidth(min(self.label.fontMetrics().horizontalAdvance(shown) + 8, _WIDEST))
        self.setAccessibleName(shown)

    @property
    def is_sticky(self) -> bool:
        """Whether newer notes must not push it out."""
        return False

    def dismiss(self) -> None:
        """Take the note away."""
        self.gone = True
        self.hide()
        self.deleteLater()


class Toasts(QObject):
    """Stacks the notes of a window, the newest below; more than four push the oldest out."""

    def __init__(self, window: QWidget, group: Group) -> None:
        super().__init__(window)
        self._window, self._group = window, group
        self._shown: list[Toast] = []
        window.installEventFilter(self)

    def say(self, text: str, *, action: str = "", run: Callable[[], None] | None = None, grave: bool = False) -> Toast:
        """Show a note for ten seconds. `run` must be a method of a QObject of the GUI thread."""
        note = Toast(text, action, grave, self._group, self._window)
        if run is not None:
            note.button.clicked.connect(run)
            note.button.clicked.connect(note.dismiss)
        QTimer.singleShot(_STAY_MS, note, note.dismiss)
        self.add(note)
        return note

    def add(self, note: Toast) -> None:
        """Show a note that knows itself when to leave."""
        self._shown.append(note)
        for old in [old for old in self._notes() if not old.is_sticky][:-_MOST]:
            old.dismiss()
        note.show()
        self._place()

    def texts(self) -> list[str]:
        """What the notes in sight say."""
        return [note.label.text() for note in self._notes()]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the notes in the corner when the window changes size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _notes(self) -> list[Toast]:
        self._shown = [note for note in self._shown if not note.gone]
        return self._shown

    def _place(self) -> None:
        bottom = self._window.height() - _EDGE
        for note in reversed(self._notes()):
            note.adjustSize()
            bottom -= note.height()
            note.move(self._window.width() - note.width() - _EDGE, bottom)
            note.raise_()
            bottom -= 8
