"""One vehicle on a page: what it is, how fast and where to, how old its last fix is, and where it arrived."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.domain.freshness import Freshness
from app.i18n import N_, Language
from app.views.arrival import ArrivalLine
from app.views.vehicle import VehicleView
from widgets.case_words import one_line
from widgets.marks import icon, pixmap
from widgets.page import Page
from widgets.panels.complaint_history import Logbook, told_of_vehicle
from widgets.panels.complaint_parts import FieldGrid
from widgets.panels.complaint_words import Field
from widgets.plain import text_label, tip
from widgets.text_block import TextBlock
from widgets.theme import Size, Theme

STATE_WORDS: Mapping[Freshness, str] = {
    Freshness.FRESH: N_("up to date"),
    Freshness.AGEING: N_("ageing"),
    Freshness.STALE: N_("stale: drawn dim"),
    Freshness.LOST: N_("lost: drawn hollow"),
    Freshness.NEVER: N_("never seen"),
}
WINDS = (
    N_("north"),
    N_("north-east"),
    N_("east"),
    N_("south-east"),
    N_("south"),
    N_("south-west"),
    N_("west"),
    N_("north-west"),
)


def course_text(course: float | None, words: Language) -> str:
    """A course in degrees with its wind, "135° south-east"."""
    if course is None:
        return words.text("not told")
    return f"{words.number(course, 0)}° {words.text(WINDS[round(course / 45) % 8])}"


def vehicle_fields(view: VehicleView, words: Language) -> list[Field]:
    """Every labelled field of a vehicle in the order of the page."""
    kind = view.kind_name_en if words.code == "en" else view.kind_name
    seen = view.fix_age_s is not None
    speed = words.text("not told") if view.speed_kmh is None else f"{words.number(view.speed_kmh, 0)} km/h"
    age = words.text("{age} ago", age=words.age(view.fix_age_s)) if view.fix_age_s is not None else words.text("never")
    place = "" if view.lat is None or view.lon is None else f"{view.lat:.5f}, {view.lon:.5f}"
    state = words.text(STATE_WORDS[view.state])
    if seen and not view.valid:
        state += " · " + words.text("the box calls the fix invalid")
    known = [
        Field(N_("Kind"), one_line(kind)),
        Field(N_("Group"), one_line(view.group)),
        Field(N_("Status"), one_line(view.status, 60)),
        Field(N_("Speed"), speed if seen else ""),
        Field(N_("Course"), course_text(view.course, words) if seen else ""),
        Field(N_("Last fix"), age),
        Field(N_("State"), state, view.state is Freshness.LOST),
        Field(N_("Coordinates"), place),
        Field(N_("Number"), one_line(view.id, 60)),
        Field(N_("Source"), one_line(view.source).upper()),
    ]
    return [field for field in known if field.value]


class VehiclePage(Page):
    """Filled by `show_view`, patched in place."""

    map_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self._mark, self.kind, self.map = text_label(), text_label(role="name"), QToolButton()
        self.map.setProperty("role", "quiet")
        self.map.setMinimumSize(Size.HIT, Size.HIT)
        self.map.clicked.connect(self.map_wanted)
        self.title, self.fields = TextBlock("title"), FieldGrid()
        self._arrivals_name, self.arrivals = text_label(role="caps"), Logbook(told_of_vehicle)
        head = QHBoxLayout()
        for part in (self._mark, self.kind):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.map)
        self.column.addLayout(head)
        self.column.addWidget(self.title)
        self.column.addWidget(self.fields)
        self.column.addWidget(self._arrivals_name)
        self.column.addWidget(self.arrivals)
        self.column.addStretch(1)

    def start_over(self) -> None:
        """Another vehicle will be shown: from the top, few arrivals first."""
        self.arrivals.start_over()
        self.verticalScrollBar().setValue(0)

    def show_view(self, view: VehicleView, arrivals: Sequence[ArrivalLine], now: datetime, words: Language) -> None:
        """Show a vehicle and where it arrived, newest first."""
        self.name = one_line(view.name, 60) or one_line(view.id, 60)
        self.kind.setText(words.text("Vehicle"))
        self.title.show_text(self.name, words.text("Vehicle"))
        self.fields.show_fields(vehicle_fields(view, words), words)
        self.map.setEnabled(view.lat is not None)
        self.arrivals.show_events(arrivals, now, words)
        for part in (self._arrivals_name, self.arrivals):
            part.setVisible(bool(arrivals))

    def set_words(self, words: Language) -> None:
        """Use another language."""
        self._arrivals_name.setText(words.text("Arrivals").upper())
        self.map.setAccessibleName(words.text("Show on map"))
        tip(self.map, words.text("Show on map"), "M")

    def set_theme(self, theme: Theme) -> None:
        """Use other colours."""
        self.dress(theme)
        self._mark.setPixmap(pixmap("vehicle", theme.secondary, 14, self.devicePixelRatioF()))
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.map.setIcon(icon("place", theme.secondary, theme.line))
