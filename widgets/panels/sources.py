"""The connection panel: every source with its state, ages and next try, and the journal behind it all."""

from datetime import datetime

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.domain.source import Ask
from app.journal.about import StoreFacts
from app.journal.lease import Lease
from app.views.sources import SourceLine, sources_view
from widgets.explain.asks import Asks
from widgets.explain.cells import FigureCells
from widgets.group import Group
from widgets.live import Live
from widgets.panels.sources_detail import SourceDetail
from widgets.panels.sources_model import COLUMNS, SourcesModel
from widgets.panels.sources_store import store_figure, store_words
from widgets.plain import text_label
from widgets.source_words import grade
from widgets.theme import Size

_BESIDE = 1000  # from this width on the detail stands beside the table, else under it
_DETAIL = 380
_LEASE_EVERY = 5  # ticks
_WIDTHS = (110, 136, 150, 104, 92, 100, 72, 106)


class KeepColour(QStyledItemDelegate):
    """A selected row keeps the colour of what is abnormal in it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Use the model's colour for the selected text too."""
        super().initStyleOption(option, index)
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QColor):
            option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)


class SourcesPanel(QWidget):
    """Refreshed once a second and when a source changes. The selected source stays selected."""

    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        self.headline = ""
        self._lease: Lease | None = None
        self._store: StoreFacts | None = None
        self._ticks = 0
        self.model = SourcesModel(group, self)
        self.table = QTableView(self)
        self.detail = SourceDetail(group, self)
        self.cells = FigureCells(self.table, group, self._now)
        self._foot = text_label("", "small", self)
        Asks(self._foot, group, lambda: store_figure(live, self._store), self._now)
        self._set_table()
        self._fill()
        self._connect()
        self.retranslate()

    def _now(self) -> datetime:
        return (self._group.frame or self._live.frame()).at

    def refresh(self, _changed: object = None) -> None:
        """Read the sources again."""
        if not self.isVisible() and self.model.lines:
            return
        lines = sources_view(self._live.picture, self._live.frame(), self._live.city)
        self.model.show(lines)
        if lines and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._show_selected()
        self._foot.setText(store_words(self._live, self._lease, self._store, self._group.language))
        self._say_headline(lines)

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words = self._group.language
        for view in (self.table, self.table.horizontalHeader()):
            view.setAccessibleName(words.text("Sources"))
        self.model.refresh()
        self.detail.retranslate()
        self.refresh()

    def is_painted(self) -> bool:
        """Whether there is something to see."""
        return bool(self.model.lines)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Detail beside the table, or under it on a narrow panel."""
        super().resizeEvent(event)
        beside = self.width() >= _BESIDE
        self._split.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.detail.setMaximumWidth(_DETAIL if beside else 16_777_215)
        self.detail.setMinimumWidth(_DETAIL if beside else 0)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened while hidden."""
        super().showEvent(event)
        self._ask_store()
        self.refresh()

    def on_tick(self, _now: datetime) -> None:
        """Ages and countdowns of this second; who collects every five."""
        if self.isVisible() and self._ticks % _LEASE_EVERY == 0:
            self._ask_store()
        self._ticks += 1
        self.refresh()

    def _set_table(self) -> None:
        table, header = self.table, self.table.horizontalHeader()
        table.setModel(self.model)
        table.setItemDelegate(KeepColour(table))
        table.setIconSize(QSize(12, 12))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(Size.TABLE_ROW)
        table.verticalHeader().setMinimumSectionSize(Size.TABLE_ROW)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for at, width in enumerate(_WIDTHS):
            header.resizeSection(at, width)
        header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)

    def _fill(self) -> None:
        self._foot.setContentsMargins(12, 4, 12, 6)
        self._foot.setWordWrap(True)
        self._split = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._split.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self._foot)
        self._split.setContentsMargins(0, 0, 0, 0)
        self._split.addLayout(column, 1)
        self._split.addWidget(self.detail)
        self.setLayout(self._split)

    def _connect(self) -> None:
        self._live.ticked.connect(self.on_tick)
        self._live.sources_changed.connect(self.refresh)
        self._live.lease_ready.connect(self._on_lease)
        self._live.store_ready.connect(self._on_store)
        self._live.database_changed.connect(self._on_database)
        self._group.language_changed.connect(self.retranslate)
        self._group.theme_changed.connect(self.retranslate)
        self._group.frame_changed.connect(self.refresh)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.detail.asked.connect(self._on_asked)

    def _ask_store(self) -> None:
        if self._live.database_away_since is None:
            self._live.want_lease()
            self._live.want_store()

    def _on_lease(self, lease: Lease | None) -> None:
        self._lease = lease
        self.refresh()

    def _on_store(self, store: StoreFacts) -> None:
        self._store = store
        self.refresh()

    def _on_database(self, _available: bool, _since: object) -> None:
        self.refresh()

    def _on_row(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_selected()

    def _on_asked(self, source: str, ask: Ask) -> None:
        self._live.ask(source, ask)

    def _show_selected(self) -> None:
        row = self.table.currentIndex().row()
        line = self.model.lines[row] if 0 <= row < len(self.model.lines) else None
        is_replay = self._group.frame is not None  # who looks at another instant changes nothing of today
        self.detail.show_line(line, can_ask=self._live.database_away_since is None and not is_replay)

    def _say_headline(self, lines: tuple[SourceLine, ...]) -> None:
        words, bad = self._group.language, sum(grade(line) is not None for line in lines)
        good = words.text("{n} of {all} connected", n=len(lines) - bad, all=len(lines))
        if good != self.headline:
            self.headline = good
            self.headline_changed.emit(good)
