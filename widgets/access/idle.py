"""Whether somebody is still at the desk: hands on keys or mouse in any window of ours."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from app.clock import monotonic

_HANDS = frozenset(
    {
        *(QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel),
        *(QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletPress),
    }
)


class IdleWatch(QObject):
    """Says `idle` once nobody has touched anything for `limit_s` seconds, and again as long as that lasts.

    It counts by the clock that never jumps: setting the machine's time neither hastens nor puts off the lock. It
    listens at the native windows, where little else than input comes by, not at every widget.
    """

    idle = Signal()

    def __init__(self, limit_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.limit_s = limit_s
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(1_000)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch, from now."""
        self.touched()
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def touched(self) -> None:
        """Somebody is here."""
        self._last = monotonic()

    def look(self) -> None:
        """Say so when nobody was here for long; listen at windows that are new."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)  # a window that has it already keeps it once
        if monotonic() - self._last >= self.limit_s:
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note hands; stop nothing."""
        if event.type() in _HANDS:
            self.touched()
        return False
