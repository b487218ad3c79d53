"""What stands where the map was while it restarts, and the plain list when it cannot run."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

LONGEST_LIST = 500


class StandIn(QWidget):
    """A sentence; after too many crashes also the list and a button."""

    retry = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: dict[str, str] = {}
        self._given_up = False
        self._note = QLabel()
        self._note.setTextFormat(Qt.TextFormat.PlainText)
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list = QListWidget()
        self._list.setUniformItemSizes(True)
        self._button = QPushButton()
        self._button.clicked.connect(self._on_clicked)
        layout = QVBoxLayout(self)
        for widget in (self._note, self._list, self._button):
            layout.addWidget(widget)
        self.show_failure(given_up=False)

    def _on_clicked(self) -> None:
        self.retry.emit()

    def show_failure(self, given_up: bool) -> None:
        """Say that the map restarts, or that it stays a list until somebody asks again."""
        self._given_up = given_up
        self._list.setVisible(given_up)
        self._button.setVisible(given_up)
        self.set_words(self._words)

    def set_words(self, words: Mapping[str, str]) -> None:
        """The sentences in the language in use."""
        self._words = dict(words)
        self._note.setText(words.get("stopped" if self._given_up else "restarting", ""))
        self._button.setText(words.get("retry", ""))
        self._list.setAccessibleName(words.get("complaints", ""))
        self._button.setAccessibleName(words.get("retry", ""))

    def set_theme(self, tokens: Mapping[str, str]) -> None:
        """Its own ground, so that nothing flashes white."""
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), tokens.get("window", "#11171d"))
        self.setPalette(palette)

    def set_lines(self, lines: Sequence[str]) -> None:
        """The rows of the list."""
        self._list.clear()
        self._list.addItems(list(lines[:LONGEST_LIST]))

    def lines(self) -> list[str]:
        """The rows shown now."""
        return [self._list.item(i).text() for i in range(self._list.count())]
