"""A small drawing ground in plain bytes, saved as PNG."""

import random
import struct
import zlib

Colour = tuple[int, int, int]


class Canvas:
    """Rows of RGB pixels. What is drawn beyond the edges is left out."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._rows = [bytearray(3 * width) for _ in range(height)]

    def span(self, y: int, x0: float, x1: float, colour: Colour) -> None:
        """A piece of one row."""
        left, right = max(0, round(x0)), min(self.width, round(x1))
        if 0 <= y < self.height and left < right:
            self._rows[y][3 * left : 3 * right] = bytes(colour) * (right - left)

    def box(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        """A filled rectangle."""
        for y in range(round(y0), round(y1)):
            self.span(y, x0, x1, colour)

    def fade(self, y0: int, y1: int, top: Colour, bottom: Colour) -> None:
        """Rows from one colour into another."""
        for y in range(y0, y1):
            share = (y - y0) / max(1, y1 - y0 - 1)
            r, g, b = (round(a + (c - a) * share) for a, c in zip(top, bottom, strict=True))
            self.span(y, 0, self.width, (r, g, b))

    def round(self, cx: float, cy: float, rx: float, ry: float, colour: Colour) -> None:
        """A filled ellipse."""
        for y in range(round(cy - ry), round(cy + ry) + 1):
            half = rx * max(0.0, 1 - ((y - cy) / ry) ** 2) ** 0.5
            self.span(y, cx - half, cx + half, colour)

    def grain(self, rng: random.Random, strength: int = 6) -> None:
        """A little noise, as small cameras give."""
        for row in self._rows:
            for at in rng.sample(range(len(row)), 24):
                row[at] = min(255, max(0, row[at] + rng.choice((-strength, strength))))

    def png(self, exif: bytes = b"") -> bytes:
        """The picture as PNG, with what a camera writes."""
        head = struct.pack(">IIBBBBB", self.width, self.height, 8, 2, 0, 0, 0)
        rows = b"".join(b"\0" + row for row in self._rows)
        told = _chunk(b"eXIf", exif) if exif else b""
        packed = _chunk(b"IDAT", zlib.compress(rows, 6))
        return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + told + packed + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
