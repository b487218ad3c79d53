"""The only makers of labels, tooltips and message boxes: foreign text is always shown literally.

Qt guesses whether a text is rich text and then even loads local images (safety rule X7), so no other module calls
QLabel, QMessageBox, QTextBrowser or setToolTip; a test reads the source for it.
"""

import html

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QMessageBox, QPlainTextEdit, QPushButton, QToolTip, QWidget


def plain(label: QLabel) -> QLabel:
    """Switch a label to plain text and give it back."""
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def text_label(text: str = "", role: str = "", parent: QWidget | None = None) -> QLabel:
    """A plain text label. `role` picks its look in the style sheet: title, small, secondary, faint, figure, caps."""
    label = plain(QLabel(parent))
    label.setText(text)
    if role:
        label.setProperty("role", role)
    return label


def tip_text(text: str, key: str = "") -> str:
    """A tooltip's text that Qt shows literally, its shortcut behind it. For setToolTip and ToolTipRole alike."""
    if not text and not key:
        return ""
    shown = html.escape(text + (f"  ({key})" if key else "")).replace("\n", "<br>")
    return f"<qt>{shown}</qt>"  # the tag settles Qt's guess, so that entities are always read as entities


def tip(widget: QWidget, text: str, key: str = "") -> None:
    """Give a widget a tooltip, the same text as accessible description, and its key."""
    widget.setToolTip(tip_text(text, key))
    widget.setAccessibleDescription(text + (f" ({key})" if key else ""))


def show_tip(at: QPoint, text: str, widget: QWidget) -> None:
    """Show a tooltip now at a global point."""
    QToolTip.showText(at, tip_text(text), widget)


def caption(button: QAbstractButton, text: str) -> None:
    """Set a button's text and accessible name; an ampersand stays an ampersand."""
    button.setText(text.replace("&", "&&"))
    button.setAccessibleName(text)


def text_view(parent: QWidget | None = None) -> QPlainTextEdit:
    """A read-only view of long plain text; takes the place of QTextBrowser."""
    view = QPlainTextEdit(parent)
    view.setReadOnly(True)
    return view


def message_box(parent: QWidget | None, title: str, text: str, detail: str = "", *answers: str) -> QMessageBox:
    """A message box with plain text and our own button words (Qt has no Indonesian ones). Not shown yet.

    The first of `answers` is the safe one: it has the focus and answers Escape.
    """
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(title)
    box.setText(f"{text}\n\n{detail}" if detail else text)
    buttons = [box.addButton(answer, QMessageBox.ButtonRole.ActionRole) for answer in answers]
    if buttons:
        first: QPushButton = buttons[0]
        box.setDefaultButton(first)
        box.setEscapeButton(first)
    return box
