"""A GUI thread that stands still is noticed and written down (safety rule D16).

A timer of the GUI thread says "alive"; a watching thread sees when it stops saying so and dumps every thread's stack.
Under systemd the same timer keeps the service's watchdog quiet, so that a frozen desk is started again.
"""

import faulthandler
import logging
import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.clock import monotonic

STALL_S = 1.0
_log = logging.getLogger("poc.stall")


class StallWatch(QObject):
    """Watches the thread it is made in. `start` and `stop` are called there; the stacks go to `dump_to`."""

    def __init__(self, dump_to: Path, parent: QObject | None = None, stall_s: float = STALL_S) -> None:
        super().__init__(parent)
        self._path, self._stall_s = dump_to, stall_s
        self._beat = monotonic()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="stall watch", daemon=True)
        self._timer = QTimer(self)
        self._timer.setInterval(int(stall_s * 200))
        self._timer.timeout.connect(self._on_beat)
        self.stalls = 0

    def start(self) -> None:
        """Begin to watch."""
        self._beat = monotonic()
        self._timer.start()
        self._thread.start()

    def stop(self) -> None:
        """End the watching thread."""
        self._timer.stop()
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join(2.0)

    def _on_beat(self) -> None:
        self._beat = monotonic()
        tell_systemd("WATCHDOG=1")

    def _watch(self) -> None:
        dumped = 0.0
        while not self._ended.wait(self._stall_s / 4):
            beat = self._beat
            if monotonic() - beat > self._stall_s and beat != dumped:
                dumped = beat
                self.stalls += 1
                self._dump()

    def _dump(self) -> None:
        _log.error("the screen stands still for more than %.1f s; stacks in %s", self._stall_s, self._path)
        try:
            with self._path.open("a", encoding="utf-8") as file:
                faulthandler.dump_traceback(file, all_threads=True)
        except OSError as fault:
            _log.error("the stacks could not be written: %s", fault)


def tell_systemd(state: str, address: Callable[[str], str | None] = os.environ.get) -> None:
    """Send a state to systemd when it started us; nothing otherwise."""
    target = address("NOTIFY_SOCKET")
    if not target:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        try:
            line.sendto(state.encode(), target.replace("@", "\0", 1) if target.startswith("@") else target)
        except OSError as fault:
            _log.debug("systemd did not listen: %s", fault)
