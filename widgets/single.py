"""One desk of a name at one journal: a second start raises the first window instead (safety rule D21)."""

import hashlib
import os
from pathlib import Path

from platformdirs import user_state_path
from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 1_000
_RAISE = b"raise\n"


class SingleDesk(QObject):
    """A lock file with a stale check, and a local socket by which the second start calls the first."""

    raise_wanted = Signal()

    def __init__(self, desk: str, journal: str, folder: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder or _runtime_folder()
        self._name = "poc-" + hashlib.sha256(f"{desk}\0{journal}".encode()).hexdigest()[:24]
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None

    def take(self) -> bool:
        """Become the one desk. False: it runs already, and was asked to show its window.

        The lock of a desk that crashed is stale (its process is gone) and is taken over.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = QLockFile(str(self._folder / f"{self._name}.lock"))
        lock.setStaleLockTime(0)  # age alone is no proof; a dead process is, and Qt checks that in any case
        if not lock.tryLock(0):
            self._call()
            return False
        self._lock = lock
        self._listen()
        return True

    def release(self) -> None:
        """Let the next start be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _listen(self) -> None:
        QLocalServer.removeServer(self._name)
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._on_call)
        server.listen(self._name)
        self._server = server

    def _call(self) -> bool:
        line = QLocalSocket()
        line.connectToServer(self._name)
        if not line.waitForConnected(_WAIT_MS):
            return False
        line.write(_RAISE)
        line.waitForBytesWritten(_WAIT_MS)
        line.disconnectFromServer()
        return True

    def _on_call(self) -> None:
        """Whatever is said, a call means one thing; nothing is read from it."""
        while self._server is not None and self._server.hasPendingConnections():
            line = self._server.nextPendingConnection()
            line.disconnected.connect(line.deleteLater)
            self.raise_wanted.emit()


def _runtime_folder() -> Path:
    """The session's own folder; without a session (a service, a bare server) the user's state folder."""
    session = os.environ.get("XDG_RUNTIME_DIR")
    name = "patriot-operation-center"
    return Path(session) / name if session else user_state_path(name)
