"""PostgreSQL connections that give up by themselves: a frozen server answers no call and obeys none of its own limits.

Every wait for the server has a deadline on our side; past it the socket is shut and the call fails (safety B13).
"""

import contextlib
import os
import socket
from functools import partial
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from sqlalchemy.engine import URL, make_url

CALL_S = 8.0  # above the server's own statement limit, so that a busy server is not taken for a dead one
PATIENT_S = 620.0
CONNECT_S = 3
_OPTIONS = (
    "-c statement_timeout={statement} -c lock_timeout=5000 -c idle_in_transaction_session_timeout={idle}"
    " -c timezone=UTC -c client_encoding=UTF8"
)
T = TypeVar("T")


class BoundedConnection(psycopg.Connection[Any]):
    """A connection none of whose calls waits longer than `call_s` for the server."""

    call_s: float = CALL_S

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for the server as psycopg does, but no longer than `call_s`."""
        if timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.call_s)
        except psycopg.errors._WaitTimeout:
            self.shut()
            raise psycopg.OperationalError(f"no answer within {self.call_s:g} s; the connection was shut") from None

    def shut(self) -> None:
        """Cut the line at once, from any thread; a call in flight fails."""
        with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(self.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
        self.close()


class PatientConnection(BoundedConnection):
    """For bulk jobs: exports, rebuilding, migrating."""

    call_s = PATIENT_S


class ProbeConnection(BoundedConnection):
    """For the probe that tells within seconds whether the database answers."""

    call_s = 2.0


def connecting(url: URL, kind: type[BoundedConnection]) -> Any:
    """A function that makes one new connection to `url`."""
    patient = kind is PatientConnection
    options = _OPTIONS.format(statement=600_000 if patient else 5_000, idle=600_000 if patient else 15_000)
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    settings: dict[str, Any] = {
        "connect_timeout": 2 if kind is ProbeConnection else CONNECT_S,
        "tcp_user_timeout": 8000,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "application_name": "patriot",
        "options": options,
    }
    return partial(kind.connect, plain, **settings)
