"""A small form over the desk: a title, why, fields one under the other, what was wrong, and two buttons."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.i18n import Language
from widgets.plain import caption, text_label
from widgets.theme import Size

_WIDE = 400


class Sheet(QDialog):
    """Made new each time it opens, so it speaks the language of that moment. `sent` says that it was filled in."""

    sent = Signal()

    def __init__(self, words: Language, title: str, lead: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setFixedWidth(_WIDE)
        self.title, self.lead, self.wrong = (
            text_label(title, "title"),
            text_label(lead, "secondary"),
            text_label("", "wrong"),
        )
        self.setObjectName("sheet")
        self.send, self.leave = QPushButton(self), QPushButton(self)
        self.send.setProperty("role", "primary")
        self.column, self._fields, self._foot = QVBoxLayout(self), QVBoxLayout(), QHBoxLayout()
        self._stand()

    def _stand(self) -> None:
        column = self.column
        column.setContentsMargins(*(Size.GAP[3] + 4,) * 4)
        column.setSpacing(Size.GAP[2])
        for label in (self.title, self.lead):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addLayout(self._fields)
        self.wrong.setWordWrap(True)
        self.wrong.setMinimumHeight(Size.HIT)
        column.addWidget(self.wrong)
        self._foot.addStretch(1)
        for button in (self.leave, self.send):
            button.setMinimumHeight(Size.HIT)
            button.setAutoDefault(button is self.send)
            self._foot.addWidget(button)
        column.addLayout(self._foot)
        self.leave.clicked.connect(self.reject)
        self.send.clicked.connect(self.on_send)

    def beside(self, button: QPushButton) -> None:
        """Put another button at the left of the foot."""
        button.setProperty("role", "quiet")
        button.setMinimumHeight(Size.HIT)
        button.setAutoDefault(False)
        self._foot.insertWidget(0, button)

    def field(self, label: str, *, secret: bool = False) -> QLineEdit:
        """One more line to fill in, its name above it."""
        edit = QLineEdit(self)
        edit.setMaxLength(200)
        edit.setMinimumHeight(Size.HIT + 4)
        edit.setAccessibleName(label)
        if secret:
            edit.setEchoMode(QLineEdit.EchoMode.Password)
        name = text_label(label, "small", self)
        name.setBuddy(edit)
        part = QVBoxLayout()
        part.setSpacing(3)
        part.addWidget(name)
        part.addWidget(edit)
        self._fields.addLayout(part)
        edit.setProperty("name", name)
        return edit

    def name_buttons(self, send: str, leave: str) -> None:
        """Words on the two buttons; without one for leaving there is no way out but forward."""
        caption(self.send, send)
        caption(self.leave, leave)
        self.leave.setVisible(bool(leave))

    def say(self, wrong: str) -> None:
        """Say what was wrong, and take another try."""
        self.wrong.setText(wrong)
        self.send.setEnabled(True)
        for edit in self.findChildren(QLineEdit):
            edit.setEnabled(True)
            if edit.echoMode() is QLineEdit.EchoMode.Password and edit.isVisible() and wrong:
                edit.clear()
        secret = next((e for e in self.findChildren(QLineEdit) if e.isVisible() and not e.text()), None)
        if secret is not None:
            secret.setFocus()

    def on_send(self) -> None:
        """Hand in what was filled in, once."""
        if self.send.isEnabled():
            self.send.setEnabled(False)
            self.wrong.setText("")
            self.sent.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands in."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_send()
        else:
            super().keyPressEvent(event)
