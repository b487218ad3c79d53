"""A table written in a thread of its own."""

import threading
from pathlib import Path

from PySide6.QtCore import QObject

from app.errors import PocError
from reports.tables import WRITERS, Cancelled, Table
from widgets.jobs.job import Job


class ExportJob(Job):
    """Writes what it was given; the table is frozen, so nothing of the window is touched from the thread."""

    def __init__(self, table: Table, path: Path, parent: QObject | None = None) -> None:
        super().__init__(path, parent)
        self._table = table
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._work, name="export", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Take it back; the writer notices at its next hundredth."""
        self._stop.set()

    def join(self, timeout_s: float) -> bool:
        """Wait for the thread."""
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _work(self) -> None:
        try:
            WRITERS[self.path.suffix](self._table, self.path, self._told)
        except Cancelled:
            self.ended.emit(None, "")
        except OSError as fault:
            self.ended.emit(None, fault.strerror or str(fault))
        except PocError as trouble:
            self.ended.emit(None, trouble.what)
        else:
            self.ended.emit(self.path, "")

    def _told(self, part: float) -> None:
        if self._stop.is_set():
            raise Cancelled
        self.progressed.emit(part)
