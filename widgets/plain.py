"""The only makers of labels, tooltips and message boxes: foreign text is always shown literally.

Qt guesses whether a text is rich text and then even loads local images (safety rule X7), so no other module calls
QLabel, QMessageBox, QTextBrowser or setToolTip; a test reads the source for it. The one rich text there is are our own
help pages: Markdown without HTML, which loads nothing and follows no link by itself.
"""

import html

from PySide6.QtCore import QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextTable,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QLabel,
    QListWidgetItem,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QTextEdit,
    QToolTip,
    QWidget,
)

from widgets.fonts import font
from widgets.theme import Size, Theme


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


def breakable(text: str, longest: int = 24) -> str:
    """A text whose overlong words may be broken, for labels that wrap: Qt would let them run out of sight."""
    words = ([word[at : at + longest] for at in range(0, len(word), longest)] for word in text.split(" "))
    return " ".join("\u200b".join(pieces) for pieces in words)


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


def action_tip(action: QAction, text: str) -> None:
    """Give a command of a menu a tooltip."""
    action.setToolTip(tip_text(text))


def item_tip(item: QListWidgetItem, text: str) -> None:
    """Give a line of a list a tooltip."""
    item.setToolTip(tip_text(text))


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


class PageView(QTextBrowser):
    """Shows a help page. `page_wanted` carries the name of another page whose link was followed."""

    page_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.anchorClicked.connect(self._on_link)

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Nothing, whatever a page names."""
        return None

    def show_page(self, text: str, theme: Theme) -> None:
        """Show Markdown; HTML in it is shown literally."""
        document = self.document()
        document.setDefaultFont(font(Size.BASE))
        document.setDocumentMargin(Size.GAP[3])
        document.setIndentWidth(20)
        features = QTextDocument.MarkdownFeature
        document.setMarkdown(text, features.MarkdownDialectGitHub | features.MarkdownNoHTML)
        _set_blocks(document)
        _set_tables(document, QColor(theme.line))
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def mark_words(self, text: str) -> None:
        """Mark what was searched for, and go to the first of it."""
        found: list[QTextEdit.ExtraSelection] = []
        for word in text.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                mark = QTextEdit.ExtraSelection()
                mark.cursor = cursor  # type: ignore[attr-defined]
                mark.format.setBackground(self.palette().highlight())  # type: ignore[attr-defined]
                found.append(mark)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)
        if found:
            first = min((mark.cursor for mark in found), key=QTextCursor.position)  # type: ignore[attr-defined]
            place = QTextCursor(first)
            place.clearSelection()
            self.setTextCursor(place)

    def _on_link(self, link: QUrl) -> None:
        if link.isRelative() and not link.host() and link.path().endswith(".md"):
            self.page_wanted.emit(link.path().removesuffix(".md"))


def _set_blocks(document: QTextDocument) -> None:
    """Room between the lines, headings in our sizes."""
    block = document.begin()
    while block.isValid():
        cursor, level = QTextCursor(block), block.blockFormat().headingLevel()
        form = QTextBlockFormat()
        form.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if cursor.currentTable() is None:
            form.setBottomMargin(Size.GAP[0] if cursor.currentList() else Size.GAP[1])
            form.setTopMargin(Size.GAP[2] if level > 1 else 0)
        cursor.mergeBlockFormat(form)
        if level:
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            letters = cursor.charFormat()
            letters.setFont(font(Size.TITLE + (4 if level == 1 else 0), QFont.Weight.Medium))
            cursor.mergeCharFormat(letters)
        block = block.next()


def _set_tables(document: QTextDocument, line: QColor) -> None:
    """Tables with hairlines and room in their cells."""
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            form = frame.format()
            form.setCellPadding(6)
            form.setCellSpacing(0)
            form.setBorder(1)
            form.setBorderCollapse(True)
            form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
            form.setBorderBrush(line)
            form.setTopMargin(Size.GAP[1])
            form.setBottomMargin(Size.GAP[1])
            frame.setFormat(form)


def page_view(parent: QWidget | None = None) -> PageView:
    """A view of our own help pages."""
    return PageView(parent)
