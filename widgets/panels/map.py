"""The map panel: the city's complaints and vehicles, told to the map when they change and somebody looks."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.kind import Kind
from app.i18n import Language
from app.journal.reader import Changes
from app.journal.texts import ComplaintText
from app.picture.frame import Frame
from app.sentences import named_in_words
from app.views.map_layers import complaint_layer, vehicle_layer
from app.views.queue import listed_keys, queue_view
from app.views.vehicle import vehicle_view
from maps.basemap import MapBase, map_base
from maps.view import MapView
from widgets.group import Group
from widgets.live import Live
from widgets.panels.map_card import MapCards
from widgets.panels.map_labels import MapLabels
from widgets.panels.map_memory import recall, remembered
from widgets.panels.map_picking import MapPicking
from widgets.panels.map_words import list_lines, map_words, vehicle_line
from widgets.theme import Theme

QUIET_MS = 250  # at most four pictures a second
AGES_S = 10  # how often marks are looked at again although nothing came: they dim and fall overdue
LISTED = 200  # complaints of the plain list
COMPLAINT_KINDS = frozenset({Kind.COMPLAINT, Kind.ACTION})
VEHICLE_KINDS = frozenset({Kind.VEHICLE, Kind.POSITION})


class MapPanel(QWidget):
    """Live picture and group on one side, the map on the other. Works only while it can be seen."""

    headline_changed = Signal(str)

    def __init__(
        self,
        live: Live,
        group: Group,
        parent: QWidget | None = None,
        base: MapBase | None = None,
        view: MapView | None = None,
    ) -> None:
        """`view` is a map that was begun before the panel, to be taken over."""
        super().__init__(parent)
        self._live, self._group = live, group
        self._base = view.base if view is not None else base or map_base(live.city)
        self._stale, self._ticks, self._painted, self._following = {"complaints", "vehicles"}, 0, set[str](), False
        self.headline = ""
        self.view = view or MapView(self._base, self)
        self.cards = MapCards(live, group, self._base.areas, self.view)
        self.picking = MapPicking(group, self.view, self)
        self.setFocusProxy(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._on_pause)
        self._connect()
        self.labels = MapLabels(live, group, self.view)  # after our own slots: it names what they have selected
        self.on_theme(group.theme)
        self.on_language(group.language)

    def _connect(self) -> None:
        live, group, view = self._live, self._group, self.view
        live.changed.connect(self.on_changed)
        live.picture_ready.connect(self.on_picture)
        live.ticked.connect(self.on_ticked)
        live.trail_ready.connect(self.on_trail)
        live.texts_ready.connect(self._on_texts)
        group.selection_changed.connect(self.on_selected)
        group.place_requested.connect(self.on_place)
        group.point_requested.connect(self.view.fly_to)
        group.language_changed.connect(self.on_language)
        group.theme_changed.connect(self.on_theme)
        group.filter_changed.connect(self._on_filter)
        group.frame_changed.connect(self._on_frame)
        view.feature_clicked.connect(self._on_clicked)
        view.follow_wanted.connect(self._on_follow)
        view.switch_changed.connect(self._on_switch)
        view.painted.connect(self._on_painted)
        view.failed.connect(self._on_failed)

    # --- what the shell asks ------------------------------------------------------------------------------------

    def is_painted(self) -> bool:
        """Whether complaints and vehicles are on the screen."""
        return {"complaints", "vehicles"} <= self._painted

    def on_dock_moved(self, _top_level: bool) -> None:
        """The dock became a window or came back; without software painting the view would stay blank."""
        self.view.on_window_moved()

    def shutdown(self) -> None:
        """End the page, in order."""
        self._pause.stop()
        self.view.shutdown()

    # --- what changes -------------------------------------------------------------------------------------------

    @Slot(object)
    def on_changed(self, changes: Changes) -> None:
        """New facts: pack the layers they touch, soon and not more than four times a second."""
        self._spoil(complaints=bool(changes.kinds & COMPLAINT_KINDS), vehicles=bool(changes.kinds & VEHICLE_KINDS))

    @Slot()
    def on_picture(self) -> None:
        """The whole picture was replaced: show it now."""
        self._spoil(complaints=True, vehicles=True)
        self._on_pause()

    @Slot(object)
    def on_ticked(self, _now: datetime) -> None:
        """Without news marks still age: look again now and then."""
        self._ticks += 1
        if self._ticks % AGES_S == 0:
            self._spoil(complaints=self._ticks % 60 == 0, vehicles=True)
        self._show_status()

    def showEvent(self, event: QShowEvent) -> None:
        """What came while nobody looked is shown now."""
        super().showEvent(event)
        self._on_pause()

    def _spoil(self, *, complaints: bool, vehicles: bool) -> None:
        self._stale |= {name for name, is_it in (("complaints", complaints), ("vehicles", vehicles)) if is_it}
        if self._stale and not self._pause.isActive() and self.isVisible():
            self._pause.start(QUIET_MS)

    @Slot()
    def _on_pause(self) -> None:
        if not self.isVisible() or not self._live.is_loaded:
            return
        live, frame, stale = self._live, self._frame(), self._stale
        self._stale = set()
        if "complaints" in stale:
            shown = listed_keys(live.picture, self._group.filter) if self._by_queue else None
            self.view.set_layer("complaints", complaint_layer(live.picture, frame, live.city, shown))
        if "vehicles" in stale:
            self.view.set_layer("vehicles", vehicle_layer(live.picture, frame, live.city, live.clock.speed))
        self._say()

    @property
    def _by_queue(self) -> bool:
        """Whether only what the queue lists is shown; off until asked for: no forgotten filter empties the map."""
        return self.view.switches.get("queue", False)

    @Slot(object)
    def _on_filter(self, _filter: object) -> None:
        if self._by_queue:
            self._spoil(complaints=True, vehicles=False)

    @Slot(str, bool)
    def _on_switch(self, layer: str, _on: bool) -> None:
        if layer == "queue":
            self._spoil(complaints=True, vehicles=False)

    def remembered(self) -> dict[str, Any]:
        """Switches and the part of the city in sight, for the layout's file."""
        return remembered(self.view)

    def recall(self, kept: Mapping[str, Any]) -> None:
        """Bring switches and place back."""
        recall(self.view, kept, self._live.city.city.box)
        self._spoil(complaints=True, vehicles=False)

    def _frame(self) -> Frame:
        return self._group.frame or self._live.frame()

    def _say(self) -> None:
        problems = " · ".join(named_in_words(problem, self._group.language) for problem in self._base.problems)
        if problems != self.headline:
            self.headline = problems
            self.headline_changed.emit(problems)

    # --- selection, places, following ---------------------------------------------------------------------------

    @Slot(str, int)
    def _on_clicked(self, kind: str, key: int) -> None:
        if not self.picking.swallow():
            self._group.select(kind, key)

    @Slot(str, int)
    def on_selected(self, kind: str, key: int) -> None:
        """Ring around the selected thing; a vehicle's last hour behind it."""
        place = self._place(kind, key)
        self.view.select(kind, key, *(place or (None, None)))
        self._on_follow(False)
        self.view.set_trail(None)
        if kind == "vehicle":
            self._live.want_trail(key)
        self._show_status()

    @Slot(str, int)
    def on_place(self, kind: str, key: int) -> None:
        """Go to a thing, at the person's wish."""
        place = self._place(kind, key)
        if place:
            self.view.fly_to(*place)

    def _place(self, kind: str, key: int) -> tuple[float, float] | None:
        picture, marks = self._live.picture, self._live.city.places.landmarks
        if kind == "landmark":
            return (marks[key].lat, marks[key].lon) if 0 <= key < len(marks) else None
        rows: Any = {"complaint": picture.complaints, "vehicle": picture.vehicles}.get(kind)
        if rows is None or not 0 < key <= rows.n or np.isnan(rows.lat[key - 1]):
            return None
        return float(rows.lat[key - 1]), float(rows.lon[key - 1])

    @Slot(int, object)
    def on_trail(self, key: int, points: NDArray[Any]) -> None:
        """Where the selected vehicle was; an answer about another one comes too late."""
        if self._group.selection == ("vehicle", key):
            self.view.set_trail(points)

    @Slot(object)
    def _on_frame(self, _frame: object) -> None:
        """Another instant: things are elsewhere and the last hour is another one."""
        kind, key = self._group.selection
        self.view.select(kind, key, *(self._place(kind, key) or (None, None)))
        self.view.set_trail(None)
        if kind == "vehicle":
            self._live.want_trail(key)
        self.labels.on_selected(kind, key)

    @Slot(bool)
    def _on_follow(self, on: bool) -> None:
        kind, key = self._group.selection
        self._following = on and kind == "vehicle"
        self.view.follow(key if self._following else None)

    def _show_status(self) -> None:
        kind, key = self._group.selection
        view = vehicle_view(self._live.picture, self._frame(), self._live.city, key) if kind == "vehicle" else None
        self.view.set_status(vehicle_line(view, self._group.language) if view else "")

    # --- looks and words ----------------------------------------------------------------------------------------

    @Slot(object)
    def on_theme(self, theme: Theme) -> None:
        """Use the group's colours."""
        self.view.set_theme(theme.tokens())

    @Slot(object)
    def on_language(self, words: Language) -> None:
        """Use the group's language."""
        self.view.set_words(map_words(words))
        self._show_status()

    @Slot(str, int, float)
    def _on_painted(self, layer: str, _seq: int, _ms: float) -> None:
        self._painted.add(layer)

    # --- when there is no map -----------------------------------------------------------------------------------

    @Slot(str)
    def _on_failed(self, _sentence: str) -> None:
        self._painted.clear()
        queue = queue_view(self._live.picture, self._frame(), self._live.city)
        self._listed = dict(zip(queue.keys[:LISTED].tolist(), queue.severity[:LISTED].tolist(), strict=True))
        self._live.want_texts(list(self._listed))

    @Slot(object)
    def _on_texts(self, texts: dict[int, ComplaintText]) -> None:
        listed = getattr(self, "_listed", {})
        if listed and listed.keys() <= texts.keys():
            self.view.set_list(list_lines([(texts[k], s) for k, s in listed.items()], self._group.language))
