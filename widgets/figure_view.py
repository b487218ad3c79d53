"""A table view for figures: our rows, our keys, `?` in its cells. Enter or a double click opens a row."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.views.figure import Figure
from widgets.explain.cells import FIGURE, FigureCells
from widgets.figure_table import ROW, TREND, FigureTable, Trend
from widgets.group import Group
from widgets.sparkline import paint_share, paint_trend
from widgets.theme import Size

Index = QModelIndex | QPersistentModelIndex


class FigureDelegate(QStyledItemDelegate):
    """A selected row keeps the colour of what is abnormal in it; sums are set stronger; a trend is a small line."""

    def __init__(self, group: Group, parent: QWidget) -> None:
        super().__init__(parent)
        self._group = group

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The ordinary cell, and its trend over it."""
        super().paint(painter, option, index)
        trend = index.data(TREND)
        if isinstance(trend, Trend):
            paint_trend(painter, QRectF(option.rect).adjusted(8, 5, -8, -5), trend.values, self._group.theme.accent)
        model = index.model()
        limit = model.columns[index.column()].bar_limit if isinstance(model, FigureTable) else None
        if limit is not None and isinstance(index.data(FIGURE), Figure):
            paint_share(painter, QRectF(option.rect), index.data(FIGURE), limit, self._group.theme)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Use the model's colour for the selected text too."""
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        model = index.model()
        if isinstance(model, FigureTable) and model.rows[index.row()].strong:
            option.font.setWeight(option.font.Weight.Medium)


class FigureTableView(QTableView):
    """`opened` carries the id of the row a person opened."""

    opened = Signal(str)

    def __init__(
        self, model: FigureTable, group: Group, now: Callable[[], datetime], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(FigureDelegate(group, self))
        self.cells = FigureCells(self, group, now)
        self.setIconSize(QSize(12, 12))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(Size.TABLE_ROW)
        self._set_columns(model)
        self.doubleClicked.connect(self._open)

    def retranslate(self, name: str) -> None:
        """Say what the table is by this name, and its cells in the group's language and colours."""
        self.setAccessibleName(name)
        self.horizontalHeader().setAccessibleName(name)
        model = self.model()
        assert isinstance(model, FigureTable)
        model.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        elif event.key() == Qt.Key.Key_Backspace:
            event.ignore()  # the panel's: it goes up
        else:
            super().keyPressEvent(event)

    def select_row(self, id_: str) -> None:
        """Select a row by its id; an unknown one selects nothing."""
        model = self.model()
        assert isinstance(model, FigureTable)
        for at, row in enumerate(model.rows):
            if row.id == id_:
                self.setCurrentIndex(model.index(at, max(self.currentIndex().column(), 0)))

    def span_headings(self) -> None:
        """Let rows of one cell have the whole width."""
        model = self.model()
        assert isinstance(model, FigureTable)
        self.clearSpans()
        for at, row in enumerate(model.rows):
            if len(row.cells) == 1:
                self.setSpan(at, 0, 1, len(model.columns))

    def _set_columns(self, model: FigureTable) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for at, column in enumerate(model.columns):
            header.resizeSection(at, column.width or column.least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns without a width of their own share the rest, but none loses its words."""
        super().resizeEvent(event)
        model, header = self.model(), self.horizontalHeader()
        assert isinstance(model, FigureTable)
        free = [at for at, column in enumerate(model.columns) if not column.width]
        room = self.viewport().width() - sum(header.sectionSize(at) for at in range(header.count()) if at not in free)
        for at in free:
            header.resizeSection(at, max(room // len(free), model.columns[at].least))

    def _open(self, index: QModelIndex) -> None:
        id_ = index.data(ROW) if index.isValid() else None
        if id_:
            self.opened.emit(str(id_))
