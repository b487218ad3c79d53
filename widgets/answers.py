"""What a lane's job has found, brought to the GUI thread and to whoever asked, if it is still there."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from app.errors import PocError
from widgets.lane import Job

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    """Who asked, its ear, and what was found."""

    asker: QObject
    tell: Callable[[Any], None]
    found: Any


class Answers(QObject):
    """Lives in the GUI thread. It has no parent, so that a job can tell it of its end whatever was closed meanwhile.

    A job that emits a signal of its asker itself fails when the asker was deleted while the job waited in the lane.
    """

    _found = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._found.connect(self._on_found, Qt.ConnectionType.QueuedConnection)

    def job(self, asker: QObject, read: Callable[[], T], tell: Callable[[T | None], None]) -> Job:
        """A job for a lane. `tell` hears in the GUI thread what was read, unless `asker` was deleted by then.

        It hears None while the database is away or refuses, which is said elsewhere.
        """

        def job() -> None:
            self._found.emit(_Answer(asker, tell, _read(read)))

        return job

    @Slot(object)
    def _on_found(self, answer: _Answer) -> None:
        if isValid(answer.asker):
            answer.tell(answer.found)


def _read(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except PocError:
        return None
