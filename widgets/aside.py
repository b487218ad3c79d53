"""Work done in a thread while the event loop turns, and imports that do not read every module's source.

A start is long by what Python imports. Meanwhile the map's page can load, for which only the event loop must turn.
"""

import builtins
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

T = TypeVar("T")
_SWITCH_S = 0.001  # the thread gives way to the page's requests so often


class _Ending(QObject):
    done = Signal()


def aside(work: Callable[[], T]) -> T:
    """What `work` returns or raises; it runs in a thread and must touch no widget. Call it in the GUI thread."""
    loop, ending = QEventLoop(), _Ending()
    ending.done.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
    with ThreadPoolExecutor(1, "start") as thread, _giving_way():
        future: Future[T] = thread.submit(work)
        future.add_done_callback(lambda _: ending.done.emit())
        loop.exec()
    return future.result()


@contextmanager
def _giving_way() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def plain_imports() -> None:
    """Give Python's own import back: PySide's reads the source of each module for the word `__feature__`.

    WORKAROUND https://bugreports.qt.io/browse/PYSIDE-2029: we use no feature, and it costs a tenth of a start.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
