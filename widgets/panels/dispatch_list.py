"""The list of units to choose from: a digit, a mark, the name, what is known of each, and when it would be there."""

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.i18n import Language
from app.views.map_layers import AID, CART, CREW, FIRE, SHAPE_OF_KIND, TRUCK
from app.views.suggest import Unit, Way
from widgets.case_words import one_line
from widgets.fonts import font
from widgets.marks import draw
from widgets.panels.dispatch_words import ready_text, unit_line, why_text
from widgets.plain import tip_text
from widgets.theme import Size, Theme

Index = QModelIndex | QPersistentModelIndex
MARKS = {
    CART: "course-cart",
    TRUCK: "course-truck",
    CREW: "course-crew",
    AID: "course-aid",
    FIRE: "course-fire",
}
_DIGITS = range(Qt.Key.Key_1.value, Qt.Key.Key_9.value + 1)
_PAD, _BOX, _MARK = 8, 18, 18


class UnitModel(QAbstractListModel):
    """Units in the order they are suggested."""

    def __init__(self, words: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.units: tuple[Unit, ...] = ()
        self.words, self.detour = words, 1.0

    def show_units(self, units: Sequence[Unit], detour: float, words: Language) -> None:
        """Patch the rows in place where as many units stay."""
        before, self.units = len(self.units), tuple(units)
        self.words, self.detour = words, detour
        if len(units) == before:
            if before:
                self.dataChanged.emit(self.index(0), self.index(before - 1))
            return
        self.layoutAboutToBeChanged.emit()
        self.layoutChanged.emit()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.units)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.units):
            return None
        unit = self.units[index.row()]
        why = why_text(unit, self.detour, self.words)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip_text(why)
        name = one_line(unit.name, 80)
        if role == Qt.ItemDataRole.DisplayRole:
            return name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{index.row() + 1}. {name}. {unit_line(unit, self.words)}. {why}"
        return None


class UnitDelegate(QStyledItemDelegate):
    """Rows of 44 px, two lines at the left and the minutes at the right."""

    def __init__(self, model: UnitModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._base, self._small, self._bold = font(Size.BASE), font(Size.SMALL), font(Size.BASE, QFont.Weight.Medium)
        self._big = font(Size.TITLE, QFont.Weight.Medium)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use other colours from the next painting on."""
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, Size.QUEUE_ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        unit = self._model.units[index.row()]
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        cell = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(cell, QColor(self._theme.selection if chosen else self._theme.panel))
        painter.fillRect(QRectF(cell.left(), cell.bottom() - 1, cell.width(), 1), QColor(self._theme.line))
        if chosen:
            painter.fillRect(QRectF(cell.left(), cell.top(), 3, cell.height() - 1), QColor(self._theme.accent))
        self._row(painter, cell.adjusted(_PAD, 0, -_PAD, -1), unit, index.row())
        painter.restore()

    def _row(self, painter: QPainter, cell: QRectF, unit: Unit, at: int) -> None:
        self._digit(painter, QRectF(cell.left(), cell.center().y() - _BOX / 2, _BOX, _BOX), at)
        mark = QRectF(cell.left() + _BOX + 8, cell.center().y() - _MARK / 2, _MARK, _MARK)
        draw(painter, MARKS[SHAPE_OF_KIND.get(unit.kind, CART)], mark, self._theme.secondary, angle=90)
        right = self._time(painter, cell, unit)
        text = QRectF(mark.right() + 8, cell.top(), cell.right() - right - mark.right() - 16, cell.height())
        upper = QRectF(text.left(), text.center().y() - 17, text.width(), 18)
        lower = QRectF(text.left(), text.center().y() + 1, text.width(), 15)
        self._line(painter, upper, one_line(unit.name, 80), self._bold, self._theme.text)
        self._line(painter, lower, unit_line(unit, self._model.words), self._small, self._theme.secondary)

    def _digit(self, painter: QPainter, box: QRectF, at: int) -> None:
        if at >= len(_DIGITS):
            return
        painter.setPen(QPen(QColor(self._theme.line)))
        painter.setBrush(QColor(self._theme.raised))
        painter.drawRoundedRect(box, 4, 4)
        self._line(painter, box, str(at + 1), self._small, self._theme.secondary, Qt.AlignmentFlag.AlignCenter)

    def _time(self, painter: QPainter, cell: QRectF, unit: Unit) -> int:
        """The minutes at the right; how much room they took."""
        told = ready_text(unit, self._model.words)
        width = ceil(QFontMetrics(self._big).horizontalAdvance(told)) + 2 if told else 0
        colour = self._theme.text if unit.way is not Way.NONE else self._theme.faint
        box = QRectF(cell.right() - width, cell.top(), width, cell.height())
        self._line(painter, box, told, self._big, colour, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return width

    def _line(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        face: QFont,
        colour: str,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(face)
        painter.setPen(QColor(colour))
        shown = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()) + 1)
        painter.drawText(box, int(align) | int(Qt.TextFlag.TextSingleLine), shown)


class UnitList(QListView):
    """As high as its rows. `chosen` says which row a person went to, `sent` that they want this unit to go."""

    chosen = Signal(int)
    sent = Signal()

    def __init__(self, model: UnitModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._units = model
        self.painter = UnitDelegate(model, theme, self)
        self.setModel(model)
        self.setItemDelegate(self.painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.doubleClicked.connect(self._on_double)
        self.fit()

    def fit(self) -> None:
        """As high as there are rows."""
        self.setFixedHeight(max(1, len(self._units.units)) * Size.QUEUE_ROW + 2)

    def row(self) -> int:
        """The chosen row, -1 for none."""
        index = self.currentIndex()
        return index.row() if index.isValid() else -1

    def choose(self, row: int) -> None:
        """Choose a row there is; another number is ignored."""
        if 0 <= row < len(self._units.units):
            self.setCurrentIndex(self._units.index(row))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _DIGITS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(event.key() - _DIGITS[0])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row() >= 0:
            self.sent.emit()
        else:
            super().keyPressEvent(event)

    def _on_double(self, _index: Index) -> None:
        self.sent.emit()
