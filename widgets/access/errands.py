"""Errands of the person at a desk: signing in, a look at a citizen's data, who else is here; in a thread apart."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.errors import PocError
from widgets.lane import Lane

Then = Callable[[Any, PocError | None], None]


@dataclass(frozen=True, slots=True)
class _Back:
    """An errand that is back: what it brought, or what went wrong."""

    then: Then
    brought: Any
    trouble: PocError | None


class Errands(QObject):
    """Runs jobs one after the other in a thread of their own, and what comes of each in the GUI thread.

    The thread begins with the first errand. `stop` it before the journal is closed.
    """

    _back = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lane: Lane | None = None
        self._back.connect(self._on_back, Qt.ConnectionType.QueuedConnection)

    def run(self, job: Callable[[], Any], then: Then) -> None:
        """Do a job; `then` hears its result and None, or None and what went wrong."""
        if self._lane is None:
            self._lane = Lane("errands")
            self._lane.start()
        self._lane.submit(lambda: self._back.emit(self._done(job, then)))

    def stop(self) -> bool:
        """End the thread; whether it ended in time."""
        return self._lane is None or self._lane.stop()

    def wait_until_idle(self, timeout_s: float = 10.0) -> bool:
        """Wait until every errand so far is done; for tests and pictures."""
        return self._lane is None or self._lane.wait_until_idle(timeout_s)

    def _done(self, job: Callable[[], Any], then: Then) -> _Back:
        try:
            return _Back(then, job(), None)
        except PocError as trouble:
            return _Back(then, None, trouble)

    @Slot(object)
    def _on_back(self, back: _Back) -> None:
        back.then(back.brought, back.trouble)
