"""One piece of long work. It lives in the GUI thread; only its work is elsewhere."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal


class Job(QObject):
    """`progressed` tells the part done (0 to 1, below 0 = unknown); `ended` the file, or None and why.

    Why is "" when a person took it back. Exactly one `ended` comes, whatever happens.
    """

    progressed = Signal(float)
    ended = Signal(object, str)  # Path | None, why not

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.path = path

    def start(self) -> None:
        """Begin."""
        raise NotImplementedError

    def cancel(self) -> None:
        """Take it back; nothing half written is left behind."""
        raise NotImplementedError

    def join(self, timeout_s: float) -> bool:
        """Wait for the end; whether it came in time."""
        raise NotImplementedError
