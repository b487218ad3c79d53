"""Our own manager of the docks over QtAds: who stands where, kept per set of monitors.

What a trial of QtAds taught: docks are hidden, never deleted; no auto-hide (it deletes a floating dock with its
content); a state that does not know a panel closes it, so new panels are opened again; `restoreState` is never called
twice without a turn of the event loop between.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import PySide6QtAds as QtAds
from PySide6.QtCore import QByteArray, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QWidget

from app.i18n import N_, Language
from widgets.layout_store import VERSION, Layout, LayoutStore, screens_key
from widgets.marks import icon
from widgets.plain import tip
from widgets.stylesheet import dock_stylesheet
from widgets.theme import Theme

Dock: TypeAlias = QtAds.CDockWidget
Manager: TypeAlias = QtAds.CDockManager
_ON = (
    "OpaqueSplitterResize",
    "XmlCompressionEnabled",
    "AlwaysShowTabs",
    "DisableStylesheet",
    "DragPreviewIsDynamic",
    "DragPreviewShowsContentPixmap",
    "DockAreaHasUndockButton",
    "DockAreaHasCloseButton",
    "DockAreaCloseButtonClosesTab",
    "DockAreaHasTabsMenuButton",
    "DockAreaDynamicTabsMenuButtonVisibility",
    "FloatingContainerHasWidgetTitle",
    "DoubleClickUndocksWidget",
)
_KEEP_EVERY_MS = 10_000
_FEATURES = ("DockWidgetClosable", "DockWidgetMovable", "DockWidgetFloatable", "DockWidgetFocusable")
_BUTTONS = {
    "TitleBarButtonUndock": ("float", N_("Make it a window of its own")),
    "TitleBarButtonClose": ("close", N_("Close this panel")),
    "TitleBarButtonTabsMenu": ("chevron-down", N_("Panels behind this one")),
}


class LayoutManager(QObject):
    """Holds the docks of one window. `arrange` places them for the first time and on "reset this screen"."""

    dock_moved = Signal(str, bool)  # panel, now a window of its own
    monitors_changed = Signal(bool)  # True: an arrangement for them is kept and may be offered
    area_created = Signal(object)

    def __init__(self, window: QMainWindow, store: LayoutStore, arrange: Callable[["LayoutManager"], None]) -> None:
        super().__init__(window)
        _configure()
        self.manager = Manager(window)
        self._window, self._store, self._arrange = window, store, arrange
        self._docks: dict[str, Dock] = {}
        self._panels: dict[str, QWidget] = {}
        self._theme: Theme | None = None
        self._words: Language | None = None
        self._restoring = False
        self.locked = False
        self.manager.dockAreaCreated.connect(self._on_area_created)
        self._kept: Layout | None = None
        self._keeper = QTimer(self)
        self._keeper.setInterval(_KEEP_EVERY_MS)
        self._keeper.timeout.connect(self.keep)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenAdded.connect(self._on_screens)
            app.screenRemoved.connect(self._on_screens)

    @property
    def names(self) -> tuple[str, ...]:
        """Every panel, open or not."""
        return tuple(self._docks)

    def dock(self, name: str) -> Dock:
        """A panel's dock."""
        return self._docks[name]

    def add(self, name: str, title: str, panel: QWidget) -> Dock:
        """A dock for a panel; `arrange` gives it its place, and `fill` puts the panel into it."""
        dock = Dock(self.manager, title)
        dock.setObjectName(name)
        features = Dock.DockWidgetFeature(0)
        for feature in _FEATURES:
            features |= Dock.DockWidgetFeature[feature]
        dock.setFeatures(features)
        dock.setWidget(QWidget(), Dock.eInsertMode.ForceNoScrollArea)  # QtAds opens no empty dock
        dock.setMinimumSizeHintMode(Dock.eMinimumSizeHintMode.MinimumSizeHintFromContent)
        dock.topLevelChanged.connect(self._on_top_level)
        self._docks[name], self._panels[name] = dock, panel
        return dock

    def fill(self) -> None:
        """Put every panel into its dock. Once, when the docks are where they stay: each move of a full dock makes Qt
        look at all of the panel's widgets again."""
        for name, dock in self._docks.items():
            if dock.widget() is not self._panels[name]:
                dock.takeWidget().deleteLater()
                dock.setWidget(self._panels[name], Dock.eInsertMode.ForceNoScrollArea)

    def is_open(self, name: str) -> bool:
        """Whether a panel is open (perhaps behind another tab)."""
        return not self._docks[name].isClosed()

    def show(self, name: str) -> None:
        """Open a panel where it was last and bring it to the front."""
        dock = self._docks[name]
        if dock.isClosed():
            dock.toggleView(True)
        dock.setAsCurrentTab()
        dock.raise_()

    def hide(self, name: str) -> None:
        """Close a panel; it is only hidden."""
        self._docks[name].toggleView(False)

    def start_keeping(self) -> None:
        """From now on keep the arrangement soon after it changed, so that a crash does not lose it."""
        self._kept = self._now()
        self._keeper.start()

    def keep(self) -> None:
        """Save the arrangement if it is another than the last one kept."""
        if self._now() != self._kept:
            self.save()

    def save(self) -> None:
        """Keep the arrangement for the monitors of now."""
        self._kept = self._now()
        self._store.save(self._key(), self._kept)

    def _now(self) -> Layout:
        state, place = self.manager.saveState(VERSION), self._window.saveGeometry()
        wishes: dict[str, Any] = {name: getattr(panel, "remembered", dict)() for name, panel in self._panels.items()}
        remembered = {name: kept for name, kept in wishes.items() if kept}
        return Layout(bytes(state.data()), self.names, bytes(place.data()), self.locked, remembered)

    def restore_window(self) -> bool:
        """Put the window where it was with these monitors, maximized if it was. Before it is first shown."""
        kept = self._store.load(self._key())
        return kept is not None and self._window.restoreGeometry(QByteArray(kept.geometry))

    def keep_under(self, number: int) -> None:
        """Keep the arrangement of now under a number, for the monitors of now."""
        self._store.save(self._numbered(number), self._now())

    def kept_numbers(self) -> tuple[int, ...]:
        """The numbers from 1 to 9 under which an arrangement for these monitors is kept."""
        return tuple(n for n in range(1, 10) if self._store.load(self._numbered(n)) is not None)

    def bring(self, number: int) -> bool:
        """Bring back what was kept under a number; False as `restore`. The window stays where it is."""
        return self._bring(self._numbered(number), window_too=False)

    def restore(self, *, window_too: bool = True) -> bool:
        """Bring back what was kept for these monitors. False: nothing good is kept, or a restore is under way."""
        return self._bring(self._key(), window_too=window_too)

    def _bring(self, key: str, *, window_too: bool) -> bool:
        kept = self._store.load(key)
        if kept is None or self._restoring:
            return False
        self._restoring = True
        QTimer.singleShot(0, self._on_turn)
        if not self.manager.restoreState(QByteArray(kept.state), VERSION):
            return False
        if window_too:
            self._window.restoreGeometry(QByteArray(kept.geometry))
        for name in set(self.names) - set(kept.panels):
            self.show(name)
        self._recall(kept.remembered)
        self.lock(kept.locked)
        return True

    def _recall(self, remembered: Mapping[str, Any]) -> None:
        for name, panel in self._panels.items():
            recall, kept = getattr(panel, "recall", None), remembered.get(name)
            if recall is not None and isinstance(kept, dict):
                recall(kept)

    def reset(self) -> None:
        """Place every dock as on the first day and forget what was kept for these monitors."""
        self.lock(False)
        self._store.forget(self._key())
        self._arrange(self)

    def lock(self, locked: bool) -> None:
        """Forbid moving, floating and closing docks, or allow it again."""
        self.locked = locked
        features = Dock.DockWidgetFeature(0)
        if locked:
            for feature in _FEATURES[:3]:
                features |= Dock.DockWidgetFeature[feature]
        self.manager.lockDockWidgetFeaturesGlobally(features)

    def dress(self, theme: Theme) -> None:
        """Give the docks a theme's colours and buttons."""
        self.manager.setStyleSheet(dock_stylesheet(theme))
        for area in self._areas():
            self._dress_area(area, theme)
        self._theme = theme

    def retranslate(self, words: Language) -> None:
        """Name the buttons of the title bars in another language."""
        self._words = words
        for area in self._areas():
            self._name_buttons(area, words)

    def _name_buttons(self, area: QtAds.CDockAreaWidget, words: Language) -> None:
        for button, (_, title) in _BUTTONS.items():
            made = area.titleBarButton(getattr(QtAds, button))
            made.setAccessibleName(words.text(title))
            tip(made, words.text(title))

    def _areas(self) -> list[QtAds.CDockAreaWidget]:
        return [self.manager.dockArea(i) for i in range(self.manager.dockAreaCount())]

    def _dress_area(self, area: QtAds.CDockAreaWidget, theme: Theme) -> None:
        for button, (shape, _) in _BUTTONS.items():
            area.titleBarButton(getattr(QtAds, button)).setIcon(icon(shape, theme.secondary, theme.faint))

    def _key(self) -> str:
        return screens_key(QGuiApplication.screens())

    def _numbered(self, number: int) -> str:
        return f"{self._key()}#{number}"

    def _on_turn(self) -> None:
        self._restoring = False

    def _on_top_level(self, top_level: bool) -> None:
        dock = self.sender()
        if dock is not None:
            self.dock_moved.emit(dock.objectName(), top_level)

    def _on_area_created(self, area: QtAds.CDockAreaWidget) -> None:
        if self._theme is not None:
            self._dress_area(area, self._theme)
        if self._words is not None:
            self._name_buttons(area, self._words)
        self.area_created.emit(area)

    def _on_screens(self) -> None:
        self.monitors_changed.emit(self._store.load(self._key()) is not None)


def _configure() -> None:
    flags = Manager.eConfigFlag(0)
    for name in _ON:
        flags |= Manager.eConfigFlag[name]
    Manager.setConfigFlags(flags)
    Manager.setAutoHideConfigFlags(Manager.eAutoHideFlag(0))
