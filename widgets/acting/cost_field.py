"""Asks what a case has cost whose estimate is still bound: `=` takes the estimate, one key says it cost nothing."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.actions.money import rupiah_of
from app.i18n import Language
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

NOTHING_KEY = "Ctrl+0"
SAME = "="


class CostField(QWidget):
    """`changed` at every letter, `confirmed` by Enter or once it is said that it cost nothing."""

    changed = Signal()
    confirmed = Signal()

    def __init__(self, estimate: int, words: Language, sheet: QWidget) -> None:
        super().__init__(sheet)
        self._estimate, self._words = words.rupiah(estimate), words
        asks = words.text("Estimate still bound: {amount}. What did it cost?", amount=self._estimate)
        self.edit, self.read = QLineEdit(self), text_label("", "small", self)
        self.same, self.nothing = QPushButton(self), QPushButton(self)
        self.edit.setAccessibleName(asks)
        self.edit.setPlaceholderText(words.text("Whole rupiah"))
        self.edit.setMaxLength(30)
        self.edit.setMinimumHeight(Size.HIT)
        caption(self.same, words.text("As estimated · {key}", key=SAME))
        caption(self.nothing, words.text("No cost · {key}", key=NOTHING_KEY))
        tip(self.nothing, words.text("Closes the case and releases the estimate"), NOTHING_KEY)
        self._stand(asks)
        self.edit.textChanged.connect(self._on_text)
        self.edit.returnPressed.connect(self.confirmed)
        self.same.clicked.connect(self._on_same)
        self.nothing.clicked.connect(self._on_nothing)
        QShortcut(QKeySequence(NOTHING_KEY), sheet).activated.connect(self._on_nothing)
        self._on_text("")

    def _stand(self, asks: str) -> None:
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Size.GAP[0])
        label = text_label(asks, "name", self)
        label.setWordWrap(True)
        label.setBuddy(self.edit)
        row.addWidget(self.edit, 1)
        for button in (self.same, self.nothing):
            button.setMinimumHeight(Size.HIT)
            button.setAutoDefault(False)
            row.addWidget(button)
        column.addWidget(label)
        column.addLayout(row)
        column.addWidget(self.read)

    def amount(self) -> int | None:
        """Whole rupiah; None while nothing, or no number, is said."""
        return rupiah_of(self.edit.text())

    def _on_text(self, text: str) -> None:
        if text.endswith(SAME):
            self._on_same()
            return
        amount, words = self.amount(), self._words
        told = words.text("Books {amount}; the estimate is released.", amount=words.rupiah(amount or 0))
        wrong = words.text("No number: write whole rupiah.") if text.strip() else ""
        self.read.setText(wrong if amount is None else told)
        self.changed.emit()

    def _on_same(self) -> None:
        self.edit.setText(self._estimate)
        self.edit.setFocus()

    def _on_nothing(self) -> None:
        self.edit.setText("0")
        self.confirmed.emit()
