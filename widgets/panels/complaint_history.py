"""What happened, newest first, as in a logbook: when, what changed or which vehicle arrived, how long ago."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import Language
from app.journal.unanswered import Unanswered
from app.views.arrival import ArrivalLine
from app.views.complaint import Change, Deed, Event
from widgets.arrival_words import arrival_at_case, arrival_of_vehicle, arrival_proof
from widgets.case_words import one_line, status_word
from widgets.deed_words import deed_told
from widgets.panels.complaint_words import change_lines
from widgets.plain import caption, text_label, tip
from widgets.text_block import TextBlock
from widgets.theme import Size

FIRST = 8  # entries shown before "show all"
MOST = 200  # entries drawn at all


class Dated(Protocol):
    """Anything that happened at an instant."""

    @property
    def at(self) -> datetime: ...


Told = tuple[str, str]  # the sentence, and what it rests on


@dataclass(frozen=True, slots=True)
class _Line:
    time: QLabel
    text: TextBlock
    age: QLabel


class Logbook(QWidget):
    """A line for each event behind a rule. Lines are reused on update."""

    def __init__(self, tell: Callable[[Any, Language], Told], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tell, self._all = tell, False
        self._lines: list[_Line] = []
        self._last: tuple[Sequence[Dated], datetime, Language] | None = None
        frame = QFrame()
        frame.setObjectName("history")
        self._grid = QGridLayout(frame)
        self._grid.setContentsMargins(Size.GAP[2], 0, 0, 0)
        self._grid.setHorizontalSpacing(Size.GAP[1])
        self._grid.setVerticalSpacing(Size.GAP[1])
        self._grid.setColumnStretch(1, 1)
        self._more = QPushButton()
        self._more.setProperty("role", "fold")
        self._more.clicked.connect(self._on_more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def start_over(self) -> None:
        """Something else will be shown: few entries first."""
        self._all = False

    def show_events(self, events: Sequence[Dated], now: datetime, words: Language) -> None:
        """Show events, newest first; ages count from `now`."""
        self._last = (events, now, words)
        shown = events[: MOST if self._all else FIRST]
        while len(self._lines) < len(shown):
            self._add_line()
        for at, line in enumerate(self._lines):
            for part in (line.time, line.text, line.age):
                part.setVisible(at < len(shown))
            if at < len(shown):
                _fill(line, shown[at].at, self._tell(shown[at], words), now, words)
        caption(self._more, words.text("Show all {n} entries", n=words.number(len(events))))
        self._more.setVisible(len(shown) < min(len(events), MOST))

    def _add_line(self) -> None:
        line = _Line(text_label(role="name"), TextBlock(), text_label(role="faint"))
        row = len(self._lines)
        for column, part in enumerate((line.time, line.text, line.age)):
            self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)
        self._lines.append(line)

    def _on_more(self) -> None:
        self._all = True
        if self._last is not None:
            self.show_events(*self._last)


def _fill(line: _Line, at: datetime, told: Told, now: datetime, words: Language) -> None:
    same_day = at.astimezone(words.zone).date() == now.astimezone(words.zone).date()
    line.time.setText(words.time(at) if same_day else f"{words.date(at, 'd MMM')} {words.time(at)}")
    line.age.setText(words.age((now - at).total_seconds()))
    line.text.show_text(told[0], line.time.text())
    for part in (line.time, line.text):
        tip(part, told[1])


def told_of_case(event: Event, words: Language) -> Told:
    """An event of a complaint: the first version tells where it came from, later ones what they changed."""
    if isinstance(event, ArrivalLine):
        return arrival_at_case(event, words), arrival_proof(event, words)
    if isinstance(event, Unanswered):
        minutes = words.number(event.minutes)
        return words.text("No answer from the crew for {n} minutes", n=minutes), one_line(event.order, 60)
    if isinstance(event, Deed):
        desk = words.text("at {desk}", desk=one_line(event.action.workstation, 60))
        return deed_told(event, words), desk
    received = words.text("Received {moment}", moment=words.moment(event.version.recorded_at))
    return _change_told(event, words), received


def told_of_vehicle(line: ArrivalLine, words: Language) -> Told:
    """An arrival in the log of its vehicle."""
    return arrival_of_vehicle(line, words), arrival_proof(line, words)


def _change_told(change: Change, words: Language) -> str:
    if not change.is_first:
        return "\n".join(change_lines(change, words))
    complaint = change.version.complaint
    source, status = one_line(complaint.source).upper(), status_word(words, complaint.status)
    return words.text("Received from {source} · {status}", source=source, status=status)
