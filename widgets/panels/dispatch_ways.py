"""Asks for travel times over the journal and waits for the answer; the straight line stands meanwhile.

No window speaks to a router: the collector does, where the city file names one.
"""

from collections.abc import Mapping
from enum import Enum
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.clock import monotonic, real_now
from app.domain.travel import Spot, WayAnswer, WayQuestion
from app.journal.ways import answered_ways, ask_ways
from app.views.suggest import Unit

if TYPE_CHECKING:
    from widgets.live import Live

_LOOK_MS = 250
_MORE_S = 3.0  # beyond the router's own deadline: the collector looks twice a second, and writes
_AGAIN_S = 60.0  # units drive on; so long a told time stands


class Told(Enum):
    """Where the times on the screen come from."""

    NO_ROUTER = "no router"  # the city file names none
    ASKING = "asking"
    ROADS = "roads"
    SILENT = "silent"  # no collector answered
    FAILED = "failed"  # the router did not answer, or answered nonsense


class Ways(QObject):
    """Travel times to one place. Lives in the GUI thread; `changed` says that something else is known."""

    changed = Signal()

    def __init__(self, live: "Live", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._live = live
        self.told, self.error = Told.NO_ROUTER, ""
        self.seconds: Mapping[str, float | None] = {}
        self._about: object = None
        self._question = ""
        self._since = 0.0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def forget(self) -> None:
        """Another case is looked at."""
        self._timer.stop()
        self._about, self._question, self.seconds, self.error = None, "", {}, ""
        self.told = Told.NO_ROUTER if self._live.city.routing.url is None else Told.ASKING

    def ask(self, about: object, place: tuple[float, float], units: tuple[Unit, ...]) -> None:
        """Ask for the ways of these units, unless the same was asked a moment ago."""
        is_recent = self._about == about and monotonic() - self._since < _AGAIN_S
        if self._live.city.routing.url is None or not units or is_recent:
            return
        self._about, self._since, self._question = about, monotonic(), uuid4().hex
        spots = tuple(Spot(unit.id, unit.lat, unit.lon) for unit in units)
        question = WayQuestion(self._question, real_now(), *place, spots)
        if not self.seconds:
            self.told = Told.ASKING
        journal = self._live.journal
        self._live.write(lambda: ask_ways(journal, question))
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        if monotonic() - self._since > self._live.city.routing.deadline.total_seconds() + _MORE_S:
            self._end(Told.SILENT, {}, "")
            return
        journal, id_ = self._live.journal, self._question
        self._live.read(self, lambda: answered_ways(journal, id_), self._on_read)

    def _on_read(self, answer: WayAnswer | None) -> None:
        if answer is None or answer.id != self._question or not self._timer.isActive():
            return
        self._end(Told.FAILED if answer.error else Told.ROADS, answer.seconds, answer.error)

    def _end(self, told: Told, seconds: Mapping[str, float | None], error: str) -> None:
        self._timer.stop()
        self.told, self.seconds, self.error = told, seconds, error
        self.changed.emit()
