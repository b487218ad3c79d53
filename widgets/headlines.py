"""The line beside a panel's title in its dock's title bar: the counts one reads in passing."""

import PySide6QtAds as QtAds
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QLabel, QSizePolicy, QWidget

from widgets.layout import LayoutManager
from widgets.plain import plain

_AFTER_TABS = 1


class Headlines(QObject):
    """Keeps a label in every dock area's title bar and shows the headline of the panel in front."""

    def __init__(self, layouts: LayoutManager) -> None:
        super().__init__(layouts)
        self._layouts = layouts
        layouts.area_created.connect(self._on_area)

    def watch(self, panel: QWidget) -> None:
        """Show this panel's headline from now on, if it has one."""
        changed = getattr(panel, "headline_changed", None)
        if changed is not None:
            changed.connect(self.refresh)

    def refresh(self, _text: object = None) -> None:
        """Draw every headline again."""
        for name in self._layouts.names:
            area = self._layouts.dock(name).dockAreaWidget()
            if area is not None:
                self._draw(area)

    def _on_area(self, area: QtAds.CDockAreaWidget) -> None:
        label = QtAds.CElidingLabel(area.titleBar())
        plain(label)
        label.setElideMode(Qt.TextElideMode.ElideRight)
        label.setObjectName("headline")
        label.setProperty("role", "secondary")
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # the title comes first
        area.titleBar().insertWidget(_AFTER_TABS, label)
        row = area.titleBar().layout()
        if isinstance(row, QBoxLayout):
            row.setStretchFactor(label, 1)
        area.currentChanged.connect(self.refresh)
        self._draw(area)

    def _draw(self, area: QtAds.CDockAreaWidget) -> None:
        label = area.titleBar().findChild(QLabel, "headline")
        front = area.currentDockWidget()
        text = str(getattr(front.widget(), "headline", "")) if front is not None else ""
        if label is not None and label.text() != text:
            label.setText(text)
        for dock in area.dockWidgets():
            _mark_front(dock.tabWidget(), dock is front or area.openDockWidgetsCount() < 2)


def _mark_front(tab: QWidget, is_front: bool) -> None:
    """Tell the tab in front from the others; Qt's style needs to be asked again after a property changes."""
    for label in tab.findChildren(QLabel, "dockWidgetTabLabel"):
        if label.property("front") != is_front:
            label.setProperty("front", is_front)
            label.style().unpolish(label)
            label.style().polish(label)
