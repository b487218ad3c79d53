"""The sheet of keys (`?`): every command with its key, made from the same list as menu and palette."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QPushButton, QVBoxLayout, QWidget

from widgets.commands import Commands
from widgets.group import Group
from widgets.plain import caption, text_label


class KeysSheet(QDialog):
    """A dialog; Escape closes it."""

    def __init__(self, commands: Commands, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = group.language
        title = words.text("Sheet of keys")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        shown = [spec for spec in commands.specs if commands.key(spec.id)]
        half = (len(shown) + 1) // 2
        for at, spec in enumerate(shown):
            row, side = at % half, at // half * 2  # two columns: the sheet fits a low screen
            grid.addWidget(text_label(commands.key(spec.id), "key", self), row, side)
            grid.addWidget(text_label(words.text(spec.title), "", self), row, side + 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.addWidget(text_label(title, "title", self))
        column.addSpacing(8)
        column.addLayout(grid)
        column.addSpacing(8)
        close = QPushButton(self)
        caption(close, words.text("Close"))
        close.clicked.connect(self.accept)
        column.addWidget(close)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
