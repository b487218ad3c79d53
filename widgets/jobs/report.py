"""A report made by the report program in a child process: a console never loads the maker of pages itself."""

import json
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess

from widgets.jobs.job import Job

_LAST = 400  # characters of what the program said when it failed


class ReportJob(Job):
    """`command` is the whole command line. The child cleans up after itself when it is ended by SIGTERM."""

    def __init__(self, command: Sequence[str], path: Path, parent: QObject | None = None) -> None:
        super().__init__(path, parent)
        self._command = tuple(command)
        self._said = ""
        self._is_cancelled = self._is_over = False
        self._child = QProcess(self)
        self._child.readyReadStandardError.connect(self._on_said)
        self._child.finished.connect(self._on_finished)
        self._child.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Begin."""
        self.progressed.emit(-1.0)
        self._child.start(self._command[0], list(self._command[1:]))

    def cancel(self) -> None:
        """End the child."""
        self._is_cancelled = True
        self._child.terminate()

    def join(self, timeout_s: float) -> bool:
        """Wait for the child; one that does not end is killed."""
        if self._child.state() is QProcess.ProcessState.NotRunning:
            return True
        ended = self._child.waitForFinished(int(timeout_s * 1000))
        if not ended:
            self._child.kill()
            self._child.waitForFinished(500)
        return ended

    def _on_said(self) -> None:
        text = bytes(self._child.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            part = _part(line)
            if part is None:
                self._said = line.strip() or self._said
            else:
                self.progressed.emit(part)

    def _on_finished(self, code: int, _status: QProcess.ExitStatus) -> None:
        self._on_said()
        if self._is_over:
            return
        self._is_over = True
        good = code == 0 and not self._is_cancelled and self.path.is_file()
        why = "" if good or self._is_cancelled else self._said[:_LAST] or f"exit code {code}"
        self.ended.emit(self.path if good else None, why)

    def _on_error(self, fault: QProcess.ProcessError) -> None:
        if fault is QProcess.ProcessError.FailedToStart and not self._is_over:
            self._is_over = True
            self.ended.emit(None, self._child.errorString())


def _part(line: str) -> float | None:
    """The part done that a line of progress tells, None for any other line."""
    if not line.startswith("{"):
        return None
    try:
        told = json.loads(line)
    except ValueError:
        return None
    part = told.get("part") if isinstance(told, dict) else None
    return float(part) if isinstance(part, int | float) else None
