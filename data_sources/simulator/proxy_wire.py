"""How one answer crosses the wire under TCP faults: late, in drops, short, torn off, or with a false length."""

import asyncio
import re
from dataclasses import dataclass, field

from data_sources.simulator.faults import Active

_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d+)")
END = b"\r\n\r\n"


class CloseNow(Exception):
    """The connection ends here, as by a server that died."""


class ResetNow(Exception):
    """The connection is torn off with RST."""


@dataclass
class Exchange:
    """One request and its answer. Bytes of the answer pass through `deliver`, which spoils them."""

    faults: Active
    asked: bool = False
    answered: bool = False
    _head: bytes = b""
    _in_body: bool = False
    _length: int | None = field(default=None)
    _sent: int = 0

    async def deliver(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        """Pass on bytes of the answer. Raises CloseNow or ResetNow when the fault ends the connection."""
        first, self.answered = not self.answered, True
        if not self.faults:
            writer.write(data)
            await writer.drain()
            return
        if first and "latency" in self.faults:
            await asyncio.sleep(self.faults["latency"].number(3))
        if "swallow" in self.faults:
            return
        if "reset" in self.faults:
            await self._reset(data, writer)
        if self._in_body:
            await self._body(data, writer)
        else:
            await self._headers(data, writer)

    async def _reset(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        left = int(self.faults["reset"].number(0))
        if left:
            writer.write(data[:left])
            await writer.drain()
            await asyncio.sleep(0.05)
        raise ResetNow

    async def _headers(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        self._head += data
        if END not in self._head:
            return
        head, _, body = self._head.partition(END)
        self._in_body = True
        found = _LENGTH.search(head)
        self._length = int(found[1]) if found else None
        if "wrong_length" in self.faults and found:
            told = max(0, int(found[1]) + int(self.faults["wrong_length"].number(10)))
            head = head[: found.start(1)] + str(told).encode() + head[found.end(1) :]
        await self._flow(head + END, writer, "drip_headers")
        if "close_after_headers" in self.faults:
            raise CloseNow
        if body:
            await self._body(body, writer)

    async def _body(self, data: bytes, writer: asyncio.StreamWriter) -> None:
        if "truncate" in self.faults:
            left = int(self.faults["truncate"].number(100)) - self._sent
            if len(data) >= left:
                await self._flow(data[: max(0, left)], writer, "drip_body")
                raise CloseNow
        self._sent += len(data)
        await self._flow(data, writer, "drip_body")
        if "wrong_length" in self.faults and self._length is not None and self._sent >= self._length:
            raise CloseNow

    async def _flow(self, data: bytes, writer: asyncio.StreamWriter, drip: str) -> None:
        """Write at the pace the faults allow."""
        step, pause = len(data) or 1, 0.0
        if drip in self.faults or "drip_headers" in self.faults:
            fault = self.faults.get(drip) or self.faults["drip_headers"]
            step, pause = 1, fault.number(0.5)
        elif "bandwidth" in self.faults:
            rate = self.faults["bandwidth"].number(1000)
            step, pause = max(1, int(rate / 10)), 0.1
        for start in range(0, len(data), step):
            writer.write(data[start : start + step])
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)
