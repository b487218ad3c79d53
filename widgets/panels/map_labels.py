"""Names on the map: of the selected thing always, of vehicles when the page asks for those in sight."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from app.domain.kind import Kind
from app.journal.reader import Changes
from app.journal.texts import ComplaintText
from widgets.case_words import one_line
from widgets.group import Group
from widgets.live import Live

if TYPE_CHECKING:
    from maps.view import MapView

NAME_CAP, TITLE_CAP = 32, 44  # characters beside a mark
MOST_TOLD = 5_000  # names remembered as told; then the page is told anew what it asks for


class MapLabels(QObject):
    """Answers the page, and tells it when a vehicle it named is called otherwise."""

    def __init__(self, live: Live, group: Group, view: "MapView") -> None:
        super().__init__(view)
        self._live, self._group, self._view = live, group, view
        self._told: dict[int, str] = {}
        view.names_wanted.connect(self.on_names_wanted)
        group.selection_changed.connect(self.on_selected)
        live.texts_ready.connect(self.on_texts)
        live.changed.connect(self.on_changed)
        live.picture_ready.connect(self.on_picture)

    @Slot(object)
    def on_names_wanted(self, keys: tuple[int, ...]) -> None:
        """Every key is answered, an unknown one with the empty name, so that the page does not ask again."""
        if len(self._told) > MOST_TOLD:
            self._told.clear()
        names = {key: self._name(key) for key in keys}
        self._told |= names
        self._view.set_names(names)

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """Vehicles were described anew."""
        if Kind.VEHICLE in changes.kinds:
            self.on_picture()

    @Slot()
    def on_picture(self) -> None:
        """Tell the page what is called otherwise now."""
        news = {key: self._name(key) for key, told in self._told.items() if self._name(key) != told}
        if news:
            self._told |= news
            self._view.set_names(news)

    def _name(self, key: int) -> str:
        picture = self._live.picture
        if not 0 < key <= picture.vehicles.n:
            return ""
        return one_line(picture.vehicle_names[key - 1] or picture.vehicle_ids[key - 1], NAME_CAP)

    @Slot(str, int)
    def on_selected(self, kind: str, key: int) -> None:
        """Name the selected thing; the words of a complaint come a moment later."""
        marks = self._live.city.places.landmarks
        if kind == "complaint":
            self._live.want_texts([key])
        elif kind == "vehicle":
            self._view.set_label(self._name(key))
        elif kind == "landmark" and 0 <= key < len(marks):
            self._view.set_label(one_line(marks[key].name, TITLE_CAP))

    @Slot(object)
    def on_texts(self, texts: dict[int, ComplaintText]) -> None:
        """Words of complaints were read, perhaps for another panel."""
        kind, key = self._group.selection
        if kind == "complaint" and key in texts:
            text = texts[key]
            self._view.set_label(one_line(text.title or text.service_name or text.id, TITLE_CAP))
