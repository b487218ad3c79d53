"""What a telephone's camera writes into a picture: when and where it was taken, as an EXIF block."""

import struct
from datetime import datetime, tzinfo

from data_sources.simulator.city import Point

_ASCII, _LONG, _RATIONAL = 2, 4, 5
Entry = tuple[int, int, int, bytes]  # tag, type, count, value


def exif_block(taken: float, zone: tzinfo, place: Point | None) -> bytes:
    """The block for a picture taken at `taken` (seconds since 1970) at a place; without one the camera had no fix."""
    local = datetime.fromtimestamp(taken, zone)
    offset = f"{local:%z}"
    inner = [_text(36867, f"{local:%Y:%m:%d %H:%M:%S}"), _text(36881, f"{offset[:3]}:{offset[3:]}")]
    gps = _gps(place) if place else []
    maker = _text(271, "Simulasi")
    links = 2 if gps else 1
    first = 8 + 2 + 12 * (1 + links) + 4 + _outside([maker])
    second = first + 2 + 12 * len(inner) + 4 + _outside(inner)
    top = [maker, (34665, _LONG, 1, struct.pack("<I", first))]
    if gps:
        top.append((34853, _LONG, 1, struct.pack("<I", second)))
    block = b"II*\0" + struct.pack("<I", 8) + _directory(top, 8) + _directory(inner, first)
    return block + (_directory(gps, second) if gps else b"")


def _text(tag: int, text: str) -> Entry:
    value = text.encode() + b"\0"
    return tag, _ASCII, len(value), value


def _gps(place: Point) -> list[Entry]:
    lat, lon = place
    return [
        _text(1, "S" if lat < 0 else "N"),
        (2, _RATIONAL, 3, _degrees(lat)),
        _text(3, "W" if lon < 0 else "E"),
        (4, _RATIONAL, 3, _degrees(lon)),
    ]


def _degrees(value: float) -> bytes:
    hundredths = round(abs(value) * 360_000)
    return struct.pack("<6I", hundredths // 360_000, 1, hundredths // 6_000 % 60, 1, hundredths % 6_000, 100)


def _outside(entries: list[Entry]) -> int:
    """Bytes that do not fit into the entries themselves."""
    return sum(_even(len(value)) for *_, value in entries if len(value) > 4)


def _even(size: int) -> int:
    return size + size % 2


def _directory(entries: list[Entry], at: int) -> bytes:
    """A directory that will stand at byte `at` of the block; its long values follow it."""
    head, tail = struct.pack("<H", len(entries)), b""
    begin = at + 2 + 12 * len(entries) + 4
    for tag, kind, count, value in entries:
        held = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", begin + len(tail))
        head += struct.pack("<HHI", tag, kind, count) + held
        tail += value.ljust(_even(len(value)), b"\0") if len(value) > 4 else b""
    return head + bytes(4) + tail
