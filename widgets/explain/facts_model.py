"""The facts behind a figure as a table: when true, when received, by which commit, from where, and what they say."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.domain.visible import visible
from app.i18n import N_
from app.journal.behind import Behind
from widgets.group import Group
from widgets.guard_gui import assert_gui_thread

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (N_("True at"), N_("Received"), N_("Commit"), N_("Source"), N_("Record"), N_("Says"))
_CAP = 160


class FactsModel(QAbstractTableModel):
    """Rows as the reader lane brought them; `total` is how many there are in all."""

    def __init__(self, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self.rows: tuple[Behind, ...] = ()
        self.total = 0
        self.is_reading = False

    def wait_for(self, total: int) -> None:
        """So many facts are being read."""
        self.beginResetModel()
        self.rows, self.total, self.is_reading = (), total, total > 0
        self.endResetModel()

    def show(self, rows: Sequence[Behind]) -> None:
        """Show facts."""
        assert_gui_thread()
        self.beginResetModel()
        self.rows, self.is_reading = tuple(rows), False
        self.endResetModel()

    def headline(self) -> str:
        """How many facts there are."""
        words = self._group.language
        if self.is_reading:
            return words.text("Reading the facts behind it…")
        if not self.total:
            return words.text("It was made from no facts of its own.")
        return words.text("{n} of {all} facts behind it", n=words.number(len(self.rows)), all=words.number(self.total))

    def text(self) -> str:
        """All of it as lines, for the clipboard."""
        if not self.rows:
            return self.headline()
        many = range(len(COLUMNS))
        lines = ["\t".join(self.cell(row, column) for column in many) for row in range(len(self.rows))]
        return "\n".join([self.headline(), *lines])

    def cell(self, row: int, column: int) -> str:
        """The text of a cell."""
        words, fact = self._group.language, self.rows[row]
        texts = (
            words.moment(fact.valid_at),
            words.moment(fact.recorded_at),
            words.number(fact.commit),
            fact.source,
            fact.id,
            fact.words,
        )
        return visible(texts[column], _CAP)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One row a fact."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The columns of COLUMNS."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._group.language.text(COLUMNS[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, plain."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.cell(index.row(), index.column())
        return None
