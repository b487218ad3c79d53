"""The versions of a complaint, newest first: when, what changed, how long ago."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.i18n import Language
from app.views.complaint import Change
from widgets.case_words import one_line, status_word
from widgets.panels.complaint_block import TextBlock
from widgets.panels.complaint_words import change_lines
from widgets.plain import caption, text_label, tip
from widgets.theme import Size

FIRST = 8  # versions shown before "show all"
MOST = 200  # versions drawn at all


@dataclass(frozen=True, slots=True)
class _Line:
    time: QLabel
    text: TextBlock
    age: QLabel


class History(QWidget):
    """A line for each version behind a rule, as in a logbook. Lines are reused on update."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = False
        self._lines: list[_Line] = []
        self._last: tuple[Sequence[Change], datetime, Language] | None = None
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
        """Another complaint will be shown: few versions first."""
        self._all = False

    def show_changes(self, changes: Sequence[Change], now: datetime, words: Language) -> None:
        """Show versions, newest first; ages count from `now`."""
        self._last = (changes, now, words)
        shown = changes[: MOST if self._all else FIRST]
        while len(self._lines) < len(shown):
            self._add_line()
        for at, line in enumerate(self._lines):
            for part in (line.time, line.text, line.age):
                part.setVisible(at < len(shown))
            if at < len(shown):
                _fill(line, shown[at], shown[at] is changes[-1], now, words)
        caption(self._more, words.text("Show all {n} versions", n=words.number(len(changes))))
        self._more.setVisible(len(shown) < min(len(changes), MOST))

    def _add_line(self) -> None:
        line = _Line(text_label(role="name"), TextBlock(), text_label(role="faint"))
        row = len(self._lines)
        for column, part in enumerate((line.time, line.text, line.age)):
            self._grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)
        self._lines.append(line)

    def _on_more(self) -> None:
        self._all = True
        if self._last is not None:
            self.show_changes(*self._last)


def _fill(line: _Line, change: Change, is_first: bool, now: datetime, words: Language) -> None:
    complaint, recorded = change.version.complaint, change.version.recorded_at
    at = complaint.valid_at
    same_day = at.astimezone(words.zone).date() == now.astimezone(words.zone).date()
    line.time.setText(words.time(at) if same_day else f"{words.date(at, 'd MMM')} {words.time(at)}")
    line.age.setText(words.age((now - at).total_seconds()))
    tip(line.time, words.text("Received {moment}", moment=words.moment(recorded)))
    line.text.show_text(_told(change, is_first, words), line.time.text())


def _told(change: Change, is_first: bool, words: Language) -> str:
    """The first version tells where it came from and how it stood; the later ones what they changed."""
    if not is_first:
        return "\n".join(change_lines(change, words))
    complaint = change.version.complaint
    source, status = one_line(complaint.source).upper(), status_word(words, complaint.status)
    return words.text("Received from {source} · {status}", source=source, status=status)
