"""One source in full: what is wrong, what to do next, and what a person may ask of it."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.source import Ask
from app.domain.visible import visible
from app.i18n import N_, Language
from app.sentences import in_words
from app.views.sources import SourceLine
from widgets.group import Group
from widgets.marks import icon
from widgets.plain import breakable, caption, text_label, tip
from widgets.source_advice import since_words
from widgets.source_words import error_words, source_name, state_word, step_words

_BUTTONS = (("now", N_("Try now"), "refresh"), ("pause", N_("Pause"), "pause"), ("copy", N_("Copy details"), "copy"))


class SourceDetail(QFrame):
    """Shows one line. `asked` carries the source and the wish."""

    asked = Signal(str, object)  # source, Ask

    def __init__(self, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = group
        self._line: SourceLine | None = None
        self._can_ask = True
        self._name = text_label("", "name", self)
        self._error = text_label("", "", self)
        self._since = text_label("", "secondary", self)
        self._step = text_label("", "", self)
        for label in (self._error, self._since, self._step):
            label.setWordWrap(True)
        self._error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = {name: QPushButton(self) for name, _, _ in _BUTTONS}
        self.buttons["now"].clicked.connect(self._on_now)
        self.buttons["pause"].clicked.connect(self._on_pause)
        self.buttons["copy"].clicked.connect(self._on_copy)
        self._fill()

    def show_line(self, line: SourceLine | None, can_ask: bool = True) -> None:
        """Show this source, None for nothing. Without its database, or in replay, a desk asks no collector anything."""
        self._line, self._can_ask = line, can_ask
        self.retranslate()

    def retranslate(self) -> None:
        """Use the group's language and colours."""
        words, theme, line = self._group.language, self._group.theme, self._line
        can_ask = self._can_ask
        for name, title, shape in _BUTTONS:
            shown = N_("Resume") if name == "pause" and line and line.paused else title
            caption(self.buttons[name], words.text(shown))
            self.buttons[name].setIcon(icon("play" if shown == "Resume" else shape, theme.text, theme.faint))
            self.buttons[name].setEnabled(line is not None and (can_ask or name == "copy"))
        if line is None:
            for label in (self._name, self._error, self._since, self._step):
                label.setText("")
            return
        parts = (source_name(line), visible(line.agency_name, 80), state_word(line, words))
        self._name.setText(" · ".join(part for part in parts if part))
        self._error.setText(breakable(error_words(line, words, 240)))
        self._error.setVisible(bool(line.error or line.note))
        for label, told in ((self._since, since_words(line, words)), (self._step, step_words(line, words))):
            label.setText(breakable(told))
            label.setVisible(bool(told))
        tip(self._name, visible(line.url, 300))

    def _fill(self) -> None:
        words = QWidget()
        words.setObjectName("page")
        words.setStyleSheet("#page { background: transparent; }")
        lines = QVBoxLayout(words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        for label in (self._name, self._error, self._step, self._since):  # where there is little room, the first count
            lines.addWidget(label)
        lines.addStretch()
        scroll = QScrollArea(self)  # a long error must not push the buttons out
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        scroll.setWidget(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch()
        column.addLayout(row)

    def _ask(self, ask: Ask) -> None:
        if self._line is not None:
            self.asked.emit(self._line.id, ask)

    def _on_now(self) -> None:
        self._ask(Ask.POLL_NOW)

    def _on_pause(self) -> None:
        if self._line is not None:
            self._ask(Ask.RESUME if self._line.paused else Ask.PAUSE)

    def _on_copy(self) -> None:
        if self._line is not None:
            QGuiApplication.clipboard().setText(details_text(self._line, self._group.language))
            self._group.details_copied.emit()


def details_text(line: SourceLine, words: Language) -> str:
    """Everything about a source as lines of text, for a message to its agency. It holds no secret."""
    rows = (
        (N_("Source"), f"{line.id} ({line.protocol})"),
        (N_("Address"), line.url),
        (N_("State"), state_word(line, words)),
        (N_("Last good answer"), _moment(line.last_good, words)),
        (N_("Last try"), _moment(line.last_try, words)),
        (N_("Latency"), "" if line.latency_ms is None else f"{words.number(line.latency_ms)} ms"),
        (N_("Records"), words.number(line.records)),
        (N_("Rejected"), words.number(line.rejected)),
        (N_("Error"), in_words(line.error, words)),
        (N_("Next step"), step_words(line, words)),
    )
    return "\n".join(f"{words.text(title)}: {visible(text, 2_000)}" for title, text in rows if text)


def _moment(at: datetime | None, words: Language) -> str:
    return words.text("never") if at is None else words.moment(at)
