"""The one look at a citizen's data: asked for by a person, told to the audit first, covered again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.actions.privacy import reveal
from app.actions.room import Refused
from app.clock import monotonic
from app.domain.person import Signed
from app.errors import PocError
from app.journal.cases import case_of_key
from widgets.access.errands import Errands
from widgets.group import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.actions.perform import Acting

SHOWN_S = 60.0


class Reveal(QObject):
    """Shows what is known of a citizen for a minute, or until another case is chosen. `failed` carries a PocError."""

    failed = Signal(object)

    def __init__(self, group: Group, errands: Errands, acting: Callable[[], Acting], parent: QObject) -> None:
        super().__init__(parent)
        self._group, self._errands, self._acting = group, errands, acting
        self._asked: tuple[Signed, int] | None = None
        self._until = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self._on_second)
        for signal in (group.selection_changed, group.frame_changed, group.operator_changed):
            signal.connect(self.cover)

    @property
    def left_s(self) -> float:
        """Seconds until it is covered again."""
        return max(0.0, self._until - monotonic())

    def toggle(self) -> None:
        """Show the selected case's citizen, or cover them again."""
        if self._group.citizen is not None:
            self.cover()
            return
        kind, key = self._group.selection
        signed, words = self._group.operator, self._group.language
        if kind != "complaint":
            self.failed.emit(Refused("desk", words.text("Choose a complaint first.")))
        elif signed is None:
            self.failed.emit(Refused("desk", "nobody is signed in.", "Sign in first."))
        else:
            self._ask(signed, key)

    def cover(self, *_news: object) -> None:
        """Cover what is shown, and drop what is still on its way."""
        self._asked = None
        self._timer.stop()
        if self._group.citizen is not None:
            self._group.show_citizen(None)

    def _ask(self, signed: Signed, key: int) -> None:
        def look() -> tuple[Signed, int, dict[str, str]]:
            acting = self._acting()
            return signed, key, reveal(acting, signed, case_of_key(acting.journal, key))

        self._asked = (signed, key)
        self._errands.run(look, self._on_told)

    def _on_told(self, told: tuple[Signed, int, dict[str, str]] | None, trouble: PocError | None) -> None:
        if trouble is not None:
            self._asked = None
            self.failed.emit(trouble)
        elif told is not None and (told[0], told[1]) == self._asked:
            self._until = monotonic() + SHOWN_S
            self._timer.start()
            self._group.show_citizen(told[2])

    def _on_second(self) -> None:
        if not self.left_s:
            self.cover()
