"""The parts of a scene as widgets, every letter in the size its distance asks for."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from widgets.elided import Elided
from widgets.explain.tile import wants_explanation
from widgets.group import Group
from widgets.marks import SEVERITY_MARKS, pixmap
from widgets.plain import text_label
from widgets.scenes.scene import Line
from widgets.theme import Theme

_MARK = 0.8  # of the text


def sized(label: QLabel, px: int, colour: str, weight: int = 400) -> None:
    """Give a label its size and colour for the wall; the style sheet of a desk knows only its own."""
    label.setStyleSheet(f"font-size: {px}px; font-weight: {weight}; color: {colour}")


class LineRow(QWidget):
    """One line: mark, text, and what stands at the right; a second line where there is room. Its figure explains."""

    def __init__(self, group: Group, text_px: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group, self._px = group, text_px
        self.line: Line | None = None
        self.mark, self.text = text_label("", "", self), Elided("", self)
        self.right, self.below = text_label("", "", self), Elided("", self)
        self.right.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(text_px // 2)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, text_px)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.mark, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(self.text, 0, 1)
        grid.addWidget(self.right, 0, 2)
        grid.addWidget(self.below, 1, 1, 1, 2)

    def show_line(self, line: Line, *, below: bool) -> None:
        """Show a line, its second line only where there is room."""
        theme = self._group.theme
        self.line = line
        self._show_mark(line, theme)
        self.text.setText(line.text)
        self.right.setText(line.right)
        self.below.setText(line.below)
        self.below.setVisible(below and bool(line.below))
        sized(self.text, self._px, theme.text)
        sized(self.right, self._px, theme.severity(line.mark) if line.mark else theme.secondary)
        sized(self.below, self._px, theme.secondary)
        self.setAccessibleName(" · ".join(part for part in (line.text, line.right, line.below) if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if line.figure else Qt.FocusPolicy.NoFocus)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click explains the line's figure."""
        self._explain()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """`?` explains it too."""
        if wants_explanation(event):
            self._explain()
        else:
            super().keyPressEvent(event)

    def _explain(self) -> None:
        if self.line is not None and self.line.figure is not None:
            self._group.explain_requested.emit(self.line.figure, self)

    def _show_mark(self, line: Line, theme: Theme) -> None:
        self.mark.setVisible(bool(line.mark))
        if line.mark:
            size = round(self._px * _MARK)
            self.mark.setPixmap(pixmap(SEVERITY_MARKS[line.mark], theme.severity(line.mark), size, 2.0))
