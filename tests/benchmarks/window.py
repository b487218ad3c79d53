"""A Qt application with a web engine for a benchmark, and waiting for signals in its event loop."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication

from maps import environment
from maps.gpu import choose_graphics
from tests.benchmarks.places import as_root

SIZE = (1600, 900)
PATIENCE_MS = 60_000


def web_app() -> QApplication:
    """The application, as the console makes it."""
    environment.prepare(root=as_root())
    environment.register_scheme()
    app = QApplication([])
    app.setApplicationName("poc-bench")
    choose_graphics()
    return app


def turn(ms: int) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(holds: Callable[[], bool], patience_ms: int = PATIENCE_MS, step_ms: int = 5) -> None:
    """Let the event loop run until something holds. Raises TimeoutError."""
    end = time.monotonic() + patience_ms / 1000
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the window did not come to the state waited for")
        turn(step_ms)


def _any(*_: object) -> bool:
    return True


def after(
    signal: SignalInstance,
    act: Callable[[], object],
    accept: Callable[..., bool] = _any,
    patience_ms: int = PATIENCE_MS,
) -> float:
    """Milliseconds from the start of `act` until the signal comes with values to `accept`. Raises TimeoutError."""
    loop, came = QEventLoop(), []

    def on_signal(*values: object) -> None:
        if accept(*values):
            came.append(time.perf_counter())
            loop.quit()

    signal.connect(on_signal)
    start = time.perf_counter()
    act()
    if not came:
        QTimer.singleShot(patience_ms, loop.quit)
        loop.exec()
    signal.disconnect(on_signal)
    if not came:
        raise TimeoutError("the signal waited for did not come")
    return (came[0] - start) * 1000
