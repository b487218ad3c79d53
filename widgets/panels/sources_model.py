"""The table of the sources panel: one row a source, patched in place so that selection and scroll stay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon

from app.domain.visible import visible
from app.i18n import N_, Language
from app.views.source_figures import source_figure
from app.views.sources import SourceLine
from widgets.explain.cells import FIGURE
from widgets.group import Group
from widgets.guard_gui import assert_gui_thread
from widgets.marks import icon
from widgets.plain import tip_text
from widgets.source_words import age_words, error_words, grade, mark_of, source_name, state_word, step_words

Index = QModelIndex | QPersistentModelIndex
_NONE = "\N{EN DASH}"
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title (a message id), what it says, its explanation and whether it holds figures."""

    title: str
    text: Callable[[SourceLine, Language], str]
    about: str
    is_figure: bool = False
    field: str = ""  # of the line, for a column whose cells explain themselves


def _figure(value: float | None, unit: str, words: Language) -> str:
    return _NONE if value is None else f"{words.number(value)} {unit}"


def _next_try(line: SourceLine, words: Language) -> str:
    if line.paused or line.next_try_s is None:
        return _NONE
    return words.text("now") if line.next_try_s <= 0 else words.countdown(line.next_try_s)


COLUMNS: tuple[Column, ...] = (
    Column(N_("Source"), lambda line, _: source_name(line), N_("Name and agency of the source")),
    Column(N_("State"), state_word, N_("State of the line to the source")),
    Column(N_("Last answer"), age_words, N_("Age of the last complete valid answer"), True, "link_age_s"),
    Column(
        N_("Newest data"),
        lambda line, words: _NONE if line.data_age_s is None else words.age(line.data_age_s),
        N_("Age of the newest record it sent"),
        True,
        "data_age_s",
    ),
    Column(
        N_("Latency"),
        lambda line, words: _figure(line.latency_ms, "ms", words),
        N_("Time to answer, ms"),
        True,
        "latency_ms",
    ),
    Column(
        N_("Records/min"),
        lambda line, words: _NONE if line.records_per_min is None else words.number(line.records_per_min),
        N_("Records received a minute"),
        True,
        "records_per_min",
    ),
    Column(
        N_("Rejected"),
        lambda line, words: words.number(line.rejected),
        N_("Records we could not take"),
        True,
        "rejected",
    ),
    Column(N_("Next try"), _next_try, N_("Time until the source is asked again"), True, "next_try_s"),
    Column(
        N_("What is wrong"),
        error_words,
        N_("The last error or note, in plain words"),
    ),
)


class SourcesModel(QAbstractTableModel):
    """Rows in the order of the view: the worst first."""

    def __init__(self, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self.lines: tuple[SourceLine, ...] = ()
        self._icons: dict[tuple[str, str], QIcon] = {}

    def show(self, lines: Sequence[SourceLine]) -> None:
        """Show these lines; persistent indexes (selection) follow their source when the order changes."""
        assert_gui_thread()
        if [line.id for line in lines] != [line.id for line in self.lines]:
            self._reorder(tuple(lines))
            return
        self.lines = tuple(lines)
        if lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(COLUMNS) - 1))

    def refresh(self) -> None:
        """Draw everything again: another language or theme."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
        self.show(self.lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """One row a source."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The columns of COLUMNS."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles, their alignment and explanation."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column, words = COLUMNS[section], self._group.language
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words.text(column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(words.text(column.about))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, mark, colour (only for what is abnormal) and what a screen reader says."""
        line, column, words = self.lines[index.row()], COLUMNS[index.column()], self._group.language
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(line, words)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{words.text(column.title)}: {column.text(line, words)}"
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(_about(line, words))
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return self._mark(line)
            case Qt.ItemDataRole.ForegroundRole if index.column() in (1, 2) and grade(line) is not None:
                return self._colour(line)
            case _ if role == FIGURE and column.field:
                return source_figure(line, column.field)
        return None

    def _reorder(self, lines: tuple[SourceLine, ...]) -> None:
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        ids = [self.lines[index.row()].id for index in old]
        self.lines = lines
        rows = {line.id: row for row, line in enumerate(lines)}
        new = [
            self.index(rows[id_], index.column()) if id_ in rows else QModelIndex()
            for index, id_ in zip(old, ids, strict=True)
        ]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _mark(self, line: SourceLine) -> Any:
        mark = mark_of(line, self._group.theme) or ("mark-rendah", "transparent")
        if mark not in self._icons:
            self._icons[mark] = icon(*mark, keep=True)
        return self._icons[mark]

    def _colour(self, line: SourceLine) -> QColor | None:
        mark = mark_of(line, self._group.theme)
        return QColor(mark[1]) if mark else None


def _about(line: SourceLine, words: Language) -> str:
    error, step = error_words(line, words, 500), step_words(line, words)
    parts = (visible(line.agency_name, 120), visible(line.url, 200), error, step)
    return "\n".join(part for part in parts if part)
