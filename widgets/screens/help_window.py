"""Help (F1): the page of the panel one is in, beside a list of all pages to search in. Works without a network."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from widgets.group import Group
from widgets.help_pages import FIRST, page_named, pages_with
from widgets.keys_table import PLACE
from widgets.plain import page_view, text_label
from widgets.theme import Size

_SIZE = QSize(940, 640)
_LIST = 230
_NAME = Qt.ItemDataRole.UserRole


class Help(QObject):
    """Makes the one help window of a desk when it is first wanted."""

    def __init__(self, group: Group, desk: QWidget, keys: Callable[[], str] = str) -> None:
        super().__init__(desk)
        self._group, self._desk, self._keys = group, desk, keys
        self.window: HelpWindow | None = None

    def open(self, page: str) -> None:
        """Show the page of a panel or subject; an unknown one shows the desk's."""
        if self.window is None:
            self.window = HelpWindow(self._group, self._desk, self._keys)
            self.window.move(self._desk.frameGeometry().center() - self.window.rect().center())
        self.window.show_page(page)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()


class HelpWindow(QWidget):
    """A window of its own, so that the desk stays usable beside it. Escape closes it.

    `keys` makes the table of keys for the page that wants it.
    """

    def __init__(self, group: Group, desk: QWidget, keys: Callable[[], str] = str) -> None:
        super().__init__(desk, Qt.WindowType.Window)
        self._keys = keys
        self.setObjectName("floor")
        self._group, self._name = group, FIRST
        self.field, self.list, self.view = QLineEdit(self), QListWidget(self), page_view(self)
        self._none = text_label("", "secondary", self)
        self._none.setWordWrap(True)
        self._stand()
        self.field.textChanged.connect(self._on_text)
        self.list.currentItemChanged.connect(self._on_item)
        self.field.installEventFilter(self)
        self.view.page_wanted.connect(self.show_page)
        group.language_changed.connect(self.retranslate)
        group.theme_changed.connect(self.retranslate)
        self.retranslate()
        self.resize(_SIZE)

    def show_page(self, name: str) -> None:
        """Show a page and mark it in the list; what was searched is given up when the page is not among its finds."""
        page = page_named(name, self._group.language.code)
        if page is None:
            return
        self._name = page.name
        if not self._mark():
            self.field.clear()
            self._mark()
        self.view.show_page(page.text.replace(PLACE, self._keys()), self._group.theme)
        self.view.mark_words(self.field.text())

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words = self._group.language
        self.setWindowTitle(words.text("Help"))
        self.field.setPlaceholderText(words.text("Search the help…"))
        self.field.setAccessibleName(words.text("Search the help"))
        self.list.setAccessibleName(words.text("Help pages"))
        self.view.setAccessibleName(words.text("Help page"))
        self._none.setText(words.text("No page holds these words."))
        self._fill()
        self.show_page(self._name)

    def _stand(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(Size.GAP[1])
        for part in (self.field, self._none, self.list):
            side.addWidget(part)
        self.field.setClearButtonEnabled(True)
        self.field.setMinimumHeight(Size.HIT)
        self.list.setMaximumWidth(_LIST)
        self.field.setMaximumWidth(_LIST)
        self._none.setMaximumWidth(_LIST)
        row = QHBoxLayout(self)
        row.setContentsMargins(*(Size.GAP[2],) * 4)
        row.setSpacing(Size.GAP[2])
        row.addLayout(side)
        row.addWidget(self.view, 1)

    def _fill(self) -> None:
        found = pages_with(self.field.text(), self._group.language.code)
        self.list.blockSignals(True)
        self.list.clear()
        for page in found:
            item = QListWidgetItem(page.title, self.list)
            item.setData(_NAME, page.name)
            item.setSizeHint(QSize(0, Size.TABLE_ROW))
        self.list.blockSignals(False)
        self._none.setVisible(not found)
        self._mark()

    def _mark(self) -> bool:
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_NAME) == self._name]
        if rows:
            self.list.blockSignals(True)
            self.list.setCurrentRow(rows[0])
            self.list.blockSignals(False)
        return bool(rows)

    def _on_text(self, text: str) -> None:
        self._fill()
        if text.strip() and self.list.count():
            self.show_page(self.list.item(0).data(_NAME))

    def _on_item(self, item: QListWidgetItem | None, _before: object) -> None:
        if item is not None:
            self.show_page(item.data(_NAME))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Up in the field walk the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if by and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.currentRow() + by, self.list.count() - 1)))
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """The desk gets the keyboard back."""
        super().closeEvent(event)
        parent = self.parentWidget()
        if parent is not None:
            parent.activateWindow()
