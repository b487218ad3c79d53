"""How often a costly view is built: at once after a rest, at most four times a second, a fifth of the time at most."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from app.clock import monotonic

QUIET_MS = 250
LOAD = 5


class Pace(QObject):
    """Calls `build` when something is wanted and `is_seen` says somebody looks; else it waits until `seen`."""

    def __init__(self, build: Callable[[], None], is_seen: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._build, self._is_seen = build, is_seen
        self._wanted = True
        self.built = 0
        self.pause_ms = QUIET_MS
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.seen)

    @property
    def is_waiting(self) -> bool:
        """Whether something is not shown yet; while nobody looks nothing waits."""
        return self._wanted and self._is_seen()

    def want(self) -> None:
        """Something changed: build now, or at the end of the pause."""
        self._wanted = True
        if not self._pause.isActive():
            self.seen()

    def at_once(self) -> None:
        """Everything is another now: build without a pause, if somebody looks."""
        self._wanted = True
        self.seen()

    def seen(self) -> None:
        """Build if anything is wanted and somebody looks."""
        if self.is_waiting:
            self.now()

    def now(self) -> None:
        """Build at once: a person asked for it."""
        started, self._wanted = monotonic(), False
        self.built += 1
        self._build()
        self.pause_ms = max(QUIET_MS, int((monotonic() - started) * 1000 * LOAD))
        self._pause.start(self.pause_ms)
