"""The complaint panel: everything known of the selected complaint, or of the selected vehicle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.domain.mail import MailState
from app.i18n import Language
from app.journal.arrivals import Arrived
from app.journal.reader import Changes
from app.journal.texts import ComplaintRecord
from app.picture.frame import Frame
from app.views.arrival import arrival_lines
from app.views.complaint import complaint_view
from app.views.figure import Figure
from app.views.queue_figures import due_figure
from app.views.vehicle import vehicle_view
from widgets.acting.verbs import BUTTONS
from widgets.commands import Commands
from widgets.explain.asks import Asks
from widgets.group import Group
from widgets.page import EmptyPage
from widgets.panels.complaint_citizen import Citizen
from widgets.panels.complaint_page import ComplaintPage
from widgets.panels.complaint_vehicle import VehiclePage
from widgets.photos.of_case import Photos
from widgets.theme import Theme

if TYPE_CHECKING:
    from widgets.live import Live

NAME = "complaint"
LETTERS_S = 3  # how often letters under way are looked at: what the courier marks is no fact, and nothing tells of it
_KINDS = {"complaint": frozenset({Kind.COMPLAINT, Kind.ACTION}), "vehicle": frozenset({Kind.VEHICLE, Kind.POSITION})}


class ComplaintPanel(QWidget):
    """Shows the group's selection. Details of a complaint are asked of the reader and shown when they come."""

    headline_changed = Signal(str)

    def __init__(self, live: Live, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live, self._group, self._words = live, group, group.language
        self.headline = ""
        self._kind, self._key, self._ticks = "", 0, 0
        self._record: ComplaintRecord | None = None
        self._arrivals: tuple[Arrived, ...] = ()
        self.empty, self.page, self.vehicle = EmptyPage(), ComplaintPage(), VehiclePage()
        self.stack = QStackedWidget()
        for page in (self.empty, self.page, self.vehicle):
            self.stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.page.action_place)  # below what scrolls: what can be done is always in sight
        self.stack.currentChanged.connect(self._on_page)
        self.photos = Photos(live, group, self.page.photo, self)
        self.citizen = Citizen(live, group, self.page.citizen, self.page.viewers, self)
        self.asks = Asks(self.page.deadlines, group, self.due, lambda: self._frame().at)
        self._connect()
        self.on_theme(group.theme)
        self.on_language(group.language)
        self.on_selected(*group.selection)

    def _connect(self) -> None:
        self._live.changed.connect(self.on_changed)
        self._live.picture_ready.connect(self.on_picture)
        self._live.ticked.connect(self.on_ticked)
        self._live.detail_ready.connect(self.on_detail)
        self._live.arrivals_ready.connect(self.on_arrivals)
        self._group.selection_changed.connect(self.on_selected)
        self._group.language_changed.connect(self.on_language)
        self._group.theme_changed.connect(self.on_theme)
        self._group.frame_changed.connect(self.on_ticked)
        self._group.revealed.connect(self._on_revealed)
        self.page.map_wanted.connect(self.show_on_map)
        self.vehicle.map_wanted.connect(self.show_on_map)

    def due(self) -> Figure | None:
        """The time left to the complaint's target, for whoever asks about its deadlines."""
        picture, at = self._live.picture, self._key - 1
        if self._kind != "complaint" or not 0 <= at < picture.complaints.n:
            return None
        return due_figure(picture, self._frame(), self._live.city, self._key, float(picture.complaints.due[at]))

    def _on_revealed(self, kind: str, _key: int) -> None:
        if kind == "complaint":
            self.page.ensureWidgetVisible(self.page.citizen)

    def on_selected(self, kind: str, key: int) -> None:
        """Something else was selected in the group; kinds this panel does not know leave it as it is."""
        if kind in ("", "complaint", "vehicle") and (kind, key) != (self._kind, self._key):
            self._kind, self._key, self._record, self._arrivals = kind, key, None, ()
            self.page.start_over()
            self.vehicle.start_over()
            self._ask()
            self._show()

    def _has_letters_under_way(self) -> bool:
        letters = self._record.letters if self._record is not None else ()
        return any(letter.state in (MailState.WAITING, MailState.SENDING) for letter in letters)

    def _ask(self) -> None:
        if self._kind == "complaint":
            self._live.want_detail(self._key)
        elif self._kind == "vehicle":
            self._live.want_arrivals(self._kind, self._key)

    def on_changed(self, changes: Changes) -> None:
        """Facts were stored: read again if they are about what is shown."""
        wanted = _KINDS.get(self._kind, frozenset())
        is_ours = any(self._key in changes.entities.get(kind, ()) for kind in wanted & changes.kinds)
        if Kind.DERIVED in changes.kinds or (is_ours and self._kind == "complaint"):
            self._ask()
        if is_ours and self._kind == "vehicle":
            self._show()

    def on_picture(self) -> None:
        """The whole picture was replaced."""
        self._ask()
        self._show()

    def on_detail(self, record: ComplaintRecord) -> None:
        """Versions of a complaint were read; an answer to an older question is dropped."""
        if self._kind == "complaint" and record.key == self._key:
            self._record = record
            self._show()

    def on_arrivals(self, kind: str, key: int, arrivals: tuple[Arrived, ...]) -> None:
        """Arrivals of the vehicle that is shown were read."""
        if kind == "vehicle" and (kind, key) == (self._kind, self._key):
            self._arrivals = arrivals
            self._show()

    def on_ticked(self, _now: object) -> None:
        """A second passed: ages and the countdown move."""
        if self.isVisible() and self._kind:
            self._show()
            self._ticks += 1
            if self._ticks % LETTERS_S == 0 and self._has_letters_under_way():
                self._ask()

    def on_language(self, words: Language) -> None:
        """Words and formats changed."""
        self._words = words
        self.page.set_words(words)
        self.vehicle.set_words(words)
        self._show()

    def on_theme(self, theme: Theme) -> None:
        """Colours changed."""
        self.page.set_theme(theme)
        self.vehicle.set_theme(theme)

    def is_painted(self) -> bool:
        """Whether what is selected is on the screen; for pictures."""
        return self._kind != "complaint" or self._record is not None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show()

    def show_on_map(self) -> None:
        """Ask the map to go to what is shown."""
        if self._kind:
            self._group.show_on_map(self._kind, self._key)

    def use_commands(self, commands: Commands) -> None:
        """Offer the desk's commands on a case as buttons."""
        self.page.action_place.take(commands, BUTTONS)
        self._on_page(self.stack.currentIndex())

    def button_of(self, command: str) -> QPushButton | None:
        """The button of a command."""
        return self.page.action_place.buttons.get(command)

    def _on_page(self, _at: int) -> None:
        place = self.page.action_place
        place.setVisible(bool(place.buttons) and self.stack.currentWidget() is self.page)

    def _frame(self) -> Frame:
        return self._group.frame or self._live.frame()

    def _show(self) -> None:
        headline = {"complaint": self._show_complaint, "vehicle": self._show_vehicle}.get(self._kind, self._show_none)()
        if headline != self.headline:
            self.headline = headline
            self.headline_changed.emit(headline)

    def _show_none(self) -> str:
        self.empty.say(
            self._words.text("Nothing selected"), self._words.text("Choose a complaint in the queue or on the map.")
        )
        self.stack.setCurrentWidget(self.empty)
        return ""

    def _show_unknown(self) -> str:
        """What is selected is not in the picture: an earlier instant is shown, or it is gone."""
        if self._group.frame is None:
            return self._show_none()
        words = self._words
        self.empty.say(words.text("Not known at that instant"), words.text("This room had not heard of it yet."))
        self.stack.setCurrentWidget(self.empty)
        return ""

    def _show_complaint(self) -> str:
        live, frame = self._live, self._frame()
        if self._record is None:
            if self.stack.currentWidget() is not self.page:  # the last complaint stays until the next one is read
                self.empty.say(self._words.text("Reading…"), "")
                self.stack.setCurrentWidget(self.empty)
            return self.headline
        view = complaint_view(live.picture, frame, live.city, self._record)
        if view is None:
            return self._show_unknown()
        self.page.show_view(view, frame.at, self._words)
        self.stack.setCurrentWidget(self.page)
        return self.page.number

    def _show_vehicle(self) -> str:
        frame = self._frame()
        view = vehicle_view(self._live.picture, frame, self._live.city, self._key)
        if view is None:
            return self._show_unknown()
        self.vehicle.show_view(view, arrival_lines(self._arrivals, frame), frame.at, self._words)
        self.stack.setCurrentWidget(self.vehicle)
        return self.vehicle.name
