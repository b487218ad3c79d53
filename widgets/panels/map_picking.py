"""While somebody says a place, the next click on the map is that place and selects nothing."""

from PySide6.QtCore import QObject, Slot

from maps.view import MapView
from widgets.group import Group


class MapPicking(QObject):
    """Lives beside the map's panel. `swallow` is asked once for every click."""

    def __init__(self, group: Group, view: MapView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._group, self._view = group, view
        self._taken = False
        view.place_clicked.connect(self._on_place)
        group.picking_changed.connect(self.say)
        group.language_changed.connect(self.say)

    def swallow(self) -> bool:
        """Whether the click that is being handled was the place somebody wanted."""
        taken, self._taken = self._taken, False
        return taken

    @Slot(object)
    def say(self, _news: object = None) -> None:
        """Tell the person at the map what the next click does."""
        words = self._group.language
        self._view.set_status(words.text("Click the place of the complaint") if self._group.is_picking else "")

    @Slot(float, float)
    def _on_place(self, lat: float, lon: float) -> None:
        if self._group.is_picking:
            self._taken = True
            self._view.select("complaint", 0, lat, lon)
            self._group.set_picking(False)
            self._group.point_picked.emit(lat, lon)
