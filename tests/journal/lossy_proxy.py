"""A line to PostgreSQL that breaks once, just after a COMMIT went out: nobody knows whether it counted."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class LossyProxy:
    """Forwards to a server on loopback; while `armed`, the reply to the next COMMIT is dropped and the line cut."""

    def __init__(self, port: int) -> None:
        self._port, self.armed, self.cut = port, False, threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                self._sockets += [client, server]
                for a, b in ((client, server), (server, client)):
                    thread = threading.Thread(target=self._forward, args=(a, b, a is client))
                    self._threads.append(thread)
                    thread.start()

    def _forward(self, source: socket.socket, target: socket.socket, is_from_client: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if is_from_client and self.armed and b"COMMIT\0" in data:
                    self.armed = False
                    source.shutdown(socket.SHUT_RDWR)  # the reply finds nobody
                    target.sendall(data)
                    self.cut.set()
                    return
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        """End every line and thread."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        for thread in self._threads:
            thread.join(2)


@contextmanager
def lossy_line(port: int) -> Iterator[LossyProxy]:
    """A proxy that is closed afterwards."""
    proxy = LossyProxy(port)
    try:
        yield proxy
    finally:
        proxy.close()
