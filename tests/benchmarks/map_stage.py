"""One window with our map and, behind it, the peers' pages; only the one in front paints."""

from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from maps.basemap import map_base
from maps.view import MapView
from tests.benchmarks.city import city
from tests.benchmarks.places import kept
from tests.benchmarks.window import SIZE, after, turn, until
from widgets.theme import NIGHT

SETTLE_MS = 150


class Stage(QWidget):
    """The window; `map` is ours, in front at first."""

    def __init__(self) -> None:
        super().__init__()
        self.map = MapView(map_base(city(), kept("skeleton")), self)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.map)
        self.map.set_theme(NIGHT.tokens())
        self.resize(*SIZE)
        self.show()
        until(lambda: self.map.is_ready)

    def add(self, view: QWidget) -> None:
        """Put a peer behind."""
        self._stack.addWidget(view)

    def front(self, view: QWidget) -> None:
        """Bring one to the front and let it settle."""
        if self._stack.currentWidget() is not view:
            self._stack.setCurrentWidget(view)
            turn(SETTLE_MS)

    def painted(self, act: Any, layer: str) -> float:
        """Milliseconds until the map says that a layer told by `act` is painted."""
        return after(self.map.painted, act, lambda name, *_: name == layer)

    def js(self, script: str) -> Any:
        """The value of an expression in our page."""
        return page_value(self.map.page, script)


def page_value(page: Any, script: str) -> Any:
    """The value of an expression in a page."""
    answers: list[Any] = []
    page.runJavaScript(script, answers.append)
    until(lambda: bool(answers))
    return answers[0]
