"""Other keys for commands: choose one, press the key. A key that is taken or needed is refused with the reason."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from widgets.commands import Commands
from widgets.group import Group
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

_PORTABLE = QKeySequence.SequenceFormat.PortableText


class KeysDialog(QDialog):
    """One row a command. Every change counts at once and is kept."""

    def __init__(self, commands: Commands, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands, self._words = commands, group.language
        self._ids: list[str] = []
        self._shown: list[QTableWidgetItem] = []
        self.table, self.edit, self.why = QTableWidget(self), QKeySequenceEdit(self), text_label("", "secondary", self)
        self.none, self.first, self.all_first, self.shut = (QPushButton(self) for _ in range(4))
        self._stand()
        self._fill()
        self._connect()
        self.table.selectRow(0)
        self.resize(640, min(680, (self.parentWidget() or self).height() - 40))

    @property
    def command(self) -> str:
        """The command whose row is selected."""
        row = self.table.currentRow()
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def choose(self, command: str) -> None:
        """Go to a command's row."""
        self.table.selectRow(self._ids.index(command))

    def give(self, key: str) -> None:
        """Give the selected command a key in Qt's portable spelling, "" for none; say why when it cannot have it."""
        why = self._commands.why_not(self.command, key, self._words)
        if not why:
            self._commands.rebind(self.command, key)
        self._show()
        self.why.setText(why)

    def _on_pressed(self) -> None:
        key = self.edit.keySequence().toString(_PORTABLE)
        if key:
            self.give(key)

    def _on_none(self) -> None:
        self.give("")

    def _on_first(self) -> None:
        self.give(self._commands.spec(self.command).key)

    def _on_all_first(self) -> None:
        self._commands.reset_keys()
        self._show()
        self.why.setText(self._words.text("Every command has its first key again."))

    def _connect(self) -> None:
        self.table.currentCellChanged.connect(self._on_row)
        self.edit.editingFinished.connect(self._on_pressed)
        self.none.clicked.connect(self._on_none)
        self.first.clicked.connect(self._on_first)
        self.all_first.clicked.connect(self._on_all_first)
        self.shut.clicked.connect(self.accept)

    def _on_row(self) -> None:
        self.why.setText("")
        self._show_key()

    def _fill(self) -> None:
        specs = [spec for specs in self._commands.sections().values() for spec in specs]
        self.table.setRowCount(len(specs))
        self._ids = [spec.id for spec in specs]
        self._shown = [QTableWidgetItem() for _ in specs]
        for row, spec in enumerate(specs):
            said = self._commands.title(spec, self._words)
            section = self._words.text(self._commands.section(spec))
            self.table.setItem(row, 0, QTableWidgetItem(f"{section} · {said}"))
            self.table.setItem(row, 1, self._shown[row])
        self._show()

    def _show(self) -> None:
        for command, item in zip(self._ids, self._shown, strict=True):
            own = self._words.text("changed") if self._commands.keymap.is_own(command) else ""
            item.setText(" · ".join(filter(None, (self._commands.all_keys(command), own))))
        self._show_key()

    def _show_key(self) -> None:
        if self.command:
            self.edit.setKeySequence(self._commands.actions[self.command].shortcut())

    def _stand(self) -> None:
        words, table = self._words, self.table
        title = words.text("Change keys")
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        table.setColumnCount(2)
        table.setHorizontalHeaderLabels([words.text("Command"), words.text("Key")])
        table.setAccessibleName(words.text("Commands and their keys"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(Size.TABLE_ROW)
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        table.setColumnWidth(1, 190)
        self.edit.setMaximumSequenceLength(1)
        self.edit.setMinimumHeight(Size.HIT)
        self._name_parts()
        self.why.setWordWrap(True)
        self.why.setMinimumHeight(Size.HIT)
        self._place(title)

    def _name_parts(self) -> None:
        words = self._words
        field = words.text("Press the new key here")
        for part in (self.edit, *self.edit.findChildren(QWidget)):
            part.setAccessibleName(field)
        tip(self.edit, field)
        caption(self.none, words.text("No key"))
        caption(self.first, words.text("First key"))
        caption(self.all_first, words.text("All first keys"))
        caption(self.shut, words.text("Close"))

    def _place(self, title: str) -> None:
        column, row, foot = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        column.setContentsMargins(*(Size.GAP[3],) * 4)
        column.setSpacing(Size.GAP[2])
        column.addWidget(text_label(title, "title", self))
        column.addWidget(self.table, 1)
        row.addWidget(text_label(self._words.text("Press the new key here"), "", self))
        row.addWidget(self.edit, 1)
        row.addWidget(self.first)
        row.addWidget(self.none)
        column.addLayout(row)
        column.addWidget(self.why)
        foot.addWidget(self.all_first)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column.addLayout(foot)
