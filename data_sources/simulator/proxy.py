"""The TCP fault proxy in front of each far end: what no web framework can do, from closed ports to lying lengths."""

import asyncio
import socket
import struct
from contextlib import suppress

from data_sources.simulator.fault_names import Layer
from data_sources.simulator.faults import FaultBoard
from data_sources.simulator.proxy_wire import CloseNow, Exchange, ResetNow

CHUNK = 65536


class Proxy:
    """One listening port that forwards to the far end and spoils answers as the board says."""

    def __init__(self, source: str, backend: int, board: FaultBoard) -> None:
        self._source, self._backend, self._board = source, backend, board
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._closed: socket.socket | None = None
        self._busy = asyncio.Lock()
        self.port = 0

    async def start(self, port: int = 0) -> None:
        """Listen on loopback; the port stays the same when the fault `refuse` closes and reopens it."""
        self._free()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", port or self.port, reuse_address=True)
        self.port = self._server.sockets[0].getsockname()[1]

    async def follow(self) -> None:
        """Open or close the port as the fault `refuse` wants it now."""
        async with self._busy:
            closed = self._board.is_on(self._source, "refuse")
            if closed and self._server is not None:
                await self.stop()
                self._hold()
            elif not closed and self._server is None:
                await self.start()

    def _hold(self) -> None:
        """Keep the number without listening: it refuses, and no client is given it as its own (and meets itself)."""
        self._closed = socket.socket()
        self._closed.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._closed.bind(("127.0.0.1", self.port))

    def _free(self) -> None:
        if self._closed is not None:
            self._closed.close()
            self._closed = None

    async def stop(self) -> None:
        """Close the port and every connection."""
        self._free()
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await _Line(self._source, self._backend, self._board, reader, writer).run()
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            self._connections.discard(task)


class _Line:
    """One connection of a client and the one behind it."""

    def __init__(
        self, source: str, backend: int, board: FaultBoard, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._source, self._backend, self._board = source, backend, board
        self._reader, self._writer = reader, writer
        self._exchange = Exchange({})

    async def run(self) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._backend)
        except OSError:
            self._writer.transport.abort()
            return
        down = asyncio.create_task(self._down(far_reader))
        up = asyncio.create_task(self._up(far_writer))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            far_writer.transport.abort()
            with suppress(OSError):
                self._writer.close()
            for task in (up, down):
                task.cancel()
            await asyncio.gather(up, down, return_exceptions=True)

    async def _up(self, far: asyncio.StreamWriter) -> None:
        """Client to far end; the first bytes after an answer begin a new exchange with its own faults."""
        while data := await self._reader.read(CHUNK):
            if self._exchange.answered or not self._exchange.asked:
                self._exchange = Exchange(self._board.take(self._source, _path(data), Layer.TCP))
                self._exchange.asked = True
            if "black_hole" in self._exchange.faults:
                continue
            far.write(data)
            await far.drain()

    async def _down(self, far: asyncio.StreamReader) -> None:
        try:
            while data := await far.read(CHUNK):
                await self._exchange.deliver(data, self._writer)
            if "swallow" in self._exchange.faults:
                await asyncio.Event().wait()
        except CloseNow:
            with suppress(OSError):
                self._writer.close()
        except ResetNow:
            self._reset()

    def _reset(self) -> None:
        raw = self._writer.get_extra_info("socket")
        if raw is not None:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()


def _path(data: bytes) -> str:
    """The address in a request line; empty for anything else."""
    parts = data.split(b"\r\n", 1)[0].split(b" ")
    return parts[1].decode("latin-1").partition("?")[0] if len(parts) > 2 else ""
