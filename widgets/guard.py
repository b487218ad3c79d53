"""Whether this PySide6 loses references on this Python; asked before the first window.

PySide6 6.12.0 on Python 3.11 drops one reference to None in most calls that return nothing: a desk with one clock
dies after some minutes (`none_dealloc`). From Python 3.12 on None is immortal and nothing happens. The lock file pins
a good pair; the guard is for environments that were built in another way.
"""

import sys

import PySide6
from PySide6.QtGui import QStandardItem

from app.errors import PocError

CALLS = 300
LOST = CALLS // 2
"""A healthy pair loses none; other threads may move the count by a few."""


def lost_references() -> int:
    """How many references to None a few hundred calls lost; needs no application object."""
    item = QStandardItem()
    item.setText("warm")
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        item.setText("x")
    return before - sys.getrefcount(None)


def refuse_bad_qt() -> None:
    """Raise PocError when Qt's binding would crash this process."""
    if lost_references() <= LOST:
        return
    python = ".".join(map(str, sys.version_info[:3]))
    raise PocError(
        f"PySide6 {PySide6.__version__}",
        f"it loses references on Python {python} and would crash within minutes.",
        "Remove the folder .venv and start ./poc again: it installs the version that was tested.",
    )
