"""The order in which Tab goes through a window: part by part, in each as one reads.

Docks are moved about and chips come and go, so Qt's own order, that of making, soon means nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

_LINE = 20  # pixels; what stands within this height stands in one line


def tab_stops(parts: Sequence[QWidget]) -> list[QWidget]:
    """Every control that takes Tab, of all visible parts in their order."""
    return [stop for part in parts if part.isVisible() for stop in _stops_of(part)]


def step(parts: Sequence[QWidget], *, forward: bool) -> bool:
    """Give the keyboard to the next control, or to the one before; False when there is none."""
    stops, now = tab_stops(parts), QApplication.focusWidget()
    if not stops:
        return False
    at = _place_of(now, stops)
    if at is None:
        at = -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def _stops_of(part: QWidget) -> list[QWidget]:
    found = [w for w in (part, *part.findChildren(QWidget)) if _takes_tab(w)]
    return sorted(found, key=lambda widget: _reading_place(widget, part))


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def _reading_place(widget: QWidget, part: QWidget) -> tuple[int, int]:
    at = widget.mapTo(part, QPoint(0, 0)) if widget is not part else QPoint(0, 0)
    return (at.y() + widget.height() // 2 if widget.height() < _LINE * 3 else at.y()) // _LINE, at.x()


def _place_of(widget: QWidget | None, stops: Sequence[QWidget]) -> int | None:
    """Where the keyboard is: at a stop, or inside one (a web page has its own inner widget)."""
    while widget is not None and widget not in stops:
        widget = widget.parentWidget()
    return stops.index(widget) if widget is not None else None
