"""How much of what was decided has not arrived: a count in the top bar, and behind it the cases with trouble."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.domain.kind import Kind
from app.domain.mail import MailState
from app.journal.reader import Changes
from app.journal.undelivered import Undelivered, undelivered
from widgets.case_words import one_line
from widgets.group import Group
from widgets.letter_words import letter_about, letter_state
from widgets.live import Live
from widgets.marks import icon
from widgets.plain import caption, tip
from widgets.theme import Size

EVERY_S = 3  # the courier's marks are no facts, so nothing tells of them


class OutboxBadge(QToolButton):
    """Hidden while everything has arrived. Asks the journal in the asker's lane."""

    known_read = Signal(object)  # Undelivered

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group, self._ticks = live, group, 0
        self._is_asking = False
        self.known = Undelivered(0, 0)
        self.setProperty("role", "quiet")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setIconSize(QSize(15, 15))
        self.setMinimumHeight(Size.HIT)
        self.setMenu(QMenu(self))
        self.menu().aboutToShow.connect(self._fill)
        live.ticked.connect(self._on_tick)
        live.changed.connect(self._on_changed)
        group.language_changed.connect(self.refresh)
        group.theme_changed.connect(self.refresh)
        self.refresh()

    def ask(self) -> None:
        """Ask the journal, unless it has not answered the last question yet."""
        journal = getattr(self._live, "journal", None)
        if not self._is_asking and journal is not None and self._live.database_away_since is None:
            self._is_asking = True
            self._live.read(self, lambda: undelivered(journal), self._on_read)

    def refresh(self, *_news: object) -> None:
        """Say what is known."""
        words, known, theme = self._group.language, self.known, self._group.theme
        self.setVisible(bool(known.waiting or known.refused))
        if known.refused:
            said = words.plural("{n} message refused", "{n} messages refused", known.refused)
        else:
            said = words.plural("{n} message waits", "{n} messages wait", known.waiting)
        caption(self, said)
        self.setIcon(icon("warning" if known.refused else "arrow", theme.kritis if known.refused else theme.secondary))
        self.setProperty("alarming", bool(known.refused))
        waits = words.plural("{n} message waits", "{n} messages wait", known.waiting)
        tip(self, words.text("What was decided here and has not arrived: {waits}. Press for the cases.", waits=waits))

    def _on_read(self, found: Undelivered | None) -> None:
        self._is_asking = False
        if found is None:
            return
        if found != self.known:
            self.known = found
            self.refresh()
        self.known_read.emit(found)

    def _on_tick(self, _now: object) -> None:
        self._ticks += 1
        if self._ticks % EVERY_S == 0:
            self.ask()

    def _on_changed(self, changes: Changes) -> None:
        if Kind.ACTION in changes.kinds:
            self.ask()

    def _fill(self) -> None:
        """The cases whose letters want a person, the refused first."""
        menu, words = self.menu(), self._group.language
        menu.clear()
        menu.setToolTipsVisible(True)
        for key, letter in self.known.letters:
            case = one_line(letter.mail.case.partition("/")[2], 40)
            line = f"{case} · {letter_about(letter, words)} · {letter_state(letter, words)}"
            action = menu.addAction(one_line(line, 110).replace("&", "&&"))
            mark = "warning" if letter.state is MailState.REFUSED else "clock"
            action.setIcon(icon(mark, self._group.theme.secondary))
            action.triggered.connect(lambda _on=False, key=key: self._group.select("complaint", key))
        if menu.isEmpty():
            menu.addAction(words.text("All of it is on its way.")).setEnabled(False)
