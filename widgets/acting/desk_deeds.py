"""What the keys and buttons of the desk do to the selected case: from a command to a wish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.actions.moves import Move
from app.domain.lifecycle import Verb
from widgets.acting.wish import Make, Wish

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow


class DeskDeeds(QObject):
    """Runs the commands of `verbs`. Lives in the GUI thread; the operator's lane does the deeds."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk

    def run(self, command: str) -> None:
        """Run a command of `verbs` by its id."""
        match command:
            case "act:verify":
                self.wish(Verb.VERIFY, lambda case: Move(case, Verb.VERIFY))

    def wish(self, verb: str, make: Make) -> Wish:
        """Want a deed on the selected case, as it was looked at."""
        _, key = self._desk.group.selection
        ours = self._desk.live.picture.cases
        seen = int(ours.version[key - 1]) if key <= ours.n else 0
        wish = Wish(verb, key, make, seen)
        self._desk.group.deed_wished.emit(wish)
        return wish
