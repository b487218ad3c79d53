"""One hook for every exception nobody caught, wherever it happens: log it, show it, count it (safety rule D17).

Slots, threads and destructors all end here; so do Qt's own warnings, which are logged but not counted.
"""

import logging
import sys
import threading
from collections import deque
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

from app.clock import monotonic

SAFE_MODE_AT = 20  # faults within
SPAN_S = 60.0  # this many seconds
_log = logging.getLogger("poc.fault")
_qt_log = logging.getLogger("poc.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_HARMLESS = (  # said by every machine without a graphics card or a window manager; kept for `--verbose` only
    "This plugin does not support",
    "Failed to load vulkan",
    "initInstance: No Vulkan",
    "Failed to create platform Vulkan",
    "Unable to detect GPU vendor",
    "GPUInfo not initialized",
)


class Faults(QObject):
    """Lives in the GUI thread; its signals are queued to receivers there when a worker met the fault."""

    met = Signal(str, int)  # one line about it, how many within the last minute
    too_many = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._recent: deque[float] = deque(maxlen=SAFE_MODE_AT)
        self._lock = threading.Lock()
        self.total = 0

    def install(self) -> None:
        """Take over all hooks of this process. `remove` gives them back."""
        self._before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread
        sys.unraisablehook = self._on_unraisable
        self._qt_before = qInstallMessageHandler(on_qt_message)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        qInstallMessageHandler(self._qt_before)

    def on_exception(self, kind: type[BaseException], fault: BaseException, where: TracebackType | None) -> None:
        """An exception nobody caught. An interrupt by a person is none."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, where)
            return
        _log.error("uncaught %s", kind.__name__, exc_info=(kind, fault, where))
        recent = self._count()
        self.met.emit(f"{kind.__name__}: {fault}", recent)
        if recent >= SAFE_MODE_AT:
            self.too_many.emit()

    def _count(self) -> int:
        now = monotonic()
        with self._lock:
            self.total += 1
            self._recent.append(now)
            return sum(now - at <= SPAN_S for at in self._recent)

    def _on_thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _on_unraisable(self, args: "sys.UnraisableHookArgs") -> None:
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)


def on_qt_message(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's own messages go to our log, one line each."""
    level = logging.DEBUG if text.startswith(_HARMLESS) else _LEVELS.get(kind, logging.WARNING)
    _qt_log.log(level, "%s", text)
