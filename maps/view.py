"""The map as a widget. The rest of the program sees this and never a web view.

The page keeps nothing that cannot be told to it again: everything shown is remembered here and replayed when the
renderer died, hung or was replaced. The widget is a holder; the web view in it may be exchanged, the page stays.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWebEngineWidgets import QWebEngineView
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.views.packed import PackedLayer
from maps import events, messages
from maps.basemap import MapBase
from maps.gpu import is_software
from maps.heartbeat import Heartbeat
from maps.page import HOME, LockedPage, LockedProfile
from maps.recovery import Recovery
from maps.scheme import SchemeHandler
from maps.stand_in import StandIn
from maps.state import MapState

log = logging.getLogger(__name__)
BY_HAND = (events.Clicked, events.Hovered, events.Switched, events.FollowWanted)


class MapView(QWidget):
    """One map. All methods may be called before the page is ready; they take effect once it is."""

    feature_clicked = Signal(str, int)  # kind and key; "" for the bare ground
    place_clicked = Signal(float, float)  # latitude and longitude; comes before `feature_clicked`
    feature_hovered = Signal(str, int, QPoint)
    switch_changed = Signal(str, bool)  # a layer was switched by hand on the map
    names_wanted = Signal(object)  # keys of vehicles whose names the page does not know: tuple[int, ...]
    follow_wanted = Signal(bool)  # by the button on the map; False also when the map was taken in hand
    painted = Signal(str, int, float)  # layer, sequence number, milliseconds in the page
    ready = Signal()
    failed = Signal(str)  # one sentence; the map is a list now, or restarting

    def __init__(self, base: MapBase, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("map")
        self._base, self._state, self._is_ready, self._closed = base, MapState(base.centre), False, False
        self._profile = LockedProfile()
        self._events = events.EventGate(self._on_message)
        self._handler = SchemeHandler(base.assets, self._events, base.tiles, self._profile)
        self._profile.installUrlSchemeHandler(b"poc", self._handler)
        self._recovery = Recovery()
        self._build()
        self.heartbeat = Heartbeat(self)
        self.heartbeat.died.connect(self._on_hung)
        self.heartbeat.bloated.connect(self._on_bloated)
        if app := QCoreApplication.instance():
            app.aboutToQuit.connect(self.shutdown)
        self._start()

    def _build(self) -> None:
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self.stand_in = StandIn()
        self.stand_in.retry.connect(self._on_retry)
        self._page: LockedPage = LockedPage(self._profile)
        self._page.renderProcessTerminated.connect(self._on_terminated)
        self._view = self._new_view()
        self._stack.addWidget(self.stand_in)
        self._stack.setCurrentWidget(self._view)

    def _new_view(self) -> QWebEngineView:
        view = QWebEngineView(self)
        view.setPage(self._page)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._stack.insertWidget(0, view)
        self.setFocusProxy(view)
        return view

    @property
    def base(self) -> MapBase:
        """What the map was begun with."""
        return self._base

    @property
    def page(self) -> LockedPage:
        """The page, for the tests that attack it."""
        return self._page

    @property
    def is_ready(self) -> bool:
        """Whether the page is loaded and answers."""
        return self._is_ready

    @property
    def switches(self) -> Mapping[str, bool]:
        """What was switched on or off, by layer; layers nobody touched are not in it."""
        return self._state.switches

    @property
    def place(self) -> tuple[float, float, float] | None:
        """Latitude, longitude and zoom in sight; None before the page has said so."""
        return self._state.place

    # --- what the program tells the map -------------------------------------------------------------------------

    def set_layer(self, name: str, packed: PackedLayer) -> None:
        """Show a layer's newest data: "complaints" or "vehicles"."""
        seq = self._state.next_layer(name)
        self._handler.put_layer(name, packed.to_bytes())
        self._tell("layer", name, seq)

    def set_trail(self, points: NDArray[Any] | None) -> None:
        """Show where the followed vehicle was: rows of latitude, longitude, epoch seconds; None hides it."""
        if points is None or len(points) < 2:
            self._state.layers.pop("trail", None)
            self._tell("noTrail")
        else:
            self.set_layer("trail", messages.pack_trail(points, self._base.centre))

    def select(self, kind: str, key: int, lat: float | None = None, lon: float | None = None) -> None:
        """Put the ring around a thing. The place is for what no layer holds (a landmark, a closed complaint)."""
        self._state.selection = (kind, key, messages.metres(lat, lon, self._base.centre))
        self._state.label = ""
        self._tell("select", *self._state.selection)

    def set_label(self, text: str) -> None:
        """What the selected thing is called; shown beside it at any zoom until something else is selected."""
        self._state.label = text
        self._tell("label", text)

    def set_names(self, names: Mapping[int, str]) -> None:
        """What vehicles are called, by key: the answer to `names_wanted`, or news about names told before."""
        self._tell("names", {str(key): name for key, name in names.items()})

    def fly_to(self, lat: float, lon: float, zoom: float | None = None) -> None:
        """Go there, at the person's wish. Without `zoom` at least close enough to see streets."""
        self._state.place = (lat, lon, zoom or 15.0)
        self._tell("fly", lat, lon, zoom)

    def jump_to(self, lat: float, lon: float, zoom: float) -> None:
        """Be there at once, as when a layout is brought back."""
        self._state.place = (lat, lon, zoom)
        self._tell("jump", lat, lon, zoom)

    def follow(self, key: int | None) -> None:
        """Keep a vehicle in the middle; None ends it."""
        self._state.follow = key or 0
        self._tell("follow", self._state.follow)

    def set_card(self, lines: Sequence[str] | None) -> None:
        """Words beside the thing under the pointer; the first line is the title. Shown literally."""
        self._tell("card", list(lines) if lines else None)

    def set_status(self, text: str) -> None:
        """One short line in the corner (the followed vehicle); empty hides it."""
        self._state.status = text
        self._tell("status", text)

    def set_theme(self, tokens: Mapping[str, str]) -> None:
        """Colours by role, `#rrggbb`."""
        self._state.theme = dict(tokens)
        self.stand_in.set_theme(tokens)
        self._view.page().setBackgroundColor(tokens.get("window", "#11171d"))
        self._tell("theme", self._state.theme)

    def set_words(self, words: Mapping[str, str]) -> None:
        """Words in the language in use, by part: complaints, vehicles, areas, landmarks, queue (the switches),
        schematic, official, zoomIn, zoomOut, home, follow, restarting, stopped, retry."""
        self._state.words = dict(words)
        self.stand_in.set_words(words)
        self._tell("words", self._state.words)

    def set_switch(self, layer: str, on: bool) -> None:
        """Show or hide "complaints", "vehicles", "areas" or "landmarks"; "queue": show only what the queue lists."""
        self._state.switches[layer] = on
        self._tell("switch", layer, on)

    def set_list(self, lines: Sequence[str]) -> None:
        """What to show as a plain list when the map cannot run."""
        self.stand_in.set_lines(lines)

    def _tell(self, name: str, *arguments: Any) -> None:
        if not self.thread().isCurrentThread():
            raise AssertionError("the map is told from the GUI thread only")
        if self._is_ready and not self._closed:
            self._page.runJavaScript(messages.call(name, *arguments))

    # --- what the page tells ------------------------------------------------------------------------------------

    def _on_message(self, message: events.AnyMessage) -> None:
        if isinstance(message, BY_HAND) or (isinstance(message, events.Moved) and not self._state.follow):
            self.heartbeat.touched()
        match message:
            case events.Ready():
                self._on_ready()
            case events.Clicked(kind=kind, key=key, lat=lat, lon=lon):
                if lat is not None and lon is not None:
                    self.place_clicked.emit(lat, lon)
                self.feature_clicked.emit(kind, key)
            case events.Hovered(kind=kind, key=key, x=x, y=y):
                self.feature_hovered.emit(kind, key, QPoint(round(x), round(y)))
            case events.Painted(layer=layer, seq=seq, ms=ms):
                self.painted.emit(layer, seq, ms)
            case events.Moved(lat=lat, lon=lon, zoom=zoom):
                self._state.place = (lat, lon, zoom)
            case events.Switched(layer=layer, on=on):
                self._state.switches[layer] = on
                self.switch_changed.emit(layer, on)
            case events.FollowWanted(on=on):
                self.follow_wanted.emit(on)
            case events.NamesWanted(keys=keys):
                self.names_wanted.emit(keys)

    def _on_ready(self) -> None:
        self._is_ready = True
        self._stack.setCurrentWidget(self._view)
        self.heartbeat.start(self._page)
        for name, arguments in self._state.replay():
            self._tell(name, *arguments)
        self.ready.emit()

    # --- life and death of the page -----------------------------------------------------------------------------

    def _start(self) -> None:
        if not self._closed:
            self._page.load(HOME)

    @Slot(QWebEnginePage.RenderProcessTerminationStatus, int)
    def _on_terminated(self, status: QWebEnginePage.RenderProcessTerminationStatus, code: int) -> None:
        if self._closed:
            return
        log.error("map renderer ended (%s, %s)", status.name, code)
        self._is_ready = False
        self.heartbeat.stop()
        again = self._recovery.after_crash()
        self.stand_in.show_failure(given_up=again is None)
        self._stack.setCurrentWidget(self.stand_in)
        self.failed.emit("The map stopped." if again is None else "The map is restarting.")
        if again is not None:
            QTimer.singleShot(round(again * 1000), self, self._start)

    @Slot()
    def _on_hung(self) -> None:
        log.error("map renderer does not answer; it is ended")
        messages.end_process(self._page.renderProcessPid())

    @Slot()
    def _on_bloated(self) -> None:
        log.warning("map renderer grew too large; the page starts anew")
        self._recovery.forget()
        messages.end_process(self._page.renderProcessPid())

    @Slot()
    def _on_retry(self) -> None:
        self._recovery.forget()
        self.stand_in.show_failure(given_up=False)
        self._start()

    def on_window_moved(self) -> None:
        """The dock that holds the map became a window or came back: under GL the old view would stay blank."""
        if not (self._closed or is_software()):
            QTimer.singleShot(0, self, self.renew_view)

    def renew_view(self) -> None:
        """Put a new web view on the same page; the page notices nothing."""
        if self._closed:
            return
        old = self._view
        self._view = self._new_view()
        if self._is_ready:
            self._stack.setCurrentWidget(self._view)
        self._stack.removeWidget(old)
        old.deleteLater()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing ends the page in order."""
        self.shutdown()
        super().closeEvent(event)

    @Slot()
    def shutdown(self) -> None:
        """End page, then profile, in this order; the widget shows nothing afterwards. Safe to call twice."""
        if self._closed:
            return
        self._closed, self._is_ready = True, False
        self.heartbeat.stop()
        self._stack.removeWidget(self._view)
        shiboken6.delete(self._view)
        shiboken6.delete(self._page)
        shiboken6.delete(self._profile)
        if self._base.tiles is not None:
            self._base.tiles.close()
