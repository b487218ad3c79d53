"""Python's search for garbage in cycles: off while a console starts, and past that only among what is new.

A start makes some hundred thousand objects that live as long as the program. Looking through them again and again
costs a tenth of the start, and later, at any moment, the GUI thread's longest block.
"""

import gc

from PySide6.QtCore import QObject, QTimer

SETTLED_MS = 5_000  # after the windows were shown; by then the first picture is on the screen


class Collection(QObject):
    """`main` turns the search off before it imports anything; `start` once the windows are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._timer.timeout.connect(self.resume)

    def start(self) -> None:
        """Turn it on again soon."""
        self._timer.start()

    def stop(self) -> None:
        """Turn it on now, over everything: somebody else may go on with this process."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def resume(self) -> None:
        """From now on leave alone what is there, and search among the rest."""
        gc.freeze()
        gc.enable()
