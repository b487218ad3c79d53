"""Read-only text as high as it needs: wraps inside words too, can be selected, is never markup and never a link."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

SPOKEN = 400  # characters given to a screen reader as the block's name


class TextBlock(QPlainTextEdit):
    """Plain text for values, titles and descriptions. `role` picks its look: text, secondary, title."""

    def __init__(self, role: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("block", role)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(0)
        self._height = 0

    def show_text(self, text: str, name: str = "") -> None:
        """Show a text; an unchanged one keeps the selection a person made in it."""
        self.setAccessibleName(f"{name}: {text[:SPOKEN]}" if name else text[:SPOKEN])
        if text != self.toPlainText():
            self.setPlainText(text)
            self._fit()

    def set_alarming(self, alarming: bool) -> None:
        """Draw in the critical colour, or no longer."""
        if bool(self.property("alarming")) != alarming:
            self.setProperty("alarming", alarming)
            self.style().unpolish(self)
            self.style().polish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def wheelEvent(self, event: object) -> None:
        """Leave the wheel to the panel: there is nothing to scroll inside."""
        event.ignore()  # type: ignore[attr-defined]

    def _fit(self) -> None:
        lines = max(1, int(self.document().size().height()))  # a plain document's height is counted in lines
        height = lines * self.fontMetrics().lineSpacing() + 2
        if height != self._height:
            self._height = height
            self.setFixedHeight(height)

    def sizeHint(self) -> QSize:
        return QSize(120, self._height)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self._height)
