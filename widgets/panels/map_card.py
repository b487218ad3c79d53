"""The card beside the thing under the pointer: asked of the picture, or of the journal for a complaint's words."""

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPoint, Slot

from app.geo.areas import Areas
from app.geo.points import OUTSIDE
from app.journal.arrivals import Arrived
from app.journal.texts import ComplaintText
from app.picture.frame import Frame
from app.views.arrival import arrival_lines
from app.views.map_layers import MOVING, vehicle_states
from app.views.ours import OPEN, severity_here, state_here
from app.views.vehicle import vehicle_view
from widgets.arrival_words import arrival_card, vehicle_arrival_card
from widgets.group import Group
from widgets.live import Live
from widgets.panels.map_words import complaint_card, landmark_card, vehicle_card

if TYPE_CHECKING:
    from maps.view import MapView


class MapCards(QObject):
    """Answers the map's question "what is this?". Only the thing under the pointer now is answered."""

    def __init__(self, live: Live, group: Group, areas: Areas, view: "MapView") -> None:
        super().__init__(view)
        self._live, self._group, self._areas, self._view = live, group, areas, view
        self._over: tuple[str, int] = ("", 0)
        self._said: list[str] | None = None
        self._arrival = ""
        view.feature_hovered.connect(self.on_hovered)
        live.texts_ready.connect(self.on_texts)
        live.arrivals_ready.connect(self.on_arrivals)

    @Slot(str, int, QPoint)
    def on_hovered(self, kind: str, key: int, _at: QPoint) -> None:
        """The pointer came to rest on a thing, or left it."""
        self._over, self._said, self._arrival = (kind, key), None, ""
        if kind == "complaint":
            self._live.want_texts([key])
        else:
            self._say(self._lines(kind, key))
        if kind in ("complaint", "vehicle"):
            self._live.want_arrivals(kind, key)

    def _say(self, lines: list[str] | None) -> None:
        self._said = lines
        self._view.set_card([*lines, self._arrival] if lines and self._arrival else lines)

    @Slot(str, int, object)
    def on_arrivals(self, kind: str, key: int, arrivals: tuple[Arrived, ...]) -> None:
        """The newest arrival at the complaint, or of the vehicle, goes under what the card says already."""
        lines = arrival_lines(arrivals, self._frame())
        if (kind, key) == self._over and lines:
            tell = arrival_card if kind == "complaint" else vehicle_arrival_card
            self._arrival = tell(lines[0], self._group.language)
            if self._said:
                self._say(self._said)

    def _frame(self) -> Frame:
        return self._group.frame or self._live.frame()

    def _lines(self, kind: str, key: int) -> list[str] | None:
        words, city = self._group.language, self._live.city
        if kind == "landmark" and 0 <= key < len(city.places.landmarks):
            return landmark_card(city.places.landmarks[key], words)
        if kind != "vehicle":
            return None
        frame = self._frame()
        view = vehicle_view(self._live.picture, frame, city, key)
        if view is None:
            return None
        state = vehicle_states(self._live.picture.vehicles, np.array([key - 1]), frame.seconds)[0]
        return vehicle_card(view, bool(state == MOVING), words)

    @Slot(object)
    def on_texts(self, texts: dict[int, ComplaintText]) -> None:
        """The words of complaints came; they may be for another panel."""
        kind, key = self._over
        if kind != "complaint" or key not in texts:
            return
        rows, frame = self._live.picture.complaints, self._frame()
        if not 0 < key <= rows.n:
            return
        i = key - 1
        is_open = state_here(self._live.picture)[i] == OPEN
        overdue = bool(is_open and rows.due[i] < frame.seconds)
        severity = min(int(severity_here(self._live.picture)[i]) + overdue, 3)
        due = float(rows.due[i]) if is_open else float("nan")
        words = self._group.language
        self._say(complaint_card(texts[key], severity, due, frame.seconds, self._around(i), words))

    def _around(self, row: int) -> str:
        """The area a complaint lies in: a fact with official boundaries, else only "around"."""
        area = int(self._live.picture.complaints.area[row])
        if area == OUTSIDE or area >= len(self._areas.areas):
            return ""
        name = self._areas.areas[area].name
        return name if self._areas.official else self._group.language.text("around {place}", place=name)
