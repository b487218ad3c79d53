"""A table of words and figures, patched in place so that selection and scroll stay where the person left them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from app.domain.visible import visible
from app.views.figure import Array, Figure
from app.views.figure_text import star, state_text, value_text
from widgets.case_words import SEVERITY_WORDS
from widgets.explain.card import figure_colour
from widgets.explain.cells import FIGURE
from widgets.group import Group
from widgets.guard_gui import assert_gui_thread
from widgets.marks import SEVERITY_MARKS, icon
from widgets.plain import tip_text
from widgets.theme import Theme

Index = QModelIndex | QPersistentModelIndex
TREND = Qt.ItemDataRole.UserRole + 79  # the Trend of a cell, None for a cell without one
ROW = Qt.ItemDataRole.UserRole + 78  # the id of a row
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CAP = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column: title and explanation (message ids) and whether it holds figures. `width` in pixels, 0 = the rest.

    A column that takes the rest is never narrower than `least`; where there is no room for that, one scrolls.

    With `bar_limit` a bar below each figure in percent shows it, with a mark at the limit.
    """

    title: str
    about: str = ""
    is_figure: bool = False
    width: int = 0
    bar_limit: float | None = None
    least: int = 90


@dataclass(frozen=True, slots=True, eq=False)
class Trend:
    """A cell that is a small line: values in their order, NaN = a gap; `said` is what it shows, in words.

    `figure` is the one whose past it is.
    """

    values: Array
    said: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """A cell in words of its own, such as "never seen", that a figure explains."""

    text: str
    figure: Figure


Cell = str | Figure | Trend | Said | None


@dataclass(frozen=True, slots=True, eq=False)
class TableRow:
    """One row by its stable id. A cell is finished text, a figure, or None for nothing. `strong` rows are sums."""

    id: str
    cells: tuple[Cell, ...]
    strong: bool = False


class FigureTable(QAbstractTableModel):
    """Rows in the order they are given; persistent indexes follow their row when the order changes."""

    def __init__(self, group: Group, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group, self.columns = group, tuple(columns)
        self.rows: tuple[TableRow, ...] = ()

    def show(self, rows: Sequence[TableRow]) -> None:
        """Show these rows."""
        assert_gui_thread()
        old, new = [row.id for row in self.rows], [row.id for row in rows]
        if old == new:
            self.rows = tuple(rows)
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))
        elif len(old) == len(new):
            self._reorder(tuple(rows))
        else:
            self._replace(tuple(rows))

    def refresh(self) -> None:
        """Draw everything again: another language or theme."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        self.show(self.rows)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, their alignment and explanation."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column, words = self.columns[section], self._group.language
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words.text(column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(words.text(column.about or column.title))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, mark, colour (only for what is abnormal), the figure itself, and what a screen reader says."""
        row = self.rows[index.row()]
        cell = row.cells[index.column()] if index.column() < len(row.cells) else None
        column, theme = self.columns[index.column()], self._group.theme
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(cell)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._group.language.text(column.title)}: {self.spoken(cell)}"
            case Qt.ItemDataRole.DecorationRole:
                return self._mark(cell, theme)
            case Qt.ItemDataRole.ToolTipRole if isinstance(cell, str):
                return tip_text(self.text(cell).strip())
            case Qt.ItemDataRole.ForegroundRole:
                return QColor(figure_colour(cell, theme)) if isinstance(cell, Figure) else None
            case _ if role == FIGURE:
                return cell.figure if isinstance(cell, Trend | Said) else cell if isinstance(cell, Figure) else None
            case _ if role == TREND:
                return cell if isinstance(cell, Trend) else None
            case _ if role == ROW:
                return row.id
        return None

    def text(self, cell: Cell) -> str:
        """The words of a cell."""
        if isinstance(cell, Figure):
            words = self._group.language
            if cell.unit == "IDR" and cell.value is not None:
                return words.money(cell.value, dense=True) + star(cell)
            return value_text(cell, words)
        if isinstance(cell, Trend):
            return ""
        if isinstance(cell, Said):
            return visible(cell.text, _CAP)
        return visible(cell, _CAP) if cell else ""

    def spoken(self, cell: Cell) -> str:
        """The words of a cell with its mark and state, which others see as shape and colour."""
        if isinstance(cell, Trend):
            return cell.said
        said = [self.text(cell)]
        if isinstance(cell, Figure):
            words = self._group.language
            said[0] = value_text(cell, words)
            said += [words.text(SEVERITY_WORDS[cell.mark])] if cell.mark else []
            said.append(state_text(cell, words))
        return " · ".join(part for part in said if part)

    def as_lines(self) -> str:
        """Everything as lines with tabs, for the clipboard."""
        words = self._group.language
        lines = ["\t".join(words.text(column.title) for column in self.columns)]
        lines += ["\t".join(self.text(cell) for cell in row.cells) for row in self.rows]
        return "\n".join(lines)

    def row_at(self, index: Index) -> str:
        """The id of a row, "" for none."""
        return self.rows[index.row()].id if index.isValid() and index.row() < len(self.rows) else ""

    def _mark(self, cell: Cell, theme: Theme) -> Any:
        if not isinstance(cell, Figure) or not cell.mark:
            return None
        return icon(SEVERITY_MARKS[cell.mark], theme.severity(cell.mark), keep=True)

    def _reorder(self, rows: tuple[TableRow, ...]) -> None:
        places = {row.id: at for at, row in enumerate(rows)}
        self._move(rows, lambda id_: places.get(id_))

    def _move(self, rows: tuple[TableRow, ...], place: Callable[[str], int | None]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        ids = [self.rows[index.row()].id for index in old]
        self.rows = rows
        new = []
        for index, id_ in zip(old, ids, strict=True):
            at = place(id_)
            new.append(QModelIndex() if at is None else self.index(at, index.column()))
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _replace(self, rows: tuple[TableRow, ...]) -> None:
        """Another number of rows: add or take away at the end, then let the selection follow its row."""
        n, m = len(self.rows), len(rows)
        if m > n:
            self.beginInsertRows(QModelIndex(), n, m - 1)
            self.rows += rows[n:]
            self.endInsertRows()
        self._reorder_to(rows)

    def _reorder_to(self, rows: tuple[TableRow, ...]) -> None:
        spare = self.rows[len(rows) :]
        places = {row.id: at for at, row in enumerate(rows)}
        self._move(rows + spare, places.get)
        if spare:
            self.beginRemoveRows(QModelIndex(), len(rows), len(rows) + len(spare) - 1)
            self.rows = rows
            self.endRemoveRows()
