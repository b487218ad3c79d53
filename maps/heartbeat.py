"""Is the page alive, and does it grow? A hung renderer gives no signal: only its silence shows it.

Each beat also collects the page's garbage, which the engine hardly ever does by itself.
"""

import os
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWebEngineCore import QWebEnginePage

BEAT_MS = 10_000
MISSES = 3
LARGEST_RSS = 600 * 2**20  # bytes
FAR_TOO_LARGE_RSS = 1200 * 2**20  # bytes; from here on nobody is waited for
QUIET_BEATS = 3  # the page is not begun anew while a person works on it: this many beats without a touch
SCRIPT = "window.gc&&gc();1"


class Heartbeat(QObject):
    """Beats on one page until stopped. `died` after three beats without an answer; `bloated` when it grew too large and
    nobody has touched it for three beats."""

    died = Signal()
    bloated = Signal()

    def __init__(self, parent: QObject | None = None, beat_ms: int = BEAT_MS) -> None:
        super().__init__(parent)
        self._page: QWebEnginePage | None = None
        self._missed = self._turn = self._quiet = 0
        self._timer = QTimer(self)
        self._timer.setInterval(beat_ms)
        self._timer.timeout.connect(self._on_beat)

    def set_interval(self, beat_ms: int) -> None:
        """Beat at another rate."""
        self._timer.setInterval(beat_ms)

    def start(self, page: QWebEnginePage) -> None:
        """Watch this page."""
        self._page, self._missed = page, 0
        self._turn += 1
        self._timer.start()

    def stop(self) -> None:
        """Watch nothing."""
        self._timer.stop()
        self._page = None

    def touched(self) -> None:
        """A person did something on the page."""
        self._quiet = 0

    @Slot()
    def _on_beat(self) -> None:
        if self._page is None:
            return
        if self._missed >= MISSES:
            self.stop()
            self.died.emit()
            return
        self._missed += 1
        self._quiet += 1
        turn = self._turn
        self._page.runJavaScript(SCRIPT, lambda _answer: self._on_pong(turn))
        size = rss(self._page.renderProcessPid())
        if size > FAR_TOO_LARGE_RSS or (size > LARGEST_RSS and self._quiet >= QUIET_BEATS):
            self.bloated.emit()

    def _on_pong(self, turn: int) -> None:
        if turn == self._turn:
            self._missed = 0


def rss(pid: int) -> int:
    """Resident bytes of a process; 0 where the system does not say."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
