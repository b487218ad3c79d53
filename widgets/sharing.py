"""Copying the place of what is selected: on the clipboard, for a message to a crew or a neighbour."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.journal.texts import ComplaintText
from widgets.share import Place

if TYPE_CHECKING:
    from widgets.screens.desk import DeskWindow


class Sharing(QObject):
    """Lives in the GUI thread. A complaint's number and address are asked for first."""

    def __init__(self, desk: DeskWindow) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: tuple[int, str] | None = None
        desk.live.texts_ready.connect(self._on_texts)

    def copy(self, how: str) -> None:
        """Copy the place of the selection: "all", or one way of telling it."""
        kind, key = self._desk.group.selection
        place, words = self.place_of(kind, key), self._desk.group.language
        if not kind:
            self._desk.toasts.say(words.text("Choose a complaint, a vehicle or a place first."))
        elif place is None:
            self._desk.toasts.say(words.text("No place is known of it."))
        elif kind == "complaint" and how == "all":
            self._waiting = key, how
            self._desk.live.want_texts([key])
        else:
            self._put(place, how)

    def place_of(self, kind: str, key: int) -> Place | None:
        """Where a thing is; None without a place that is known."""
        picture, city = self._desk.live.picture, self._desk.live.city
        if kind == "landmark":
            mark = city.places.landmarks[key]
            return Place(mark.name, mark.lat, mark.lon)
        columns = {"complaint": picture.complaints, "vehicle": picture.vehicles}.get(kind)
        if columns is None or not 0 < key <= columns.n:
            return None
        lat, lon = float(columns.lat[key - 1]), float(columns.lon[key - 1])
        name = picture.vehicle_names[key - 1] if kind == "vehicle" else ""
        return Place(name, lat, lon) if isfinite(lat) and isfinite(lon) else None

    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        if self._waiting is None or self._waiting[0] not in texts:
            return
        (key, how), self._waiting = self._waiting, None
        place, text = self.place_of("complaint", key), texts[key]
        if place is not None:
            name = " · ".join(part for part in (text.id, text.title or text.service_name, text.address) if part)
            self._put(Place(name, place.lat, place.lon), how)

    def _put(self, place: Place, how: str) -> None:
        words = self._desk.group.language
        text = place.whole(words) if how == "all" else place.shared(how)
        QGuiApplication.clipboard().setText(text)
        self._desk.toasts.say(words.text("Copied: {text}", text=text.split("\n")[0]))
