"""Paints one cell of a queue row: two lines of 44 px, mark, due bar. Text is drawn as plain glyphs, never as markup.

A cell that says what it said is not painted again but put down as the picture it was: while thousands of changes a
second arrive the whole table is repainted four times a second, and a cell in Python takes a quarter of a millisecond.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping
from math import ceil

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from widgets.fonts import font
from widgets.marks import SEVERITY_MARKS, draw
from widgets.panels.queue_due import Due, DueState
from widgets.panels.queue_model import AGENCY, CASE, DUE, MARK, STATUS, QueueModel
from widgets.panels.queue_rows import Row
from widgets.theme import Size, Theme

PAD = 8  # as the headings have; left and right of a cell's text
MARK_SIZE = 12
BAR_HEIGHT = 4
GAP = 6  # between the countdown and the source's own promise
ACCENT_WIDTH = 3
CELLS_KEPT = 240  # pictures of cells, of 30 KB on the average; twice what a high screen shows
Look = tuple[bool, bool, bool]  # selected, under the pointer, in the row that has the keyboard
BAR_ROLES: Mapping[DueState, str] = {DueState.CALM: "rendah", DueState.SOON: "tinggi", DueState.OVERDUE: "kritis"}


class QueueDelegate(QStyledItemDelegate):
    """Draws rows from the model's own `row`, so that no text is built that is not painted."""

    def __init__(self, model: QueueModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.hovered, self.focused = -1, False
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self.base, self.small = font(Size.BASE), font(Size.SMALL)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from the next painting on."""
        self._kept.clear()
        self._theme = theme
        self._colour = {role: QColor(value) for role, value in theme.tokens().items()}

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(option.rect.width(), Size.QUEUE_ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row = self._model.row(index.row())
        if row is None:
            return
        look = (
            bool(option.state & QStyle.StateFlag.State_Selected),
            index.row() == self.hovered,
            (self.focused or getattr(option.widget, "is_marking", False))
            and index.row() == self._current_row(option.widget),
        )
        ratio = option.widget.devicePixelRatioF() if option.widget is not None else 0.0
        if ratio == int(ratio) > 0:
            painter.drawPixmap(
                option.rect.topLeft(), self._picture(row, index.column(), option.rect.size(), ratio, look)
            )
        else:  # between whole numbers a picture would not fall on the screen's own pixels
            self._cell(painter, QRectF(option.rect), row, index.column(), look)

    def _picture(self, row: Row, column: int, size: QSize, ratio: float, look: Look) -> QPixmap:
        """The cell as it was painted when it last said the same, else as it is painted now."""
        key = (column, _said(row, column), size.width(), size.height(), ratio, look)
        picture = self._kept.get(key)
        if picture is None:
            picture = self._kept[key] = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            painter = QPainter(picture)
            self._cell(painter, QRectF(0, 0, size.width(), size.height()), row, column, look)
            painter.end()
            if len(self._kept) > CELLS_KEPT:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(key)
        return picture

    def _cell(self, painter: QPainter, cell: QRectF, row: Row, column: int, look: Look) -> None:
        selected, hovered, focused = look
        painter.save()
        painter.setClipRect(cell)
        self._ground(painter, cell, selected, hovered)
        if selected and column == MARK:
            painter.fillRect(QRectF(cell.left(), cell.top(), ACCENT_WIDTH, cell.height() - 1), self._colour["accent"])
        if focused:
            self._focus(painter, cell)
        self._content(painter, cell, row, column)
        painter.restore()

    def _ground(self, painter: QPainter, cell: QRectF, selected: bool, hovered: bool) -> None:
        ground = "selection" if selected else "raised" if hovered else "panel"
        painter.fillRect(cell, self._colour[ground])
        painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), self._colour["line"])

    def _current_row(self, widget: object) -> int:
        return widget.currentIndex().row() if isinstance(widget, QAbstractItemView) else -1

    def _focus(self, painter: QPainter, cell: QRectF) -> None:
        """The ring of the row that has the keyboard: a line above and below it."""
        for y in (cell.top(), cell.bottom() - 1):
            painter.fillRect(QRectF(cell.left(), y, cell.width(), 1), self._colour["accent"])

    def _content(self, painter: QPainter, cell: QRectF, row: Row, column: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if column == MARK:
            self._mark(painter, cell, row)
        elif column == CASE:
            self._case(painter, cell, row)
        elif column == AGENCY:
            self._line(painter, _inside(cell), row.agency, self.base, "text")
        elif column == STATUS:
            upper, lower = _halves(_inside(cell))
            self._line(painter, upper if row.below else _inside(cell), row.status, self.base, "text")
            if row.silent:
                self._marked(painter, lower, "no-answer", row.below, "tinggi")
            else:
                self._line(painter, lower, row.below, self.small, "faint")
        elif column == DUE:
            self._due(painter, _inside(cell), row.due)

    def _mark(self, painter: QPainter, cell: QRectF, row: Row) -> None:
        box = QRectF(0, 0, MARK_SIZE, MARK_SIZE)
        box.moveCenter(cell.center() + QPointF(1, 0))
        draw(painter, SEVERITY_MARKS[row.severity], box, self._theme.severity(row.severity))

    def _case(self, painter: QPainter, cell: QRectF, row: Row) -> None:
        upper, lower = _halves(_inside(cell))
        if row.read:
            self._line(painter, upper if row.place else _inside(cell), row.title, self.base, "text")
            lower = self._viewers(painter, lower, row.viewers) if row.viewers else lower
            self._line(painter, lower, row.place, self.small, "faint")
        else:
            self._unread(painter, upper, 0.55)
            self._unread(painter, lower, 0.35)

    def _viewers(self, painter: QPainter, line: QRectF, names: str) -> QRectF:
        """Who else has it open, at the right with a small person; gives back the room that is left.

        Where whole names do not fit, their first words stand.
        """
        measure, mark = QFontMetricsF(self.small).horizontalAdvance, line.height() - 3 + GAP
        if measure(names) + mark > line.width() / 2:
            names = ", ".join(name.split(" ")[0] for name in names.split(", "))
        width = min(measure(names) + mark, line.width() / 2)
        room = QRectF(line.right() - width, line.top(), width, line.height())
        self._marked(painter, room, "person", names, "accent")
        return line.adjusted(0, 0, -width - GAP, 0)

    def _marked(self, painter: QPainter, line: QRectF, mark: str, text: str, role: str) -> None:
        """A small mark and its word, both of one colour."""
        size = line.height() - 3
        draw(painter, mark, QRectF(line.left(), line.top() + 1, size, size), self._theme.tokens()[role])
        self._line(painter, line.adjusted(size + 3, 0, 0, 0), text, self.small, role)

    def _unread(self, painter: QPainter, line: QRectF, share: float) -> None:
        bar = QRectF(line.left(), line.center().y() - 4, line.width() * share, 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["raised"])
        painter.drawRoundedRect(bar, 4, 4)

    def _due(self, painter: QPainter, cell: QRectF, due: Due) -> None:
        upper, lower = _halves(cell)
        if not due.text:
            self._line(painter, upper, due.label, self.small, "faint")
            self._line(painter, lower, due.expected, self.small, "faint")
            return
        left = self._promise(painter, upper, due.expected, due.text) if due.expected else upper
        late = due.state is DueState.OVERDUE
        self._line(painter, left, due.text, self.base, "kritis" if late else "text")
        self._bar(painter, QRectF(lower.left(), lower.center().y() - BAR_HEIGHT / 2, lower.width(), BAR_HEIGHT), due)

    def _promise(self, painter: QPainter, line: QRectF, text: str, countdown: str) -> QRectF:
        """The source's own promise, small at the right; gives back the room that is left."""
        width = ceil(QFontMetricsF(self.small).horizontalAdvance(text)) + 1
        if width + ceil(QFontMetricsF(self.base).horizontalAdvance(countdown)) + GAP > line.width():
            return line  # no room: the tooltip and the complaint panel say it
        room = QRectF(line.right() - width, line.top(), width, line.height())
        self._line(painter, room, text, self.small, "faint")
        return line.adjusted(0, 0, -width - GAP, 0)

    def _bar(self, painter: QPainter, track: QRectF, due: Due) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour["line"])
        painter.drawRoundedRect(track, BAR_HEIGHT / 2, BAR_HEIGHT / 2)
        painter.setBrush(self._colour[BAR_ROLES[due.state]])
        filled = max(track.width() * due.share, BAR_HEIGHT)
        painter.drawRoundedRect(QRectF(track.left(), track.top(), filled, BAR_HEIGHT), BAR_HEIGHT / 2, BAR_HEIGHT / 2)

    def _line(self, painter: QPainter, box: QRectF, text: str, face: QFont, role: str) -> None:
        if not text:
            return
        painter.setFont(face)
        painter.setPen(self._colour[role])
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(box, int(flags) | int(Qt.TextFlag.TextSingleLine), shown)


def _said(row: Row, column: int) -> Hashable:
    """All that a column's cell says of a row."""
    if column == CASE:
        return row.read, row.title, row.place, row.viewers
    if column == DUE:
        return row.due
    return {MARK: row.severity, AGENCY: row.agency, STATUS: (row.status, row.below, row.silent)}.get(column)


def _inside(cell: QRectF) -> QRectF:
    return cell.adjusted(PAD, 0, -PAD, -1)


def _halves(cell: QRectF) -> tuple[QRectF, QRectF]:
    middle = cell.center().y() + 1
    upper = QRectF(cell.left(), middle - 18, cell.width(), 18)
    return upper, QRectF(cell.left(), middle, cell.width(), 15)
