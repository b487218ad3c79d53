"""What people keep in the journal under a name, read and written beside the GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.actions.perform import Acting
from app.domain.person import Signed
from app.errors import PocError
from app.journal.kept import Kept, What, all_kept, drop, keep
from app.journal.store import Journal

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow


class Keeping(QObject):
    """Lives in the GUI thread. `came` tells that `kept` is fresh, `failed` why something was not kept."""

    came = Signal()
    failed = Signal(object)  # PocError

    _read = Signal(object)

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self.kept: tuple[Kept, ...] = ()
        self._read.connect(self._on_read, Qt.ConnectionType.QueuedConnection)
        desk.group.operator_changed.connect(self.refresh)
        desk.live.picture_ready.connect(self.refresh)

    def of(self, what: What) -> list[Kept]:
        """What is kept of a kind: one's own first."""
        return [one for one in self.kept if one.what is what]

    def refresh(self, *_news: object) -> None:
        """Read again; `came` answers."""
        signed = self._desk.group.operator
        self._do(lambda journal: None, signed)

    def keep(self, what: What, name: str, value: Mapping[str, Any], *, shared: bool = False) -> None:
        """Keep something as whoever is signed in; `came` or `failed` answers."""
        signed = self._desk.group.operator
        if signed is not None:
            self._do(lambda journal: keep(journal, signed, what, name, value, shared=shared), signed)

    def drop(self, what: What, name: str, *, shared: bool = False) -> None:
        """Keep it no longer."""
        signed = self._desk.group.operator
        if signed is not None:
            self._do(lambda journal: drop(journal, signed, what, name, shared=shared), signed)

    def _do(self, change: Callable[[Journal], None], signed: Signed | None) -> None:
        def job(acting: Acting) -> None:
            try:
                change(acting.journal)
                self._read.emit(all_kept(acting.journal, signed))
            except PocError as why:
                self._read.emit(why)

        if hasattr(self._desk.live, "journal"):  # made-up pictures have none
            self._desk.lane.work(job)

    @Slot(object)
    def _on_read(self, answer: tuple[Kept, ...] | PocError) -> None:
        if isinstance(answer, PocError):
            self.failed.emit(answer)
        else:
            self.kept = answer
            self.came.emit()
