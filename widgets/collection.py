"""Python's search for garbage in cycles: by the GUI thread alone, and past a start only among what is new.

Left to itself Python searches in whatever thread makes one object too many. If that is one of our lanes and it finds
a Qt object, the lane destroys it: it holds Qt's lock while it waits for the interpreter, and when the GUI thread holds
the interpreter and waits for that lock, both stand still for ever. So nobody searches by himself.

A start makes some hundred thousand objects that live as long as the program. Looking through them again and again
costs a tenth of the start, and later, at any moment, the GUI thread's longest block.
"""

import gc

from PySide6.QtCore import QObject, QTimer

SETTLED_MS = 5_000  # after the windows were shown; by then the first picture is on the screen
EVERY_MS = 500
LIMITS = (700, 10, 100)  # of `gc.get_count`: the young at every turn, all that came since the start every ten minutes


def collect_due() -> None:
    """Search the generations that are due. Only the GUI thread may call it."""
    due = [generation for generation, count in enumerate(gc.get_count()) if count > LIMITS[generation]]
    if due:
        gc.collect(due[-1])


class Collection(QObject):
    """`main` turns Python's own search off before it imports anything; `start` once the windows are shown."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._settled = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settled.timeout.connect(self.resume)
        self._turn = QTimer(self, interval=EVERY_MS)
        self._turn.timeout.connect(collect_due)

    def start(self) -> None:
        """Begin soon."""
        self._settled.start()

    def stop(self) -> None:
        """No more turns; what was left alone is so no longer."""
        self._settled.stop()
        self._turn.stop()
        gc.unfreeze()

    def resume(self) -> None:
        """From now on leave alone what is there, and search among the rest."""
        gc.freeze()
        self._turn.start()
