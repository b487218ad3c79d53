"""Ctrl+K: one field that finds complaints, vehicles, places, panels and commands as one types."""

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from app.journal.texts import ComplaintText
from widgets.commands import Commands
from widgets.group import Group
from widgets.live import Live
from widgets.palette_find import STRONG, Entry, find_local, newest_complaints
from widgets.palette_list import EntryDelegate, EntryModel
from widgets.palette_recent import Recent

_PAUSE_MS = 120  # of typing, before the store is asked
ASKER = "palette"
_ZOOMS = {"kecamatan": 13.0, "kelurahan": 14.5}
_COMPLAINTS = 8
_ROW, _ROWS = 32, 12
_MOVES = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}


class Palette(QFrame):
    """The sheet under the search field. The field keeps the focus; the sheet follows its keys."""

    command_asked = Signal(str)

    def __init__(self, field: QLineEdit, live: Live, group: Group, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("sheet")
        self._field, self._live, self._group, self._commands = field, live, group, commands
        self._window = window
        self.model = EntryModel(self)
        self._list = QListView(self)
        self._list.setModel(self.model)
        self._list.setItemDelegate(EntryDelegate(group, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self._list)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._is_open = False
        self._keys: list[int] = []
        self._local: list[Entry] = []
        self._recent = Recent()
        self._has_moved = False
        self._connect()
        self.retranslate()
        self.hide()

    def _connect(self) -> None:
        self._field.textEdited.connect(self._on_edited)
        self._field.installEventFilter(self)
        self._live.searched.connect(self._on_searched)
        self._live.texts_ready.connect(self._on_texts)
        self._group.language_changed.connect(self.retranslate)

    def retranslate(self) -> None:
        """Use the group's language."""
        name = self._group.language.text("Search results")
        self.setAccessibleName(name)
        self._list.setAccessibleName(name)

    def open(self) -> None:
        """Show what there is for the present text; without text, panels and commands."""
        self._is_open = True
        self._on_edited(self._field.text())

    def close_sheet(self) -> None:
        """Take the sheet away; the text stays in the field."""
        self._is_open = False
        self._pause.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the field that move in the sheet, choose or leave."""
        if event.type() == QEvent.Type.FocusOut:
            self.close_sheet()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(Qt.Key(event.key()))
        return False

    def _on_key(self, key: Qt.Key) -> bool:
        if key in _MOVES:
            self._move(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            return False
        return True

    def _move(self, by: int) -> None:
        if not self.isVisible():
            self.open()
        row = max(0, min(self._list.currentIndex().row() + by, self.model.rowCount() - 1))
        self._list.setCurrentIndex(self.model.index(row))
        self._has_moved = True

    def _leave(self) -> None:
        self._field.clear()
        self._field.clearFocus()
        self.close_sheet()

    def _on_clicked(self) -> None:
        self._choose(self._list.currentIndex().row())

    def _choose(self, row: int) -> None:
        if not 0 <= row < self.model.rowCount():
            return
        entry = self.model.entries[row]
        self._leave()
        self._recent.add(entry)
        if entry.kind == "command":
            self.command_asked.emit(entry.command)
        elif entry.kind in _ZOOMS:
            self._show_area(entry)
        else:
            self._group.show_on_map(entry.kind, entry.key)

    def _show_area(self, entry: Entry) -> None:
        """Go to the middle of an area; what is selected stays."""
        area = getattr(self._live.city.places, entry.kind)[entry.key]
        self._group.point_requested.emit(area.lat, area.lon, _ZOOMS[entry.kind])

    def _on_edited(self, text: str) -> None:
        self._is_open = True
        self._keys, self._has_moved = [], False
        local = find_local(text, self._live, self._group.language, self._commands)
        self._local = self._recent.first(local, bool(text.strip()))
        self._show([])
        if text.strip():
            self._pause.start()
        else:
            self._pause.stop()

    def _on_pause(self) -> None:
        self._live.search(self._field.text().strip(), ASKER)

    def _on_searched(self, asker: str, text: str, keys: np.ndarray) -> None:
        if asker == ASKER and self._is_open and text == self._field.text().strip():
            self._keys = [int(key) for key in keys[:_COMPLAINTS]]
            self._live.want_texts(self._keys)

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        if self._is_open and self._keys and texts.keys() & set(self._keys):
            self._show(newest_complaints(self._keys, texts))

    def _show(self, complaints: list[Entry]) -> None:
        """Complaints stand behind what is called just so; the line a person moved to stays under the keys."""
        row = self._list.currentIndex().row()
        kept = self.model.entries[row].thing if self._has_moved and 0 <= row < self.model.rowCount() else None
        strong = sum(entry.score >= STRONG for entry in self._local)
        self.model.show(self._local[:strong] + complaints + self._local[strong:])
        things = [entry.thing for entry in self.model.entries]
        self._list.setCurrentIndex(self.model.index(things.index(kept) if kept in things else 0))
        self._place()

    def _place(self) -> None:
        rows = min(self.model.rowCount(), _ROWS)
        under = self._field.mapTo(self._window, QPoint(0, self._field.height() + 4))
        self.setGeometry(under.x(), under.y(), max(self._field.width(), 520), rows * _ROW + 10)
        self.setVisible(rows > 0 and self._is_open)
        self.raise_()
