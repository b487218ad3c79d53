"""A page of one subject that scrolls, and the sentence that stands where there is nothing to show."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from widgets.plain import text_label
from widgets.theme import Size, Theme

_SHEET = """
QPlainTextEdit[block], QPlainTextEdit[block]:focus {{ background: transparent; border: 0; padding: 0; min-height: 0; }}
QPlainTextEdit[block="secondary"] {{ color: {secondary}; }}
QPlainTextEdit[block="title"] {{ font-size: 16px; font-weight: 500; }}
QPlainTextEdit[alarming="true"] {{ color: {kritis}; }}
#sides {{ background: {raised}; border-radius: 6px; border-left: 3px solid {kritis}; }}
#history {{ border: 0; border-left: 2px solid {line}; }}
QToolButton[role="fold"], QPushButton[role="fold"] {{ background: transparent; border: 1px solid transparent;
  padding: 0; color: {secondary}; text-align: left; }}
QToolButton[role="fold"]:hover, QPushButton[role="fold"]:hover {{ color: {text}; }}
QToolButton[role="fold"]:focus, QPushButton[role="fold"]:focus {{ border: 1px solid {accent}; }}
QPushButton[role="action"] {{ text-align: left; padding-left: 12px; }}
QPushButton[role="action"][stress="primary"] {{ border-color: {accent}; background: {selection}; color: {text}; }}
QPushButton[role="action"][stress="primary"]:disabled {{ border-color: {line}; background: transparent;
  color: {faint}; }}
#page {{ background: transparent; }}
#actions {{ border-top: 1px solid {line}; }}
"""


class EmptyPage(QWidget):
    """A sentence where there is nothing to show."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._detail = text_label(role="title"), text_label(role="secondary")
        column = QVBoxLayout(self)
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.addStretch(2)
        for label in (self._title, self._detail):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(3)

    def say(self, title: str, detail: str) -> None:
        """Show a title and a line below it."""
        self._title.setText(title)
        self._detail.setText(detail)
        self.setAccessibleName(f"{title}. {detail}")


class Page(QScrollArea):
    """A page that scrolls up and down only, with a column to fill."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("page")
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(Size.GAP[3], Size.GAP[2], Size.GAP[3], Size.GAP[3])
        self.column.setSpacing(Size.GAP[2])
        self.setWidget(inner)
        self.viewport().setAutoFillBackground(False)

    def dress(self, theme: Theme) -> None:
        """Use other colours."""
        self.setStyleSheet(_SHEET.format(**theme.tokens()))
