"""The queue panel: every complaint the filter lets through, in the order chosen, two lines each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.kind import Kind
from app.i18n import Language
from app.journal.reader import Changes
from app.journal.texts import ComplaintText
from app.picture.frame import Frame
from app.views.queue import QueueView, next_open, queue_view
from app.views.sources import sources_view
from widgets.commands import Commands
from widgets.group import Group
from widgets.panels.queue_asks import QueueAsks
from widgets.panels.queue_choice import NOBODY, QueueChoice
from widgets.panels.queue_copy import RowCopier
from widgets.panels.queue_empty import SourceState, why_empty
from widgets.panels.queue_heading import headline
from widgets.panels.queue_pace import Pace
from widgets.panels.queue_parts import QueueParts
from widgets.panels.queue_rows import Names, RowReader
from widgets.panels.queue_run import run_queue
from widgets.panels.queue_search import TextSearch
from widgets.panels.queue_visited import Visited
from widgets.theme import Theme

if TYPE_CHECKING:
    from widgets.live import Live

NAME = "queue"
DEPENDS_ON = frozenset({Kind.COMPLAINT, Kind.ACTION})


class QueuePanel(QWidget):
    """The queue. Shares its group's selection; builds its view only while it can be seen. `opened`: Enter on a case."""

    opened = Signal(int)
    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group, self._words = live, group, group.language
        self._choice = QueueChoice()
        self._view: QueueView | None = None
        self._names: Names | None = None
        self._names_day = date.min
        self._keep_place = True
        self.headline = ""
        self.parts = QueueParts(live.want_texts, group.language, group.theme, self)
        self.search, self.copier = TextSearch(live, self), RowCopier(self.parts.model, self)
        self.asks = QueueAsks(live, group, self.parts, lambda: self._choice.filter(), self)
        self.visited = Visited(live, self)
        self.pace = Pace(self._rebuild, self.isVisible, self)
        self._connect_outside()
        self._connect_parts()

    def _connect_outside(self) -> None:
        self._live.changed.connect(self.on_changed)
        self._live.picture_ready.connect(self.on_picture)
        self._live.sources_changed.connect(self._on_sources)
        self._live.ticked.connect(self.on_ticked)
        self._live.texts_ready.connect(self.on_texts)
        self._group.selection_changed.connect(self.on_selected)
        self._group.language_changed.connect(self.on_language)
        self._group.theme_changed.connect(self.on_theme)
        self._group.frame_changed.connect(self._on_frame)
        self._group.viewers_changed.connect(self._on_viewers)

    def _connect_parts(self) -> None:
        parts = self.parts
        parts.states.chosen.connect(self._on_states)
        parts.sorts.chosen.connect(self._on_sort)
        parts.chips.changed.connect(self._on_categories)
        parts.field.wanted.connect(self.search.want)
        parts.field.left.connect(parts.table.setFocus)
        parts.empty.lift_wanted.connect(self.lift_filter)
        parts.pill.clicked.connect(parts.table.scrollToTop)
        table = parts.table
        table.moved.connect(self._on_moved)
        table.opened.connect(self._on_opened)
        table.copy_wanted.connect(self.copy_rows)
        table.scrolled.connect(self._count_new)
        table.sort_wanted.connect(self._on_sort)
        self.search.found.connect(self._on_found)
        self.visited.read.connect(self._on_visited)

    # the world changed
    def on_changed(self, changes: Changes) -> None:
        """Facts were stored: patch the rows if they are of our kinds."""
        if Kind.COMPLAINT in changes.kinds:
            self.parts.model.refresh_texts(int(key) for key in changes.entities.get(Kind.COMPLAINT, ()))
            self.search.again()
        if Kind.DERIVED in changes.kinds:
            self.visited.again()
        if changes.kinds & DEPENDS_ON or Kind.DERIVED in changes.entities:  # of what is noted only a crew's silence
            self.pace.want()

    def on_picture(self) -> None:
        """The whole picture was replaced."""
        self.parts.model.forget_asked()
        self.pace.at_once()

    def _on_sources(self) -> None:
        if self._view is not None and self.isVisible():
            self._show_which()
            self._say_counts()

    def on_ticked(self, _now: datetime) -> None:
        """A second passed: repaint the due cells, and build again when a case became overdue."""
        if not self.isVisible() or self._view is None:
            return
        reader, now = self.parts.model.reader, self._frame().seconds
        if reader is not None:
            passed = np.count_nonzero((self._view.due > reader.now) & (self._view.due <= now))
            self.parts.model.tick(now)
            self.parts.table.repaint_due()
            self.parts.table.read_rows_in_sight()
            if passed:
                self.pace.want()
        self._say_counts()

    def on_texts(self, texts: Mapping[int, ComplaintText]) -> None:
        """Texts of rows in sight were read."""
        self.parts.model.take_texts(texts)
        self.copier.on_texts(texts, self._words)

    def _on_viewers(self) -> None:
        self.parts.model.show_viewers(self._group.viewers)

    def on_selected(self, kind: str, key: int) -> None:
        """Something was selected anywhere in the group."""
        self.parts.table.go_to(key if kind == "complaint" else 0)

    def on_language(self, words: Language) -> None:
        """Words and formats changed."""
        self._words, self._names = words, None
        self.parts.set_words(words)
        self.pace.now()

    def on_theme(self, theme: Theme) -> None:
        """Colours changed."""
        self.parts.set_theme(theme)

    def _on_frame(self, _frame: object) -> None:
        self.parts.model.forget_texts()
        self.pace.want()

    def next_open(self, key: int) -> int:
        """The next open case of the list after this one; 0 when there is none."""
        return next_open(self._view, key) if self._view is not None else 0

    # building the view
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pace.seen()

    def _frame(self) -> Frame:
        return self._group.frame or self._live.frame()

    def _rebuild(self) -> None:
        live, choice, frame = self._live, self._choice, self._frame()
        self._view = view = queue_view(live.picture, frame, live.city, choice.filter(), choice.order())
        reader = RowReader(view, live.picture, self._names_on(frame.at), self._words, frame.seconds)
        self.parts.table.show_rows(reader, self._keep_place)
        self._keep_place = True
        self.parts.show_chips(view.chips, self._words)
        self._show_which()
        self._say_counts()
        self._count_new()
        self.on_selected(*self._group.selection)

    def _names_on(self, at: datetime) -> Names:
        """Names of agencies as they are called on that day; looked up again at midnight."""
        day = at.astimezone(self._live.city.city.tz).date()
        if self._names is None or self._names_day != day:
            facts = self._live.picture.areas_are_facts
            self._names, self._names_day = Names.of(self._live.city, self._words, day, not facts), day
        return self._names

    def _source(self) -> SourceState:
        return SourceState.of(sources_view(self._live.picture, self._frame(), self._live.city))

    def _show_which(self) -> None:
        """Rows, or the sentence why there are none."""
        rows, known = self.parts.model.rowCount(), self._live.picture.complaints.n
        if not rows:
            is_replay = self._group.frame is not None
            why = why_empty(known, self._source(), self._choice.hides, self._choice.states, is_replay=is_replay)
            self.parts.empty.show_why(why, known, self._words)
        self.parts.show_rows(bool(rows))

    def _say_counts(self) -> None:
        if self._view is None:
            return
        said = headline(self._words, self._live.picture, self._view, self._source(), self.search.waiting)
        if said != self.headline:
            self.headline = said
            self.headline_changed.emit(said)

    def _count_new(self) -> None:
        first, view = self.parts.table.first_row_in_sight(), self._view
        if view is None or first == 0:
            self.parts.pill.saw_top(self._live.picture.complaints.n)
        else:
            self.parts.pill.update_count(view, first, self._frame().seconds)

    # the operator chose
    def _choose(self, choice: QueueChoice) -> None:
        self._choice, self._keep_place = choice, False
        self._group.set_filter(choice.filter())
        self.pace.now()

    def _on_states(self, states: str) -> None:
        self._choose(replace(self._choice, states=states))
        self.visited.want(states == NOBODY)

    def _on_visited(self, keys: np.ndarray | None) -> None:
        self._choose(replace(self._choice, visited=keys))

    def _on_sort(self, sort: str) -> None:
        self.parts.sorts.choose(sort)
        self._choose(replace(self._choice, sort=sort))

    def _on_categories(self, categories: frozenset[str]) -> None:
        self._choose(replace(self._choice, categories=categories))

    def _on_found(self, hits: np.ndarray | None) -> None:
        self._choose(replace(self._choice, hits=hits))

    def lift_filter(self) -> None:
        """Show every complaint: no category, no text, all states."""
        self.parts.field.clear()
        self.parts.chips.choose(frozenset())
        self.parts.states.choose("all")
        self._choose(replace(self._choice, categories=frozenset(), hits=None, states="all"))

    def _on_moved(self, key: int) -> None:
        self._group.select("complaint", key)

    def _on_opened(self, key: int) -> None:
        if key:
            self._group.select("complaint", key)
            self.opened.emit(key)
            self._group.panel_requested.emit("complaint")

    def copy_rows(self) -> None:
        """Copy the selected cases as text (Ctrl+C)."""
        self.copier.copy(self.parts.table.selected_keys(), self._words)

    def show_on_map(self) -> None:
        """Ask the map to go to the case with the focus (M)."""
        key = self.parts.table.current_key()
        if key:
            self._group.show_on_map("complaint", key)

    @property
    def keyboard(self) -> QWidget:
        """What has the keyboard while the queue's own keys count."""
        return self.parts.table

    def use_commands(self, commands: Commands) -> None:
        """The desk's commands: what the row's menu and the strip of the selected offer."""
        self.parts.selected.use_commands(commands)

    def selected(self) -> tuple[list[int], int]:
        """Keys of the cases selected, from top to bottom, and how many there are: of very many not all are kept."""
        return self.parts.table.selected_keys(), self.parts.table.selected_count()

    def run(self, command: str) -> None:
        """Do what a key or the palette asked for; unknown ids are somebody else's."""
        run_queue(self, command)

    def is_painted(self) -> bool:
        """Whether the newest view and all texts in sight are on the screen; for pictures."""
        return self.pace.built > 0 and not self.pace.is_waiting and self.parts.table.is_read()

    # remembered with the layout
    def remembered(self) -> dict[str, Any]:
        """Sort and filter, as plain values for the layout's file."""
        return self._choice.remembered()

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Bring back sort and filter; unknown values are ignored."""
        self._choice = QueueChoice.recalled(kept)
        self.parts.sorts.choose(self._choice.sort)
        self.parts.states.choose(self._choice.states)
        self.visited.want(self._choice.states == NOBODY)
        self.parts.chips.choose(self._choice.categories)
        self._group.set_filter(self._choice.filter())
        self.pace.want()
