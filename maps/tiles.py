"""Raster tiles from one file on disk: MBTiles (a SQLite file) or PMTiles. Read only, never over the network.

The kind of picture is taken from the tiles' own bytes, for metadata may lack it or lie. A bad file, an empty one or
one with vector tiles is refused in one line; the schematic then stays.
"""

import logging
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pmtiles.reader import MmapSource, Reader, all_tiles
from pmtiles.tile import Compression

from app.errors import PocError
from maps.picture_kind import picture_kind

log = logging.getLogger(__name__)

LARGEST_TILE = 4 * 2**20  # bytes
GZIP = b"\x1f\x8b"
NO_TILES = "The file holds no tiles."


class TilesError(PocError):
    """A tile file that cannot serve the map."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(path.name, what, "The schematic map stays; correct [map] tiles in the city file.")


class Tiles(ABC):
    """Tiles by zoom, column and row (row 0 in the north). `mime` is PNG, JPEG or WebP; zooms are those in the file."""

    mime: str
    min_zoom: int
    max_zoom: int

    def tile(self, z: int, x: int, y: int) -> bytes | None:
        """One tile, or None when the file has none there or it is damaged."""
        try:
            data = self._read(z, x, y)
        except Exception as error:  # noqa: BLE001 - the readers raise anything on damaged bytes
            log.warning("tile %s/%s/%s cannot be read: %s", z, x, y, error)
            return None
        return data if data and len(data) <= LARGEST_TILE and picture_kind(data) else None

    @abstractmethod
    def _read(self, z: int, x: int, y: int) -> bytes | None: ...

    @abstractmethod
    def close(self) -> None:
        """Let go of the file."""


@contextmanager
def closed_on_failure(tiles: Tiles) -> Iterator[None]:
    """Let go of a file that turns out to be of no use."""
    try:
        yield
    except BaseException:
        tiles.close()
        raise


class MbTiles(Tiles):
    """An MBTiles file; its rows count from the south."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        with closed_on_failure(self):
            row = self._db.execute("SELECT min(zoom_level), max(zoom_level) FROM tiles").fetchone()
            first = self._db.execute("SELECT tile_data FROM tiles ORDER BY zoom_level LIMIT 1").fetchone()
            if first is None:
                raise TilesError(path, NO_TILES)
            self.min_zoom, self.max_zoom = int(row[0]), int(row[1])
            self.mime = _mime(path, bytes(first[0]))

    def _read(self, z: int, x: int, y: int) -> bytes | None:
        query = "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?"
        row = self._db.execute(query, (z, x, 2**z - 1 - y)).fetchone()
        return bytes(row[0]) if row else None

    def close(self) -> None:
        """Close the database."""
        self._db.close()


class PmTiles(Tiles):
    """A PMTiles archive, version 3."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        with closed_on_failure(self):
            self._reader: Any = Reader(MmapSource(self._file))
            header = self._reader.header()
            self.min_zoom, self.max_zoom = int(header["min_zoom"]), int(header["max_zoom"])
            first = next(iter(all_tiles(self._reader.get_bytes)), None)
            if first is None:
                raise TilesError(path, NO_TILES)
            packed = header["tile_compression"] not in (Compression.NONE, Compression.UNKNOWN)
            self.mime = _mime(path, GZIP if packed else first[1])

    def _read(self, z: int, x: int, y: int) -> bytes | None:
        data: bytes | None = self._reader.get(z, x, y)
        return data

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_tiles(path: Path) -> Tiles:
    """Open a tile file by its first bytes. Raises TilesError with one line for people."""
    try:
        head = _head(path)
        if not head:
            raise TilesError(path, "The file is empty.")
        if head.startswith(b"SQLite format 3\0"):
            return MbTiles(path)
        if head.startswith(b"PMTiles"):
            return PmTiles(path)
    except TilesError:
        raise
    except OSError as error:
        raise TilesError(path, f"The file cannot be read ({error.strerror or error}).") from error
    except Exception as error:  # sqlite3 and pmtiles raise anything on damaged bytes
        raise TilesError(path, f"The file is damaged ({error or type(error).__name__}).") from error
    raise TilesError(path, "The file is neither MBTiles nor PMTiles.")


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(16)


def _mime(path: Path, tile: bytes) -> str:
    kind = picture_kind(tile)
    if kind is not None:
        return kind
    vector = tile.startswith(GZIP) or tile[:1] == b"\x1a"
    raise TilesError(path, "The file holds vector tiles; only raster tiles are drawn." if vector else "Unknown tiles.")
