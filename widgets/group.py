"""What the windows of one group share: selection, language, theme and the time they show."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QObject, Signal

from app.domain.person import Signed
from app.i18n import Language
from app.journal.presence import Viewer
from app.journal.reader import Axis
from app.picture.frame import Frame
from app.views.queue import QueueFilter
from widgets.theme import NIGHT, Theme

NOTHING = ("", 0)


class Group(QObject):
    """Shared state of a group of windows (desk, wall or briefing). Lives in the GUI thread.

    Kinds of a selection: "complaint", "vehicle", "landmark", and "" for none. `frame` is None while the group
    is live: then the time is the picture's own.
    """

    selection_changed = Signal(str, int)
    language_changed = Signal(object)  # Language
    theme_changed = Signal(object)  # Theme
    frame_changed = Signal(object)  # Frame | None
    instant_requested = Signal(object, object)  # datetime and Axis: show the city as of then
    filter_changed = Signal(object)  # QueueFilter
    place_requested = Signal(str, int)  # show this thing on the map, at the person's own wish
    point_requested = Signal(float, float, float)  # show this latitude and longitude on the map at this zoom
    details_copied = Signal()  # of a source: monitoring from outside should know the same
    picking_changed = Signal(bool)  # a place is to be clicked on the map, or no longer
    point_picked = Signal(float, float)  # the latitude and longitude that were clicked
    case_dealt_with = Signal(int)  # key of a complaint a panel has done with: the desk takes up the next open one
    panel_requested = Signal(str)  # bring this panel to the front
    explain_requested = Signal(object, object)  # a Figure, and the widget it stands in: the window tells its story
    job_requested = Signal(object)  # ExportWish | ReportWish: the window does it and shows how far it is
    job_done = Signal(str, str)  # the panel that wished, the file
    operator_changed = Signal(object)  # Signed | None: who is signed in
    deed_wished = Signal(object)  # acting.wish.Wish: the operator's lane does it
    deed_ended = Signal(object)  # acting.wish.Ended: what became of a wish
    viewers_changed = Signal()  # who has which case open at other desks
    reveal_wanted = Signal()  # a person wants to see the citizen of the selected case, or to cover them
    revealed = Signal(str, int)  # a citizen's data are shown of this kind and key; ("", 0): they are covered again
    file_opened = Signal(str)  # a person wants this file opened with the desktop's own program

    def __init__(self, language: Language, theme: Theme = NIGHT, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._selection: tuple[str, int] = NOTHING
        self._language, self._theme = language, theme
        self._frame: Frame | None = None
        self._filter = QueueFilter()
        self._operator: Signed | None = None
        self._is_picking = False
        self.viewers: Mapping[str, tuple[Viewer, ...]] = {}
        self.citizen: Mapping[str, str] | None = None  # of the selected case, while a person looks at it

    @property
    def selection(self) -> tuple[str, int]:
        """Kind and key of the selected thing; ("", 0) when nothing is."""
        return self._selection

    def select(self, kind: str, key: int = 0) -> None:
        """Select a thing everywhere in the group; `select("")` clears. Says nothing when it already is."""
        wanted = (kind, key) if kind else NOTHING
        if wanted != self._selection:
            self._selection = wanted
            self.selection_changed.emit(*wanted)

    def show_on_map(self, kind: str, key: int) -> None:
        """Select a thing and ask the map to go there."""
        self.select(kind, key)
        self.place_requested.emit(kind, key)

    @property
    def language(self) -> Language:
        """The words and formats in use."""
        return self._language

    def set_language(self, language: Language) -> None:
        """Switch words and formats of every window of the group while running."""
        self._language = language
        self.language_changed.emit(language)

    @property
    def theme(self) -> Theme:
        """The colours in use."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Switch colours of every window of the group while running."""
        self._theme = theme
        self.theme_changed.emit(theme)

    @property
    def operator(self) -> Signed | None:
        """Who is signed in at these windows; None lets nobody act."""
        return self._operator

    def set_operator(self, signed: Signed | None) -> None:
        """Somebody signed in, or out."""
        self._operator = signed
        self.operator_changed.emit(signed)

    @property
    def is_picking(self) -> bool:
        """Whether the next click on the map says a place instead of selecting a thing."""
        return self._is_picking

    def set_picking(self, picking: bool) -> None:
        """Wait for a place on the map, or no longer."""
        if picking != self._is_picking:
            self._is_picking = picking
            self.picking_changed.emit(picking)

    @property
    def filter(self) -> QueueFilter:
        """What the queue of the group lets through."""
        return self._filter

    def set_filter(self, filter: QueueFilter) -> None:
        """The queue lists other complaints now; who shows "what the queue shows" follows."""
        self._filter = filter
        self.filter_changed.emit(filter)

    def set_viewers(self, viewers: Mapping[str, tuple[Viewer, ...]]) -> None:
        """Who has which case ("source/id") open at other desks."""
        if viewers != self.viewers:
            self.viewers = viewers
            self.viewers_changed.emit()

    def show_citizen(self, told: Mapping[str, str] | None) -> None:
        """Show a citizen's own data beside the selected case; None covers them."""
        self.citizen = told
        self.revealed.emit(*(NOTHING if told is None else self._selection))

    @property
    def frame(self) -> Frame | None:
        """The instant the group shows; None is live."""
        return self._frame

    def go_to(self, at: datetime, axis: Axis = Axis.KNOWN) -> None:
        """Ask for the city at an instant; the frame changes once it has been read."""
        self.instant_requested.emit(at, axis)

    def set_frame(self, frame: Frame | None) -> None:
        """Show another instant; None goes back to live."""
        self._frame = frame
        self.frame_changed.emit(frame)
