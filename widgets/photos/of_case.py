"""Keeps the photos of the selected complaint up to date: reads, asks the collector for them, lets a person look."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.domain.case import CaseId
from app.domain.complaint import Complaint
from app.domain.person import DESK
from app.journal.texts import ComplaintRecord
from app.views.photos import Look, PhotoLine, photo_lines
from widgets.group import Group
from widgets.photos.reading import CasePhotos, Looked, Seen
from widgets.photos.strip import PhotoStrip

if TYPE_CHECKING:
    from widgets.live import Live

AGAIN_S = 2  # so often a photo that is on its way is asked after, and five times less often whether a new one came
_ON_THE_WAY = frozenset({Look.NOT_ASKED, Look.WAITING, Look.FAILED})


class Photos(QObject):
    """Fills a strip for the group's selection. Lives in the GUI thread."""

    def __init__(self, live: Live, group: Group, strip: PhotoStrip, parent: QObject) -> None:
        super().__init__(parent)
        self._live, self._group, self._strip = live, group, strip
        self._complaint: Complaint | None = None
        self._read: CasePhotos | None = None
        self._looked: dict[str, Seen] = {}
        self._is_wished, self._ticks = False, 0
        live.detail_ready.connect(self.on_detail)
        live.photos_ready.connect(self.on_photos)
        live.photos_looked.connect(self.on_looked)
        live.ticked.connect(self.on_ticked)
        group.selection_changed.connect(self.on_selected)
        group.operator_changed.connect(self.on_operator)
        group.revealed.connect(self.on_revealed)
        group.language_changed.connect(self.show_all)
        group.frame_changed.connect(self.show_all)
        group.theme_changed.connect(strip.set_theme)
        strip.look_wanted.connect(self.on_look)
        strip.set_theme(group.theme)

    def on_selected(self, _kind: str, _key: int) -> None:
        """Another thing was selected: what was looked at is covered again."""
        self._looked, self._is_wished = {}, False

    def on_operator(self, _signed: object) -> None:
        """Another person sits here."""
        self._looked, self._is_wished = {}, False
        self.show_all()

    def on_revealed(self, kind: str, _key: int) -> None:
        """The citizen's data are shown, or covered again: their photos go with them."""
        if not kind:
            self._looked = {}
            self.show_all()
        elif any(line.look is Look.COVERED for line in self._lines()):
            self.on_look()

    def on_detail(self, record: ComplaintRecord) -> None:
        """The complaint's words were read."""
        if self._group.selection == ("complaint", record.key) and record.versions:
            complaint = record.versions[-1].complaint
            before, self._complaint = self._complaint, complaint
            if before is None or (before.source, before.id) != (complaint.source, complaint.id):
                self._read = None
            self.show_all()
            self._live.want_photos(_case(complaint))

    def on_photos(self, read: CasePhotos) -> None:
        """What is known of a case's photos was read; an answer to an older question is dropped."""
        if self._complaint is not None and read.case == _case(self._complaint):
            self._read = read
            self._wish()
            self.show_all()

    def on_look(self) -> None:
        """A person wants to see the citizen's photos."""
        signed = self._group.operator
        if signed is not None and self._complaint is not None:
            self._live.look_at_photos(_case(self._complaint), signed)

    def on_looked(self, looked: Looked) -> None:
        """Pictures came, or a refusal, which leaves them covered."""
        if self._complaint is not None and looked.case == _case(self._complaint):
            self._looked |= looked.seen
            self.show_all()

    def on_ticked(self, _now: datetime) -> None:
        """A second passed: ask after what is on its way, and now and then whether a crew sent one."""
        if self._complaint is None or not self._strip.parentWidget() or not self._strip.window().isVisible():
            return
        self._ticks += 1
        waits = any(line.look in _ON_THE_WAY for line in self._lines())
        if self._ticks % (AGAIN_S if waits else 5 * AGAIN_S) == 0:
            self._live.want_photos(_case(self._complaint))

    def show_all(self, _news: object = None) -> None:
        """Show what is known."""
        lines = self._lines()
        self._strip.show_photos(lines, self._seen(), self._group.language)

    def _lines(self) -> tuple[PhotoLine, ...]:
        complaint, frame, signed = self._complaint, self._group.frame, self._group.operator
        if complaint is None:
            return ()
        photos = self._read.photos if self._read else ()
        role = signed.person.role if signed else None
        return photo_lines(complaint, photos, role, frozenset(self._seen()), frame.at if frame else None)

    def _seen(self) -> dict[str, Seen]:
        return {**(self._read.seen if self._read else {}), **self._looked}

    def _wish(self) -> None:
        """Once for each selection, by a person who may look at them: nobody else needs them now."""
        signed, complaint = self._group.operator, self._complaint
        if self._is_wished or signed is None or complaint is None or signed.person.role not in DESK:
            return
        if self._group.frame is None and any(line.look in _ON_THE_WAY for line in self._lines()):
            self._is_wished = True
            self._live.wish_photos(_case(complaint), signed.person.id)


def _case(complaint: Complaint) -> CaseId:
    return CaseId(complaint.source, complaint.id)
