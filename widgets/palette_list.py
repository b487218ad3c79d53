"""The lines of the palette: model and painter."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from widgets.fonts import font
from widgets.group import Group
from widgets.guard_gui import assert_gui_thread
from widgets.marks import draw
from widgets.palette_find import Entry
from widgets.plain import tip_text
from widgets.theme import Size

Index = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class EntryModel(QAbstractListModel):
    """The entries in sight."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def show(self, entries: list[Entry]) -> None:
        """Show other entries."""
        assert_gui_thread()
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Title, tooltip and what a screen reader says."""
        entry = self.entries[index.row()]
        spoken = " · ".join(part for part in (entry.title, entry.detail, entry.shortcut) if part)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken
            case Qt.ItemDataRole.ToolTipRole:
                return tip_text(spoken)
        return None


class EntryDelegate(QStyledItemDelegate):
    """Icon, title, detail and key in one line of 32 pixels."""

    def __init__(self, group: Group, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group = group

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line."""
        return QSize(200, 32)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the texts literally."""
        model, theme = index.model(), self._group.theme
        if not isinstance(model, EntryModel):
            return
        entry, box = model.entries[index.row()], option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(theme.selection))
        if entry.icon:  # not every command has one
            draw(painter, entry.icon, QRectF(box.left() + 8, box.center().y() - 7, 15, 15), theme.secondary)
        painter.setFont(font())
        metrics = QFontMetrics(font())
        end = box.right() - 12
        if entry.shortcut:
            painter.setPen(QColor(theme.faint))
            painter.drawText(QRect(box.left(), box.top(), end - box.left(), box.height()), _RIGHT, entry.shortcut)
            end -= metrics.horizontalAdvance(entry.shortcut) + 16
        start = box.left() + 34
        room = QRect(start, box.top(), end - start, box.height())
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(QColor(theme.text))
        painter.drawText(room, _LEFT, title)
        self._detail(painter, room, metrics.horizontalAdvance(title), entry)

    def _detail(self, painter: QPainter, box: QRect, used: int, entry: Entry) -> None:
        small = font(Size.SMALL)
        room = box.width() - used - 12
        painter.setFont(small)
        painter.setPen(QColor(self._group.theme.secondary))
        text = QFontMetrics(small).elidedText(entry.detail, Qt.TextElideMode.ElideRight, max(room, 0))
        painter.drawText(box.adjusted(used + 12, 1, 0, 1), _LEFT, text)
