"""The parts of the queue panel and how they stand together."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.i18n import N_, Language
from app.views.queue import Chip
from widgets.panels.queue_chips import ChipBar
from widgets.panels.queue_choice import SORTS, STATES, QueueChoice
from widgets.panels.queue_delegate import QueueDelegate
from widgets.panels.queue_empty import EmptyQueue
from widgets.panels.queue_header import ChoiceButton, FilterField
from widgets.panels.queue_model import QueueModel
from widgets.panels.queue_pill import NewPill
from widgets.panels.queue_selected import SelectedStrip
from widgets.panels.queue_table import QueueTable
from widgets.theme import Size, Theme

_SHEET = (
    "#rule {{ background: {line}; border: 0; }}"
    "#queueTable, #queueTable:focus {{ border: 0; }}"
    "QLineEdit QToolButton, QLineEdit QToolButton:hover {{ min-height: 0; padding: 0; border: 0;"
    " background: transparent; }}"
    "#newPill {{ background: {selection}; color: {text}; border: 1px solid {accent}; border-radius: 14px;"
    " padding: 0 14px; }}"
)


class QueueParts:
    """Makes the widgets of the queue, dresses them and switches their words; decides nothing."""

    def __init__(self, want: Callable[[list[int]], None], words: Language, theme: Theme, panel: QWidget) -> None:
        first = QueueChoice()
        self._panel = panel
        self.states = ChoiceButton(STATES, first.states, N_("Which cases"), words, panel)
        self.sorts = ChoiceButton(SORTS, first.sort, N_("Order"), words, panel)
        self.field = FilterField(words, panel)
        self.chips = ChipBar(panel)
        self.model = QueueModel(want, words, panel)
        self.delegate = QueueDelegate(self.model, theme, panel)
        self.table = QueueTable(self.model, self.delegate, panel)
        self.table.setObjectName("queueTable")
        self.empty = EmptyQueue(panel)
        self.stack = QStackedWidget(panel)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.table)
        self.selected = SelectedStrip(self.table, words, panel)
        self.pill = NewPill(words, self.table.viewport())
        self.pill.setObjectName("newPill")
        self._stand()
        self.set_words(words)
        self.set_theme(theme)

    def _stand(self) -> None:
        column = QVBoxLayout(self._panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(_band((self.field, self.states, self.sorts)))
        column.addLayout(_band((self.chips,), top=0))
        column.addWidget(rule())
        column.addWidget(self.stack, 1)
        column.addWidget(self.selected)
        self.empty.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # keeps the keyboard here until there are rows
        self._panel.setFocusProxy(self.empty)

    def show_rows(self, has_rows: bool) -> None:
        """Show the table, or the sentence why it is empty; the keyboard stays in the panel."""
        shown: QWidget = self.table if has_rows else self.empty
        was_shown = self.stack.currentWidget()
        had_focus = was_shown is not None and was_shown.hasFocus()
        self.stack.setCurrentWidget(shown)
        self._panel.setFocusProxy(shown)
        if had_focus:
            shown.setFocus()

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self.states.set_words(words)
        self.sorts.set_words(words)
        self.field.set_words(words)
        self.pill.set_words(words)
        self.selected.set_words(words)
        self.table.setAccessibleName(words.text("Complaint queue"))
        self._panel.setAccessibleName(words.text("Complaint queue"))

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self._panel.setStyleSheet(_SHEET.format(**theme.tokens()))
        self.delegate.set_theme(theme)
        self.states.set_theme(theme)
        self.sorts.set_theme(theme)
        self.field.set_theme(theme)
        self.table.viewport().update()

    def show_chips(self, chips: tuple[Chip, ...], words: Language) -> None:
        """Show the filter chips; none while there is nothing to filter."""
        self.chips.show_chips(chips, words)
        self.chips.setVisible(bool(chips) or bool(self.chips.chosen))


def rule() -> QFrame:
    """A hairline between the bands of a panel."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedHeight(1)
    return line


def _band(parts: Sequence[QWidget], top: int = Size.GAP[1]) -> QHBoxLayout:
    """Parts side by side; the first takes the room that is left."""
    row = QHBoxLayout()
    row.setContentsMargins(Size.GAP[2], top, Size.GAP[1], Size.GAP[1])
    row.setSpacing(Size.GAP[0])
    for part in parts:
        row.addWidget(part, 1 if part is parts[0] else 0)
    return row
