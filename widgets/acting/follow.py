"""A case taken at the desk gets the backend's own record later: whoever looks at the one is led to the other."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.case import CaseId
from app.journal.cases import key_of_case
from app.journal.texts import ComplaintRecord

if TYPE_CHECKING:
    from widgets.group import Group
    from widgets.live import Live

MOVED = "moved"


class Follow(QObject):
    """Lives in the GUI thread; looks the other key up in the reader's lane."""

    def __init__(self, live: Live, group: Group, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._group = live, group
        live.detail_ready.connect(self.on_detail)

    def on_detail(self, record: ComplaintRecord) -> None:
        """What is known of a complaint was read: it may have gone on elsewhere."""
        newest = record.actions[0] if record.actions else None
        is_shown = self._group.selection == ("complaint", record.key) and self._group.frame is None
        if newest is not None and newest.verb == MOVED and newest.after.duplicate_of and is_shown:
            key, there = record.key, CaseId.parse(newest.after.duplicate_of)
            journal = self._live.journal
            self._live.read(self, lambda: key_of_case(journal, there), partial(self._on_found, key))

    def _on_found(self, key: int, there: int | None) -> None:
        if there is not None and self._group.selection == ("complaint", key):
            self._group.select("complaint", there)
