"""Pictures without any photo: a PNG drawn from the name, so that media_url leads to something real."""

import struct
import zlib

from data_sources.simulator.noise import chooser

_WIDTH, _HEIGHT = 160, 120


def picture(name: str) -> bytes:
    """A small PNG of three bands in colours that belong to the name."""
    rng = chooser("media", name)
    rows = bytearray()
    bands = [bytes(rng.randrange(60, 220) for _ in range(3)) for _ in range(3)]
    for y in range(_HEIGHT):
        rows += b"\0" + bands[y * 3 // _HEIGHT] * _WIDTH
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", head)
        + _chunk(b"IDAT", zlib.compress(bytes(rows)))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
