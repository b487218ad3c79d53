"""Photos for tests: as cameras make them, and as nobody should."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

PLACE = (-6.24, 107.0)


def exif_of(made: str = "", zone: str = "", place: tuple[float, float] | None = None) -> Image.Exif:
    """What a camera writes; a time as "2016:11:30 09:58:00"."""
    exif = Image.Exif()
    exif[271] = "Kamera"
    inner: dict[int, Any] = {}
    if made:
        inner[36867] = made
    if zone:
        inner[36881] = zone
    if inner:
        exif[34665] = inner
    if place:
        lat, lon = place
        exif[34853] = {1: "S" if lat < 0 else "N", 2: _parts(lat), 3: "W" if lon < 0 else "E", 4: _parts(lon)}
    return exif


def _parts(degrees: float) -> tuple[float, float, float]:
    rest = abs(degrees)
    whole, minutes = int(rest), int(rest % 1 * 60)
    return (float(whole), float(minutes), (rest - whole - minutes / 60) * 3600)


def photo(
    form: str = "JPEG", size: tuple[int, int] = (64, 48), colour: str = "#806040", exif: Image.Exif | None = None
) -> bytes:
    """A small picture in one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form, **({"exif": exif} if exif else {}))
    return out.getvalue()


def bomb(width: int, height: int, rows: int | None = None) -> bytes:
    """A PNG whose few bytes are a very large picture; with `rows` it only says so, and holds no more than these."""
    row = b"\0" + bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join([*(packer.compress(row) for _ in range(height if rows is None else rows)), packer.flush()])
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def moving(frames: int = 40, form: str = "WEBP") -> bytes:
    """An animation whose first frame is red and whose later ones are not."""
    out = io.BytesIO()
    first, *rest = [Image.new("RGB", (32, 24), "red" if n == 0 else (0, n % 256, 255)) for n in range(frames)]
    first.save(out, form, save_all=True, append_images=rest, duration=20)
    return out.getvalue()


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
    b'<image xlink:href="file:///etc/passwd" width="9" height="9"/></svg>'
)
