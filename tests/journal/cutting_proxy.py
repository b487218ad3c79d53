"""A TCP proxy before PostgreSQL that cuts the line at a commit: before the server hears of it, or before it answers."""

import contextlib
import socket
import threading
from types import TracebackType


class CuttingProxy:
    """Listens on `port` of the loopback while it is entered."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self._forward: bool | None = None
        self._threads: list[threading.Thread] = []
        self._lines: list[socket.socket] = []

    def cut_next_commit(self, *, forward: bool) -> None:
        """Cut the line at the next COMMIT; `forward`: the server still gets it, its answer is lost."""
        self._forward = forward

    def __enter__(self) -> "CuttingProxy":
        self._start(self._accept)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, tb: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in self._lines:
            _shut(line)
        for thread in self._threads:
            thread.join(5)

    def _start(self, work: object, *arguments: object) -> None:
        thread = threading.Thread(target=work, args=arguments, daemon=True)  # type: ignore[arg-type]
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._server))
                self._lines += [client, server]
                self._start(self._pump, client, server, True)
                self._start(self._pump, server, client, False)

    def _pump(self, source: socket.socket, target: socket.socket, is_client: bool) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if is_client and b"COMMIT" in data and self._forward is not None:
                    self._cut(source, target, data)
                    return
                target.sendall(data)
        _shut(source)
        _shut(target)

    def _cut(self, client: socket.socket, server: socket.socket, data: bytes) -> None:
        forward, self._forward = self._forward, None
        self.cuts += 1
        _shut(client)
        if forward:
            server.sendall(data)
            server.settimeout(5)
            with contextlib.suppress(OSError):
                while server.recv(65_536):
                    pass
        _shut(server)


def _shut(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
