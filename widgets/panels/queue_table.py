"""The table of the queue: keeps selection and place when rows come and go, and is worked by keys alone."""

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTableView, QWidget

from widgets.panels.queue_delegate import QueueDelegate
from widgets.panels.queue_looks import WIDTHS, set_columns, set_looks
from widgets.panels.queue_model import AGENCY, CASE, DUE, MARK, STATUS, Index, QueueModel
from widgets.panels.queue_rows import RowReader
from widgets.theme import Size

NARROW_WIDTHS = {STATUS: 100, DUE: 116}
TIGHT_WIDTHS = {STATUS: 84, DUE: 84}
TIGHT = 380  # below this width the due column gives up the source's own promise
NARROW = 470  # below this width the agency column gives way to the title
KEPT = 500  # selected rows kept over a change of order, and rows a copy may hold
AHEAD = 20  # rows read before they scroll into sight
SORT_OF = {MARK: "PRIORITY", CASE: "NEWEST", AGENCY: "AGENCY", STATUS: "STATUS", DUE: "DUE"}
Flag = QItemSelectionModel.SelectionFlag


class QueueTable(QTableView):
    """Rows of 44 px. `moved` says which case a person went to, `opened` and `copy_wanted` what they asked."""

    moved = Signal(int)
    opened = Signal(int)
    copy_wanted = Signal()
    scrolled = Signal()
    marked = Signal()  # other rows are selected
    sort_wanted = Signal(str)

    def __init__(self, model: QueueModel, delegate: QueueDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._delegate = model, delegate
        self._restoring = False
        self.is_marking = False  # Space was pressed: moving about no longer changes what is selected
        self.setModel(model)
        self.setItemDelegate(delegate)
        set_looks(self)
        set_columns(self)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalHeader().sectionClicked.connect(self._on_heading)

    # keeping the place
    def show_rows(self, reader: RowReader, keep_place: bool = True) -> None:
        """Show another view: selection stays, and the first row in sight stays where it is unless we are at the top."""
        anchor = self._anchor() if keep_place else None
        selected, current = self.selected_keys(), self.current_key()
        self._restoring = True
        try:
            if self._model.show(reader):
                self._restore(selected, current)
                self._return_to(anchor)
        finally:
            self._restoring = False
        self.read_rows_in_sight()

    def _anchor(self) -> tuple[np.ndarray, int] | None:
        """Keys from the first row in sight on, and how far that row is scrolled; None when at the top."""
        place = self.verticalScrollBar().value()
        if place == 0 or self._model.reader is None:
            return None
        first = place // Size.QUEUE_ROW
        return self._model.reader.view.keys[first : first + KEPT].copy(), place % Size.QUEUE_ROW

    def _return_to(self, anchor: tuple[np.ndarray, int] | None) -> None:
        bar = self.verticalScrollBar()
        self.updateGeometries()  # the bar learns the new number of rows
        if anchor is None:
            bar.setValue(0)
            return
        keys, offset = anchor
        rows = self._model.rows_of(keys)
        still = np.flatnonzero(rows >= 0)
        if still.size:  # the first of the old rows that is still here; those before it are gone
            bar.setValue(int(rows[still[0]]) * Size.QUEUE_ROW + (0 if still[0] else offset))

    def _restore(self, selected: list[int], current: int) -> None:
        rows = self._model.rows_of(np.array([*selected, current], dtype=np.int64))
        chosen = QItemSelection()
        for row in rows[:-1]:
            if row >= 0:
                chosen.select(self._model.index(int(row), 0), self._model.index(int(row), DUE))
        selection = self.selectionModel()
        if rows[-1] >= 0:
            selection.setCurrentIndex(self._model.index(int(rows[-1]), CASE), Flag.NoUpdate)
        selection.select(chosen, Flag.ClearAndSelect)

    # what is where
    def current_key(self) -> int:
        """Key of the case with the focus; 0 when none."""
        return self._model.key_at(self.currentIndex().row()) if self.currentIndex().isValid() else 0

    def selected_keys(self) -> list[int]:
        """Keys of the selected cases from top to bottom, at most KEPT of them."""
        rows: set[int] = set()
        spans = self.selectionModel().selection()  # spans, not rows: all of a million may be selected
        for span in (spans.at(i) for i in range(spans.count())):
            rows.update(range(span.top(), min(span.bottom() + 1, span.top() + KEPT)))
        return [self._model.key_at(row) for row in sorted(rows)[:KEPT]]

    def selected_count(self) -> int:
        """How many cases are selected, all of them counted."""
        spans = self.selectionModel().selection()
        return sum(span.height() for span in (spans.at(i) for i in range(spans.count())))

    def first_row_in_sight(self) -> int:
        """The row at the top edge, partly hidden ones counted."""
        return self.verticalScrollBar().value() // Size.QUEUE_ROW

    def rows_in_sight(self) -> int:
        """How many rows the viewport can show, partly hidden ones counted."""
        return self.viewport().height() // Size.QUEUE_ROW + 2

    def is_read(self) -> bool:
        """Whether the texts of all rows in sight are here."""
        first = self.first_row_in_sight()
        rows = [self._model.row(first + at) for at in range(self.rows_in_sight())]
        return all(row.read for row in rows if row)

    def read_rows_in_sight(self) -> None:
        """Ask for the texts of the rows in sight and a few around them, and of no others."""
        first = self.first_row_in_sight()
        last = first + self.rows_in_sight() - 1
        if self.isVisible() and self._model.rowCount():
            self._model.want_rows(first, last)  # these first: one answer, then the ones around
            self._model.want_rows(first - AHEAD, last + AHEAD)

    def repaint_due(self) -> None:
        """Paint only the due cells in sight again; called once a second."""
        left = self.columnViewportPosition(DUE)
        self.viewport().update(left, 0, self.columnWidth(DUE), self.viewport().height())

    # going somewhere
    def go_to(self, key: int, reveal: bool = True) -> None:
        """Put the focus on a case; without one, or with a hidden one, nothing is selected. Never says `moved`."""
        if key and key == self.current_key():
            return
        row = self._model.row_of(key) if key else -1
        self._restoring = True
        try:
            if row < 0:
                self.selectionModel().clearCurrentIndex() if self.is_marking else self.selectionModel().clear()
            else:
                index = self._model.index(row, CASE)
                self.selectionModel().setCurrentIndex(index, self._how_to_move())
                if reveal:
                    self.scrollTo(index)
        finally:
            self._restoring = False

    def step(self, down: bool, extend: bool = False) -> None:
        """One case down or up, as J and K do; `extend` keeps what is selected."""
        last = self._model.rowCount() - 1
        here, first = self.currentIndex(), self.first_row_in_sight()
        row = min(max(here.row() + (1 if down else -1), 0), last) if here.isValid() else min(first, last)
        if row < 0:
            return
        index = self._model.index(row, CASE)
        self.selectionModel().setCurrentIndex(index, Flag.Select | Flag.Rows if extend else self._how_to_move())
        self.scrollTo(index)

    def _how_to_move(self) -> QItemSelectionModel.SelectionFlag:
        return Flag.NoUpdate if self.is_marking else Flag.ClearAndSelect | Flag.Rows

    def mark(self) -> None:
        """Select the case with the focus beside the others, or leave it out; from now on moving keeps the rest."""
        if not self.currentIndex().isValid():
            self.step(down=True)
        if self.currentIndex().isValid():
            how = Flag.Toggle if self.is_marking else Flag.Select
            self.is_marking = True
            self.selectionModel().select(self.currentIndex(), how | Flag.Rows)
            self.marked.emit()

    def unmark(self) -> None:
        """Only the case with the focus is selected."""
        self.is_marking = False
        if self.currentIndex().isValid():
            self.selectionModel().select(self.currentIndex(), Flag.ClearAndSelect | Flag.Rows)
        else:
            self.clearSelection()
        self.marked.emit()

    # what Qt tells us
    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._restoring and current.isValid() and current.row() != previous.row():
            self.moved.emit(self._model.key_at(current.row()))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.marked.emit()

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """Arrows keep what was marked; a plain click ends the marking."""
        if isinstance(event, QKeyEvent) and self.is_marking and not event.modifiers():
            return Flag.NoUpdate
        if isinstance(event, QMouseEvent) and not event.modifiers():
            self.is_marking = False
        return super().selectionCommand(index, event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt would walk all rows; the filter field finds text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, extend = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if key == Qt.Key.Key_C:
                self.copy_wanted.emit()
            else:
                super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape and self.selected_count() > 1:
            self.unmark()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and self._model.rowCount():
            self._jump(0 if key == Qt.Key.Key_Home else self._model.rowCount() - 1, extend)
        else:
            super().keyPressEvent(event)

    def _jump(self, row: int, extend: bool) -> None:
        """Home and End go to the first and the last case, not to the first column."""
        index = self._model.index(row, CASE)
        if extend:
            here = self.currentIndex() if self.currentIndex().isValid() else index
            top, bottom = sorted((here.row(), row))
            span = QItemSelection(self._model.index(top, 0), self._model.index(bottom, DUE))
            self.selectionModel().select(span, Flag.Select)
        how = Flag.NoUpdate if extend else self._how_to_move()
        self.selectionModel().setCurrentIndex(index, how)
        self.scrollTo(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.opened.emit(self.current_key())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        before, self._delegate.hovered = self._delegate.hovered, row
        for changed in {before, row} - {-1}:
            top = self.rowViewportPosition(changed)
            self.viewport().update(0, top, self.viewport().width(), Size.QUEUE_ROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = event.size().width() < NARROW
        self.setColumnHidden(AGENCY, narrow)
        widths = WIDTHS | (NARROW_WIDTHS if narrow else {}) | (TIGHT_WIDTHS if event.size().width() < TIGHT else {})
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        super().resizeEvent(event)
        self.read_rows_in_sight()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read_rows_in_sight()

    def focusInEvent(self, event: QFocusEvent) -> None:
        had, self._restoring = self.currentIndex().isValid(), True
        super().focusInEvent(event)
        if not had:  # Qt makes the first row the current one; only a person does that here
            self.selectionModel().clearCurrentIndex()
        self._restoring = False
        self._delegate.focused = True
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._delegate.focused = False
        self.viewport().update()

    def _on_heading(self, column: int) -> None:
        self.sort_wanted.emit(SORT_OF[column])

    def _on_scrolled(self) -> None:
        self._hover(self.rowAt(self.viewport().mapFromGlobal(self.cursor().pos()).y()) if self.underMouse() else -1)
        self.read_rows_in_sight()
        self.scrolled.emit()
