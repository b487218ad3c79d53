"""Small sheets over the desk that ask what a deed needs: a text, an agency, another case. Enter does it, Escape not."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.i18n import Language
from widgets.acting.cost_field import CostField
from widgets.plain import caption, item_tip, text_label
from widgets.theme import Size

WIDTH = 500


class Sheet(QDialog):
    """Title, what it is about, what is asked, and two buttons. `said` carries the answer; it closes by itself."""

    said = Signal(object)

    def __init__(self, title: str, about: str, words: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = words
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(*(Size.GAP[3],) * 4)
        self.body.setSpacing(Size.GAP[1])
        self.body.addWidget(text_label(title, "title", self))
        if about:
            line = text_label(about, "secondary", self)
            line.setWordWrap(True)
            self.body.addWidget(line)
        self.do, self.leave = QPushButton(self), QPushButton(self)

    def finish(self, do: str, hint: str = "") -> None:
        """Add the buttons below what was put into `body`."""
        caption(self.do, do)
        caption(self.leave, self.words.text("Leave it"))
        self.do.setProperty("role", "primary")
        self.do.setDefault(True)
        self.do.clicked.connect(self.confirm)
        self.leave.clicked.connect(self.reject)
        if hint:
            self.body.addWidget(text_label(hint, "faint", self))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.do)
        self.body.addSpacing(Size.GAP[0])
        self.body.addLayout(row)

    def answer(self) -> object | None:
        """What was said; None while something is missing."""
        raise NotImplementedError

    def confirm(self) -> None:
        """Say it and close, when it is whole."""
        answer = self.answer() if self.isVisible() else None
        if answer is not None:
            self.said.emit(answer)
            self.accept()

    def changed(self) -> None:
        """Let the button be on when the answer is whole."""
        self.do.setEnabled(self.answer() is not None)


class TextSheet(Sheet):
    """Asks for a text, and for who it goes to where that is needed. Shift+Enter begins a new line.

    With `estimate` (whole rupiah that are bound) it asks what the case has cost as well, before anything else.
    """

    def __init__(
        self,
        title: str,
        about: str,
        words: Language,
        parent: QWidget,
        *,
        text: str = "",
        to: str = "",
        must: bool = True,
        estimate: int = 0,
    ) -> None:
        super().__init__(title, about, words, parent)
        self._must = must
        self.cost = CostField(estimate, words, self) if estimate else None
        if self.cost is not None:
            self.cost.changed.connect(self.changed)
            self.cost.confirmed.connect(self.confirm)
            self.body.insertWidget(1, self.cost)
        self.to = QLineEdit(self) if to else None
        if self.to is not None:
            self.to.setPlaceholderText(to)
            self.to.setAccessibleName(to)
            self.to.textChanged.connect(self.changed)
            self.to.returnPressed.connect(self.confirm)
            self.body.addWidget(self.to)
        self.text = QPlainTextEdit(self)
        self.text.setObjectName("act-text")
        self.text.setAccessibleName(about or title)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(110)
        self.text.setPlainText(text)
        self.text.selectAll()
        self.text.textChanged.connect(self.changed)
        self.text.installEventFilter(self)
        self.body.addWidget(self.text)
        self.finish(title, words.text("Enter does it, Shift+Enter begins a line"))
        (self.cost.edit if self.cost is not None else self.to or self.text).setFocus()
        self.changed()

    def answer(self) -> tuple[str, str] | None:
        """The text, and whom it is for or what it cost in rupiah ("" when neither was asked)."""
        text, to = self.text.toPlainText().strip(), self.to.text().strip() if self.to is not None else ""
        cost = self.cost.amount() if self.cost is not None else None
        missing = (self._must and not text) or (self.to is not None and not to)
        if missing or (self.cost is not None and cost is None):
            return None
        return text, to if cost is None else str(cost)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter does it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.confirm()
                return True
        return super().eventFilter(watched, event)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose: its value, its line, and why it may be the right one (said below when it is chosen)."""

    value: object
    line: str
    why: str = ""


class ChoiceSheet(Sheet):
    """Asks for one of several things; a reason may be said beside it. A letter goes to the next line it begins."""

    def __init__(
        self,
        title: str,
        about: str,
        words: Language,
        parent: QWidget,
        *,
        reason: str = "",
        empty: str = "",
    ) -> None:
        super().__init__(title, about, words, parent)
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setFixedHeight(220)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemDoubleClicked.connect(self.confirm)
        self.list.currentRowChanged.connect(self._on_row)
        self.body.addWidget(self.list)
        self.why = text_label(empty, "small", self)
        self.why.setWordWrap(True)
        self.body.addWidget(self.why)
        self._empty = empty
        self.reason = QLineEdit(self) if reason else None
        if self.reason is not None:
            self.reason.setObjectName("act-text")
            self.reason.setPlaceholderText(reason)
            self.reason.setAccessibleName(reason)
            self.reason.returnPressed.connect(self.confirm)
            self.body.addWidget(self.reason)
        self.choices: list[Choice] = []
        self.finish(title)
        self.changed()

    def offer(self, choices: Sequence[Choice]) -> None:
        """Show what can be chosen; the first is chosen."""
        self.choices = list(choices)
        self.list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.line)
            item_tip(item, choice.line)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if choices else -1)
        self.why.setText(self._why())
        self.changed()

    def answer(self) -> tuple[object, str] | None:
        """What was chosen, and the reason ("" when none was said)."""
        row = self.list.currentRow()
        reason = self.reason.text().strip() if self.reason is not None else ""
        return (self.choices[row].value, reason) if 0 <= row < len(self.choices) else None

    def _why(self) -> str:
        row = self.list.currentRow()
        return self.choices[row].why if 0 <= row < len(self.choices) else self._empty

    def _on_row(self, _row: int) -> None:
        self.why.setText(self._why())
        self.changed()
