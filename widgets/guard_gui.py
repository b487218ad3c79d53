"""Nothing of the screen is touched from a worker (safety rule D18): an assertion instead of a random crash."""

from PySide6.QtCore import QCoreApplication, QThread


class WrongThread(AssertionError):
    """A model or widget was changed outside the GUI thread."""


def assert_gui_thread() -> None:
    """Raise WrongThread unless this is the GUI thread. For the setters of models."""
    app = QCoreApplication.instance()
    if app is not None and QThread.currentThread() is not app.thread() and QThread.currentThread() != app.thread():
        raise WrongThread("the screen was touched from a worker thread")
