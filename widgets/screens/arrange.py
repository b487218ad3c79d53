"""Where the desk's panels stand on the first day, by the room there is."""

from collections.abc import Sequence

import PySide6QtAds as QtAds

from widgets.layout import LayoutManager
from widgets.panels.registry import PanelSpec, Place

_SIDE = {
    Place.LEFT: QtAds.LeftDockWidgetArea,
    Place.CENTRE: QtAds.RightDockWidgetArea,
    Place.RIGHT: QtAds.RightDockWidgetArea,
}


def side_widths(width: int) -> tuple[int, int]:
    """Widths of the left and right panels in a window: 570 and 400 at 1920, less on a small screen."""
    least_left, least_right = (390, 320) if width >= 1200 else (330, 290)
    return min(max(int(width * 0.2969), least_left), 660), min(max(int(width * 0.2084), least_right), 460)


def bottom_height(height: int) -> int:
    """Height of the panels at the bottom."""
    return min(max(int(height * 0.165), 150), 260)


def arrange_desk(layouts: LayoutManager, panels: Sequence[PanelSpec], width: int, height: int) -> None:
    """Place every dock: left, centre and right side by side, the bottom ones under them; more in a place are tabs."""
    upper = None
    first: dict[Place, QtAds.CDockAreaWidget] = {}
    for spec in panels:
        if spec.place in first:
            layouts.manager.addDockWidget(QtAds.CenterDockWidgetArea, layouts.dock(spec.name), first[spec.place])
        elif spec.place in _SIDE:
            upper = layouts.manager.addDockWidget(_SIDE[spec.place], layouts.dock(spec.name), upper)
            first[spec.place] = upper
    lower = None
    for spec in panels:
        if spec.place is Place.BOTTOM:
            lower = _add_below(layouts, spec, lower)
    for spec in panels:
        layouts.dock(spec.name).toggleView(spec.is_open)
    for spec in reversed(panels):
        if spec.is_open:
            layouts.dock(spec.name).setAsCurrentTab()
    share(layouts, panels, width, height)


def _add_below(layouts: LayoutManager, spec: PanelSpec, lower: QtAds.CDockAreaWidget | None) -> QtAds.CDockAreaWidget:
    dock = layouts.dock(spec.name)
    if lower is None:
        return layouts.manager.addDockWidget(QtAds.BottomDockWidgetArea, dock)
    return layouts.manager.addDockWidget(QtAds.CenterDockWidgetArea, dock, lower)


def share(layouts: LayoutManager, panels: Sequence[PanelSpec], width: int, height: int) -> None:
    """Give each column and the bottom row its size; the centre takes what is left, now and when the window grows."""
    left, right = side_widths(width)
    by_place = {spec.place: layouts.dock(spec.name).dockAreaWidget() for spec in reversed(panels)}
    centre, bottom = by_place.get(Place.CENTRE), by_place.get(Place.BOTTOM)
    if centre is not None:
        layouts.manager.setSplitterSizes(centre, [left, max(width - left - right, 200), right])
        splitter = centre.parentSplitter()
        for at in range(splitter.count()):
            splitter.setStretchFactor(at, int(splitter.widget(at) is centre))
    if bottom is not None:
        low = bottom_height(height)
        layouts.manager.setSplitterSizes(bottom, [max(height - low, 200), low])
        bottom.parentSplitter().setStretchFactor(0, 1)
        bottom.parentSplitter().setStretchFactor(1, 0)
