"""The queue as a Qt model over the view's key array: no object a row, texts only for rows in sight."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from app.clock import monotonic
from app.i18n import N_, Language
from app.journal.presence import Viewer
from app.journal.texts import ComplaintText
from widgets.case_words import severity_word
from widgets.guard_gui import assert_gui_thread
from widgets.panels.queue_rows import Row, RowReader, spoken
from widgets.plain import tip_text

MARK, CASE, AGENCY, STATUS, DUE = range(5)
HEADINGS = ("", N_("Complaint"), N_("Agency"), N_("Status"), N_("Due"))
ROWS_KEPT = 300
ASK_AGAIN_S = 3.0  # after which a text that did not come is asked for again
TEXT_CACHE = 4_000  # rows whose texts are kept; one screen has about twenty
ROOT = QModelIndex()
Index = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractTableModel):
    """Rows of a QueueView. `want` asks for the texts of keys; they come back through `take_texts`."""

    def __init__(self, want: Callable[[list[int]], None], words: Language, parent: Any = None) -> None:
        super().__init__(parent)
        self._want, self._words = want, words
        self._reader: RowReader | None = None
        self._texts: OrderedDict[int, ComplaintText] = OrderedDict()
        self._asked: dict[int, float] = {}  # key -> when
        self._rows: dict[int, Row] = {}  # made for painting; five cells ask for each
        self._viewers: Mapping[str, tuple[Viewer, ...]] = {}

    # what the panel does
    def show(self, reader: RowReader) -> bool:
        """Take a new view. True when rows came, went or moved; False when they were only patched in place."""
        assert_gui_thread()
        old, self._words = self._reader, reader.words
        self._rows.clear()
        if old is not None and np.array_equal(old.view.keys, reader.view.keys):
            self._reader = reader
            self.repaint_rows()
            return False
        self.beginResetModel()
        self._reader = reader
        self.endResetModel()
        return True

    def repaint_rows(self) -> None:
        """Say that values of the rows may have changed; Qt reads again only what is in sight."""
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, DUE))

    def show_viewers(self, viewers: Mapping[str, tuple[Viewer, ...]]) -> None:
        """Other desks opened or left cases ("source/id")."""
        self._viewers = viewers
        self._rows.clear()
        self.repaint_rows()

    def tick(self, now: float) -> None:
        """Count the due cells from another instant on (epoch seconds); the caller repaints."""
        self._rows.clear()
        if self._reader is not None:
            self._reader = replace(self._reader, now=now)

    def want_rows(self, first: int, last: int) -> None:
        """Ask once for the texts of rows `first` to `last` that are not here yet."""
        if self._reader is not None:
            self.want_keys(self._reader.view.keys[max(first, 0) : last + 1].tolist())

    def want_keys(self, keys: Iterable[int]) -> None:
        """Ask once for the texts of these keys that are not here yet."""
        missing = [key for key in keys if key not in self._texts]
        self._ask(missing)

    def _ask(self, keys: Sequence[int]) -> None:
        """Ask for what nobody asked for lately: an answer may have been lost with the store."""
        now = monotonic()
        wanted = [key for key in keys if now - self._asked.get(key, -ASK_AGAIN_S) >= ASK_AGAIN_S]
        if wanted:
            if len(self._asked) > TEXT_CACHE:  # never answered: the store lost them
                self._asked.clear()
            self._asked.update(dict.fromkeys(wanted, now))
            self._want(wanted)

    def take_texts(self, texts: Mapping[int, ComplaintText]) -> None:
        """Keep texts that were read, newest last; the oldest leave when there are too many."""
        assert_gui_thread()
        self._rows.clear()
        for key, text in texts.items():
            self._texts[key] = text
            self._texts.move_to_end(key)
        for key in texts:
            self._asked.pop(key, None)
        while len(self._texts) > TEXT_CACHE:
            self._texts.popitem(last=False)
        self.repaint_rows()

    def refresh_texts(self, keys: Iterable[int]) -> None:
        """Read the texts of changed complaints again; what is shown stays until the new text is here."""
        self._ask([key for key in keys if key in self._texts])

    def forget_texts(self) -> None:
        """Another instant is shown: its words may be others."""
        self._texts.clear()
        self._rows.clear()
        self._asked.clear()

    def forget_asked(self) -> None:
        """Ask again for what never came (the store was away)."""
        self._asked.clear()

    # what the delegate and the panel read
    @property
    def reader(self) -> RowReader | None:
        """The view in use; None before the first."""
        return self._reader

    def row(self, index: int) -> Row | None:
        """The row at `index` as words; None when there is no such row."""
        if self._reader is None or not 0 <= index < self.rowCount():
            return None
        row = self._rows.get(index)
        if row is None:
            if len(self._rows) > ROWS_KEPT:
                self._rows.clear()
            text = self._texts.get(self.key_at(index))
            row = self._reader.row(index, text)
            here = self._viewers.get(f"{text.source}/{text.id}", ()) if text and self._viewers else ()
            row = self._rows[index] = replace(row, viewers=", ".join(who.name for who in here)) if here else row
        return row

    def key_at(self, index: int) -> int:
        """Key of the complaint in this row; 0 when there is no such row."""
        return int(self._reader.view.keys[index]) if self._reader and 0 <= index < self.rowCount() else 0

    def row_of(self, key: int) -> int:
        """Row of a complaint; -1 when the filter hides it."""
        if self._reader is None:
            return -1
        found = np.flatnonzero(self._reader.view.keys == key)
        return int(found[0]) if found.size else -1

    def rows_of(self, keys: np.ndarray) -> np.ndarray:
        """Row of each of some keys, -1 where the filter hides it."""
        if self._reader is None or not len(keys):
            return np.full(len(keys), -1)
        shown = self._reader.view.keys
        rows = np.flatnonzero(np.isin(shown, keys))
        found = dict(zip(shown[rows].tolist(), rows.tolist(), strict=True))
        return np.array([found.get(key, -1) for key in keys.tolist()])

    def text_of(self, key: int) -> ComplaintText | None:
        """Texts of a complaint if they are here."""
        return self._texts.get(key)

    # what Qt asks
    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() or self._reader is None else len(self._reader.view.keys)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(HEADINGS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(row, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row, self._words) if index.column() == CASE else self._cell(row, index.column())
        return tip_text(spoken(row, self._words)) if role == Qt.ItemDataRole.ToolTipRole else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole and section == MARK:
            return self._words.text("Severity")
        shown = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
        return self._words.text(HEADINGS[section]) if shown and HEADINGS[section] else None

    def _cell(self, row: Row, column: int) -> str:
        if column == MARK:
            return severity_word(self._words, row.severity)
        if column == CASE:
            return row.title
        return (row.agency, row.status, row.due.text)[column - AGENCY]
