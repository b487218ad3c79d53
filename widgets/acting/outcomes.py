"""What the desk says once a wish has ended: done and to be undone, not allowed, somebody was first, or not stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.lifecycle import Verb
from app.sentences import error_in_words
from widgets.acting.conflict import ConflictSheet
from widgets.acting.undoing import COUNTER, Undoing, UndoNote, said_of
from widgets.acting.verbs import TITLES, UNDO
from widgets.acting.wish import Ended, Wish
from widgets.deed_words import verb_word

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from widgets.commands import Commands
    from widgets.group import Group
    from widgets.toast import Toasts


class Outcomes(QObject):
    """Follows every wish of the group. Lives in the GUI thread."""

    def __init__(
        self,
        group: Group,
        toasts: Toasts,
        commands: Commands,
        window: QWidget,
        run: Callable[[str], None],
        name_of: Callable[[str], str],
    ) -> None:
        super().__init__(window)
        self._name_of = name_of
        self._group, self._toasts, self._commands, self._window = group, toasts, commands, window
        self.undoing = Undoing(group, run)
        self.sheet: ConflictSheet | None = None
        self._then: dict[str, Callable[[], object]] = {}
        group.deed_ended.connect(self.on_ended)

    def when_done(self, wish: Wish, then: Callable[[], object]) -> None:
        """Call this once a wish was stored."""
        self._then[wish.operation] = then

    def on_ended(self, ended: Ended) -> None:
        """A wish ended."""
        if ended.outcome is not None:
            then = self._then.pop(ended.wish.operation, None)
            if then is not None:
                then()
            self._on_done(ended)
        elif ended.conflict is not None:
            self._on_conflict(ended)
        elif ended.refused:
            self._on_refused(ended)
        else:
            self._on_failed(ended)

    def undo(self) -> None:
        """Take back the newest deed of this desk, or say that there is none."""
        last = self.undoing.last
        if last is None:
            self._toasts.say(self._group.language.text("There is nothing to undo at this desk."))
        else:
            self.undoing.undo(last)

    def _on_done(self, ended: Ended) -> None:
        words, wish = self._group.language, ended.wish
        if wish.verb == "undo":
            self._group.select("complaint", wish.key)
            self._toasts.say(words.text("Undone. The case stands as before."))
            return
        if wish.verb not in set(Verb):
            self._toasts.say(said_of(ended, self._group))
            return
        self.undoing.add(ended)
        counter = COUNTER.get(Verb(wish.verb), "")
        title = words.text(TITLES[counter]) if counter else ""
        note = UndoNote(said_of(ended, self._group), title, self._commands.key(UNDO), self._group, self._window)
        note.button.clicked.connect(lambda: self._on_button(note, ended))
        self._toasts.add(note)

    def _on_button(self, note: UndoNote, ended: Ended) -> None:
        note.dismiss()
        if note.may_undo:
            self.undoing.undo(ended)
        else:
            self.undoing.counter(ended)

    def _on_refused(self, ended: Ended) -> None:
        words = self._group.language
        said = words.text("Not done: {what}", what=self._trouble(ended))
        self._toasts.say(said, grave=True)

    def _on_failed(self, ended: Ended) -> None:
        """The database is away: nothing is lost, the same wish may be wished again."""
        words = self._group.language
        said = words.text(
            "{deed} was not stored: {what}", deed=verb_word(words, ended.wish.verb), what=self._trouble(ended)
        )
        note = self._toasts.say(said, grave=True, action=words.text("Try again"))
        note.button.clicked.connect(lambda: self._group.deed_wished.emit(ended.wish))
        note.button.clicked.connect(note.dismiss)

    def _on_conflict(self, ended: Ended) -> None:
        sheet = ConflictSheet(ended, self._group.language, self._name_of, self._window)
        sheet.mine.connect(self._group.deed_wished)
        sheet.theirs.connect(lambda: self._group.select("complaint", ended.wish.key))
        sheet.finished.connect(self._on_closed)
        self.sheet = sheet
        sheet.open()

    def _on_closed(self) -> None:
        self.sheet = None

    def _trouble(self, ended: Ended) -> str:
        return error_in_words(ended.trouble, self._group.language) if ended.trouble is not None else ""
