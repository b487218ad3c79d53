"""The orders of a case, one block each: which unit, how far it has come, by whom and when, and what may be recorded."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.mail import MailState
from app.domain.order import OrderState
from app.i18n import Language
from app.sentences import in_words
from app.views.dispatch import OrderLine
from widgets.case_words import one_line
from widgets.panels.dispatch_words import channel_text, late_text, state_word, steps_text
from widgets.plain import caption, text_label, tip
from widgets.text_block import TextBlock
from widgets.theme import Size


class OrderBlock(QFrame):
    """One order. `reported` carries its id and the state a person recorded, `recalled` the reason."""

    reported = Signal(str, object)  # OrderState
    recalled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("order")
        self.line: OrderLine | None = None
        self.unit, self.state = text_label(role="name"), text_label(role="secondary")
        self.steps, self.alarm, self.way = TextBlock("secondary"), TextBlock(), TextBlock("secondary")
        self.script = TextBlock()
        self.accepted, self.record, self.recall = QPushButton(), QToolButton(), QPushButton()
        self.reason = QLineEdit()
        self._menu = QMenu(self)
        self.record.setMenu(self._menu)
        self.record.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.accepted.clicked.connect(self._on_accepted)
        self.recall.clicked.connect(self.ask_reason)
        self.reason.returnPressed.connect(self._on_reason)
        self.reason.hide()
        self._stand()

    def _stand(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(Size.GAP[2], Size.GAP[1], Size.GAP[2], Size.GAP[1])
        column.setSpacing(Size.GAP[0])
        head, buttons = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.unit)
        head.addStretch(1)
        head.addWidget(self.state)
        column.addLayout(head)
        for part in (self.steps, self.alarm, self.way, self.script):
            column.addWidget(part)
        for button in (self.accepted, self.record, self.recall):
            button.setMinimumHeight(Size.HIT)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.reason)

    def show_line(self, line: OrderLine, now: datetime, script: str, words: Language, acts: bool) -> None:
        """Show one order; `script` is what is read out when its crew is called, "" when nobody calls."""
        self.line = line
        self.unit.setText(one_line(line.unit_name, 60))
        self.state.setText(state_word(words, line.state))
        self.steps.show_text(steps_text(line.steps, words), words.text("States"))
        self._say(self.alarm, alarm_text(line, now, words), alarming=True)
        self._say(self.way, way_text(line, words))
        self._say(self.script, script)
        is_called = line.channel is not None and line.channel.kind == "voice"
        self.accepted.setVisible(is_called and OrderState.ACCEPTED in line.next)
        self.record.setVisible(bool(line.next))
        self.recall.setVisible(line.is_open and line.is_newest)
        for button in (self.accepted, self.record, self.recall):
            button.setEnabled(acts)
        self.setAccessibleName(f"{self.unit.text()}, {self.state.text()}")
        self._dress(line, words)

    def _dress(self, line: OrderLine, words: Language) -> None:
        caption(self.accepted, words.text("They accept it"))
        tip(self.accepted, words.text("Records that the crew accepted the order on the telephone"))
        caption(self.record, words.text("Record a state"))
        caption(self.recall, words.text("Call back"))
        tip(self.recall, words.text("Sends the counter-order; the case goes back to its agency"))
        self.reason.setPlaceholderText(words.text("Why is the crew called back? Enter sends it."))
        self.reason.setAccessibleName(words.text("Reason of calling back"))
        if [action.data() for action in self._menu.actions()] == list(line.next):
            return
        self._menu.clear()
        for state in line.next:
            action = QAction(state_word(words, state), self._menu)
            action.setData(state)
            action.triggered.connect(self._on_state)
            self._menu.addAction(action)

    def _say(self, block: TextBlock, text: str, *, alarming: bool = False) -> None:
        block.show_text(text)
        block.set_alarming(alarming)
        block.setVisible(bool(text))

    def ask_reason(self) -> None:
        """Calling back needs a reason: the field for it opens."""
        self.reason.show()
        self.reason.setFocus()

    def _on_reason(self) -> None:
        if self.reason.text().strip():
            self.recalled.emit(self.reason.text().strip())
            self.reason.clear()
            self.reason.hide()

    def _on_accepted(self) -> None:
        if self.line is not None:
            self.reported.emit(self.line.id, OrderState.ACCEPTED)

    def _on_state(self) -> None:
        action = self.sender()
        if self.line is not None and isinstance(action, QAction):
            self.reported.emit(self.line.id, action.data())


def alarm_text(line: OrderLine, now: datetime, words: Language) -> str:
    """What a person has to see: the channel refused it, or nobody answers."""
    letter = line.letter
    if letter is not None and letter.state is MailState.REFUSED:
        told = " ".join(filter(None, (in_words(letter.error, words), in_words(letter.next_step, words))))
        return words.text("Not delivered: {why}", why=told)
    return late_text(line, now, words)


def way_text(line: OrderLine, words: Language) -> str:
    """By which channel it goes, and what hinders it so far."""
    told = channel_text(line.channel, words) if line.channel else line.channel_name
    parts = [words.text("by {channel}", channel=told)] if told else [words.text("Nobody is told by the program.")]
    letter = line.letter
    if letter is not None and letter.error and letter.state in (MailState.WAITING, MailState.SENDING):
        parts.append(words.text("not delivered yet: {why}", why=in_words(letter.error, words)))
    if line.text:
        parts.append(one_line(line.text, 200))
    return " · ".join(parts)


class OrderList(QWidget):
    """All orders of a case, newest first; blocks are reused, so that an update moves nothing."""

    reported = Signal(str, object)
    recalled = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks: list[OrderBlock] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Size.GAP[1])

    def show_lines(
        self, lines: Sequence[OrderLine], now: datetime, scripts: Sequence[str], words: Language, acts: bool
    ) -> None:
        """Show these orders and no others."""
        while len(self.blocks) < len(lines):
            block = OrderBlock()
            block.reported.connect(self.reported)
            block.recalled.connect(self.recalled)
            self._column.addWidget(block)
            self.blocks.append(block)
        for at, block in enumerate(self.blocks):
            block.setVisible(at < len(lines))
            if at < len(lines):
                block.show_line(lines[at], now, scripts[at], words, acts)
