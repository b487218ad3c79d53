"""A photo as large as the window lets it be, with what the checks say; arrows go to the next, Escape closes."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.i18n import Language
from app.views.photos import PhotoLine
from widgets.marks import icon
from widgets.photos.words import spoken
from widgets.plain import text_label, tip
from widgets.theme import Size, Theme

_SMALLEST = QSize(320, 240)


class LargePhoto(QDialog):
    """Pages through pictures that are at hand."""

    def __init__(
        self, shown: Sequence[tuple[PhotoLine, QImage]], first: int, words: Language, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._shown, self._at, self._words = shown, first, words
        self.picture, self.said = text_label(), text_label(role="secondary")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(_SMALLEST)
        self.picture.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.said.setWordWrap(True)
        self.back, self.on, self.away = QToolButton(), QToolButton(), QToolButton()
        row = QHBoxLayout()
        for button, mark, name, key in (
            (self.back, "chevron-left", words.text("Previous photo"), "←"),
            (self.on, "chevron-right", words.text("Next photo"), "→"),
            (self.away, "close", words.text("Close"), "Esc"),
        ):
            button.setProperty("role", "quiet")
            button.setIcon(icon(mark, theme.secondary, theme.line))
            button.setMinimumSize(Size.HIT, Size.HIT)
            button.setAccessibleName(name)
            tip(button, name, key)
        row.addWidget(self.back)
        row.addWidget(self.on)
        row.addWidget(self.said, 1)
        row.addWidget(self.away)
        column = QVBoxLayout(self)
        column.addWidget(self.picture, 1)
        column.addLayout(row)
        self.back.clicked.connect(self._on_back)
        self.on.clicked.connect(self._on_next)
        self.away.clicked.connect(self.accept)
        self.setWindowTitle(words.text("Photo"))
        self.resize((parent.window().size() * 0.8).expandedTo(_SMALLEST))
        self._show()

    @property
    def lines(self) -> frozenset[PhotoLine]:
        """What is shown here."""
        return frozenset(line for line, _ in self._shown)

    def go(self, step: int) -> None:
        """To the next or the previous picture; stays at the ends."""
        self._at = min(max(0, self._at + step), len(self._shown) - 1)
        self._show()

    def _on_back(self) -> None:
        self.go(-1)

    def _on_next(self) -> None:
        self.go(1)

    def _show(self) -> None:
        line, image = self._shown[self._at]
        ratio = self.devicePixelRatioF()
        room = self.picture.size() * ratio
        size = image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        drawn = QPixmap.fromImage(
            image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        drawn.setDevicePixelRatio(ratio)
        self.picture.setPixmap(drawn)
        self.said.setText(spoken(line, self._words))
        self.picture.setAccessibleName(self.said.text())
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < len(self._shown) - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.go(step)
