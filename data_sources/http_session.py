"""A requests session whose sockets can be shut from another thread.

The timeouts of requests are no deadline: a server that drips one byte at a time keeps a call alive as long as it
likes, in the headers even before the caller sees anything. So the connection is remembered while it is in use and
its socket is shut from outside when time is up.
"""

import contextlib
import socket
import threading
from collections.abc import Callable
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import Retry

CONNECT_RETRIES = 2
Admit = Callable[[str, int], str]
"""Which address to connect to for a name and port; raises when there is none we may speak to."""


class CallCut(Exception):
    """The call was cut by its deadline or by `cancel`."""


class Wire:
    """The connection in use by the running call, and the means to cut it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: HTTPConnection | None = None
        self._socket: socket.socket | None = None
        self.is_cut = False

    def rearm(self) -> None:
        """Forget the last call."""
        with self._lock:
            self._connection, self._socket, self.is_cut = None, None, False

    def hold(self, connection: HTTPConnection) -> None:
        """Remember the connection of this call. Raises CallCut when time is already up."""
        with self._lock:
            if self.is_cut:
                raise CallCut
            self._connection = connection
            self._socket = connection.sock or self._socket

    def cut(self) -> None:
        """Shut the socket; whoever waits on it wakes up at once."""
        with self._lock:
            self.is_cut = True
            held = [self._connection.sock if self._connection else None, self._socket]
        for sock in filter(None, held):
            with contextlib.suppress(OSError):  # already closed
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def _watched(base: Any, wire: Wire, admit: Admit | None) -> Any:
    class Watched(base):  # type: ignore[misc]
        def connect(self) -> None:
            wire.hold(self)
            super().connect()
            wire.hold(self)

        def _new_conn(self) -> socket.socket:
            name: str = self._dns_host  # type: ignore[has-type]
            try:  # the name stays for the Host header and the certificate
                self._dns_host = name if admit is None else admit(name, self.port)
                return super()._new_conn()  # type: ignore[no-any-return]
            finally:
                self._dns_host = name

        def request(self, *args: Any, **kwargs: Any) -> None:
            wire.hold(self)
            super().request(*args, **kwargs)

    return Watched


class _WatchedAdapter(HTTPAdapter):
    def __init__(self, wire: Wire, admit: Admit | None) -> None:
        self._wire, self._admit = wire, admit
        retry = Retry(
            total=CONNECT_RETRIES,
            connect=CONNECT_RETRIES,
            read=0,
            status=0,
            redirect=0,
            other=0,
            respect_retry_after_header=False,
            backoff_factor=0.3,
            backoff_jitter=0.3,
        )
        super().__init__(pool_connections=4, pool_maxsize=1, max_retries=retry)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make the pools build connections the wire can see."""
        super().init_poolmanager(*args, **kwargs)
        watched = (_watched(base, self._wire, self._admit) for base in (HTTPConnection, HTTPSConnection))
        plain, secure = (
            type(base.__name__, (base,), {"ConnectionCls": connection})
            for base, connection in zip((HTTPConnectionPool, HTTPSConnectionPool), watched, strict=True)
        )
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}


def watched_session(wire: Wire, ca_file: str | None, admit: Admit | None = None) -> requests.Session:
    """A session for one source and one thread. It ignores proxies, netrc and CA files of the environment.

    `admit` chooses the address of every connection; without it the system's resolver does.
    """
    session = requests.Session()
    session.trust_env = False
    session.verify = ca_file or True
    adapter = _WatchedAdapter(wire, admit)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
