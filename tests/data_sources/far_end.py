"""The other end of the wire in these tests."""

import contextlib
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.domain.complaint import Complaint
from app.domain.source import Rejected
from app.domain.vehicle import Position, Vehicle
from app.settings import CityFile
from data_sources.batch import Batch, Cursor
from data_sources.connector import PROTOCOLS
from data_sources.http import Http


@dataclass
class Seen:
    """Everything a run of polls brought."""

    batches: list[Batch] = field(default_factory=list)

    @property
    def facts(self) -> list[Any]:
        """All facts in order."""
        return [fact for batch in self.batches for fact in batch.facts]

    @property
    def complaints(self) -> dict[str, Complaint]:
        """The last version of every complaint by id."""
        return {fact.id: fact for fact in self.facts if isinstance(fact, Complaint)}

    @property
    def vehicles(self) -> dict[str, Vehicle]:
        """The last version of every vehicle by id."""
        return {fact.id: fact for fact in self.facts if isinstance(fact, Vehicle)}

    @property
    def positions(self) -> dict[str, Position]:
        """Positions by id."""
        return {fact.id: fact for fact in self.facts if isinstance(fact, Position)}

    @property
    def rejected(self) -> dict[str, Rejected]:
        """Rejections by id."""
        return {one.id: one for batch in self.batches for one in batch.rejected}

    @property
    def personal(self) -> dict[str, dict[str, str]]:
        """Personal fields by id."""
        return {one.id: dict(one.fields) for batch in self.batches for one in batch.personal}

    @property
    def notes(self) -> str:
        """All notes as one text."""
        return "\n".join(note for batch in self.batches for note in batch.notes)


class FarEnd:
    """A connector under test and the HTTP server it talks to."""

    def __init__(self, city: CityFile, server: HTTPServer, secret: str | None = None) -> None:
        self.city, self.server, self.spec = city, server, city.sources[0]
        self.http = Http(self.spec, secret, deadline_s=5)
        self.connector = PROTOCOLS[self.spec.protocol].build(self.spec, city, self.http)
        self.cursor: Cursor = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.forget()

    def forget(self) -> None:
        """Serve nothing any more; unknown paths are 404."""
        self.server.clear()
        self.server.no_handler_status_code = 404

    def serves(
        self, path: str, answer: Callable[[dict[str, str]], Any] | Any, mime: str = "", status: int = 200
    ) -> None:
        """Answer `path` with bytes, text, JSON, a Response, or what a function of the query makes of these."""

        def handle(request: Request) -> Response:
            query = dict(request.args.items())
            self.asked.append((path, query))
            made = answer(query) if callable(answer) and not isinstance(answer, Response) else answer
            if isinstance(made, Response):
                return made
            body = made if isinstance(made, bytes | str) else json.dumps(made)
            return Response(body, status=status, content_type=mime or "application/json")

        self.server.expect_request(f"/api/{path}").respond_with_handler(handle)

    def calls(self, path: str) -> list[dict[str, str]]:
        """The queries that came for a path, in order."""
        return [query for asked, query in self.asked if asked == path]

    def poll(self, now: datetime) -> Batch:
        """One poll; the cursor goes through JSON as it does through the store."""
        batch = self.connector.poll(self.cursor, now)
        self.cursor = json.loads(json.dumps(batch.next_cursor))
        return batch

    def poll_all(self, now: datetime, most: int = 200) -> Seen:
        """Poll until there is no more."""
        seen = Seen()
        for _ in range(most):
            seen.batches.append(self.poll(now))
            if not seen.batches[-1].more:
                return seen
        raise AssertionError(f"still more after {most} polls")


class Wild:
    """A server of raw bytes. `scripts` are taken in turn, the last one for ever: bytes, or seconds to pause."""

    def __init__(self) -> None:
        self.scripts: list[Sequence[bytes | float]] = [[]]
        self.requests: list[bytes] = []
        self.context: ssl.SSLContext | None = None
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, name="wild accept")]
        self._threads[0].start()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"{'https' if self.context else 'http'}://127.0.0.1:{self._listener.getsockname()[1]}"

    def close(self) -> None:
        """End all connections."""
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(3)

    def _accept(self) -> None:
        while not self._closing.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            script = self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]
            thread = threading.Thread(target=self._serve, args=(connection, script), name="wild serve")
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket, script: Sequence[bytes | float]) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            wire = self.context.wrap_socket(connection, server_side=True) if self.context else connection
            self.requests.append(wire.recv(65_536))
            for one in script:
                if isinstance(one, bytes):
                    wire.sendall(one)
                else:
                    self._closing.wait(one)
            if self.context:
                wire.close()


def answer_of(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole HTTP answer as bytes."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def eventually(is_true: Callable[[], bool], patience_s: float = 3.0) -> bool:
    """Wait for something that another thread does."""
    end = time.monotonic() + patience_s
    while not is_true() and time.monotonic() < end:
        time.sleep(0.01)
    return is_true()
