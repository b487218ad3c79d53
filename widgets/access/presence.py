"""Telling the other desks which case is open here, and hearing it from them: at most every ten seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from app.clock import monotonic
from app.errors import PocError
from app.journal.cases import case_of_key
from app.journal.presence import Viewer, tell_presence, viewers
from widgets.access.errands import Errands
from widgets.group import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.journal.store import Journal

EVERY_S = 10.0
_DWELL_MS = 700  # whoever runs through the queue opens nothing


class Presence(QObject):
    """Begins with `start`. What it hears becomes `Group.viewers`; without the database it keeps silent."""

    def __init__(self, group: Group, errands: Errands, journal: Callable[[], Journal], parent: QObject) -> None:
        super().__init__(parent)
        self._group, self._errands, self._journal = group, errands, journal
        self._last = -EVERY_S
        self._told = False  # whether a row of ours stands
        self._tick, self._dwell = QTimer(self), QTimer(self)
        self._tick.setInterval(int(EVERY_S * 1000))
        self._dwell.setInterval(_DWELL_MS)
        self._dwell.setSingleShot(True)
        self._tick.timeout.connect(self.tell)
        self._dwell.timeout.connect(self.tell)

    def start(self) -> None:
        """Tell and listen from now on."""
        self._group.selection_changed.connect(self._on_selected)
        self._group.operator_changed.connect(self._on_selected)
        self._tick.start()
        self.tell()

    def stop(self) -> None:
        """No more; the row of this desk ends by itself."""
        self._tick.stop()
        self._dwell.stop()

    def _on_selected(self, *_what: object) -> None:
        if monotonic() - self._last >= EVERY_S:
            self._dwell.start()

    def tell(self) -> None:
        """Say what is open here, and hear what is open elsewhere."""
        signed, (kind, key) = self._group.operator, self._group.selection
        is_open, journal = kind == "complaint" and signed is not None, self._journal()
        tells = signed is not None and (is_open or self._told)
        self._told = is_open

        def errand() -> dict[str, tuple[Viewer, ...]]:
            if signed is not None and tells:
                tell_presence(journal, signed, case_of_key(journal, key) if is_open else None)
            return viewers(journal, signed)

        self._last = monotonic()
        self._errands.run(errand, self._on_heard)

    def _on_heard(self, heard: dict[str, tuple[Viewer, ...]] | None, _trouble: PocError | None) -> None:
        self._group.set_viewers(heard or {})
