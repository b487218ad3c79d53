"""Choosing an answer that was written before: the list, what the citizen would read, in one language or the other."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.i18n import LANGUAGES, Language
from app.settings.template import Template, filled
from widgets.plain import caption, text_label, text_view
from widgets.theme import Size

Values = Callable[[str], dict[str, str]]
"""What fills the places of a template, in a language."""
_DIGITS = 9


class TemplatePicker(QDialog):
    """Enter or a digit chooses, Left and Right change the language. `chosen` carries the text as it would be sent."""

    chosen = Signal(str)

    def __init__(
        self, templates: Sequence[Template], values: Values, words: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._templates, self._values, self._words = tuple(templates), values, words
        self.code = LANGUAGES[0]  # citizens write Indonesian, whatever the operator reads
        self.list, self.preview = QListWidget(self), text_view(self)
        self.insert, self.leave = QPushButton(self), QPushButton(self)
        self.languages = {code: QPushButton(self) for code in LANGUAGES}
        self._stand()
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(self._preview)
        self.list.itemDoubleClicked.connect(self._take)
        self.insert.clicked.connect(self._take)
        self.leave.clicked.connect(self.reject)
        for code, button in self.languages.items():
            button.clicked.connect(self._on_language)
            button.setObjectName(code)
        self.speak(self.code)

    def speak(self, code: str) -> None:
        """Show titles and texts in a language; the row stays."""
        self.code, row = code, max(self.list.currentRow(), 0)
        self.list.clear()
        for at, template in enumerate(self._templates):
            number = f"{at + 1}  " if at < _DIGITS else ""
            item = QListWidgetItem(number + template.in_language(self._words.code)[0], self.list)
            item.setSizeHint(QSize(0, Size.TABLE_ROW))
        for other, button in self.languages.items():
            button.setChecked(other == code)
        self.list.setCurrentRow(row)
        self._preview()

    def text(self) -> str:
        """The text of the row chosen, its places filled in; "" without one."""
        row = self.list.currentRow()
        if not 0 <= row < len(self._templates):
            return ""
        return filled(self._templates[row].in_language(self.code)[1], **self._values(self.code))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The list would take digits and arrows for itself."""
        return isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and self._on_key(event)

    def _on_key(self, event: QKeyEvent) -> bool:
        """Digits choose at once; Left and Right are the two languages. Whether the key was one of ours."""
        key = event.key()
        if event.text().isdigit() and 0 < int(event.text()) <= len(self._templates):
            self.list.setCurrentRow(int(event.text()) - 1)
            self._take()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.speak(LANGUAGES[(LANGUAGES.index(self.code) + 1) % len(LANGUAGES)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            return False
        return True

    def _take(self) -> None:
        text = self.text()
        if text:
            self.chosen.emit(text)
            self.accept()

    def _preview(self) -> None:
        self.preview.setPlainText(self.text())
        self.insert.setEnabled(bool(self.text()))

    def _on_language(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.speak(sender.objectName())
            self.list.setFocus()

    def _stand(self) -> None:
        words = self._words
        title = words.text("Answer from a template")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.list.setAccessibleName(words.text("Templates"))
        self.preview.setAccessibleName(words.text("What the citizen would read"))
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMinimumWidth(230)
        caption(self.insert, words.text("Insert"))
        caption(self.leave, words.text("Cancel"))
        self.insert.setProperty("role", "primary")
        self.leave.setAutoDefault(False)
        names = {"id": words.text("Indonesian"), "en": words.text("English")}
        top, middle, foot = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(text_label(title, "title", self), 1)
        for code, button in self.languages.items():
            caption(button, names[code])
            button.setProperty("role", "chip")
            button.setCheckable(True)
            button.setAutoDefault(False)
            top.addWidget(button)
        middle.addWidget(self.list)
        middle.addWidget(self.preview, 1)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.insert)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[2])
        column.addLayout(top)
        column.addLayout(middle, 1)
        column.addLayout(foot)
        self.resize(680, 320)
        self.list.setFocus()
