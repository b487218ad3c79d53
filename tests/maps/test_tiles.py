"""Raster tiles from files: good ones serve, all others are refused in one line."""

import sqlite3
import struct
from pathlib import Path

import pytest

from maps.picture_kind import picture_kind
from maps.tiles import TilesError, open_tiles

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + struct.pack(">II", 256, 256) + b"rest"


@pytest.mark.parametrize("name", ["geography-class-png.mbtiles", "martin_png.pmtiles"])
def test_a_good_file_serves_its_tiles(tiles_folder: Path, name: str) -> None:
    tiles = open_tiles(tiles_folder / name)
    assert (tiles.mime, tiles.min_zoom, tiles.max_zoom) == ("image/png", 0, 1)
    corners = {tiles.tile(1, x, y) for x in (0, 1) for y in (0, 1)}
    assert len(corners) == 4 and all(data and data.startswith(b"\x89PNG") for data in corners)
    assert tiles.tile(7, 3, 3) is None
    tiles.close()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("corrupt.mbtiles", "damaged"),
        ("empty.pmtiles", "empty"),
        ("invalid.pmtiles", "neither MBTiles nor PMTiles"),
        ("test_fixture_1.pmtiles", "vector tiles"),
        ("world_cities.mbtiles", "vector tiles"),
    ],
)
def test_a_bad_or_vector_file_is_refused_in_one_line(tiles_folder: Path, name: str, said: str) -> None:
    with pytest.raises(TilesError) as caught:
        open_tiles(tiles_folder / name)
    text = str(caught.value)
    assert said in text and name in text and "schematic" in text and "\n" not in text


def written(path: Path, rows: list[tuple[int, int, int, bytes]]) -> Path:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        db.executemany("INSERT INTO tiles VALUES (?,?,?,?)", rows)
    db.close()
    return path


def test_rows_of_mbtiles_count_from_the_south(tmp_path: Path) -> None:
    tiles = open_tiles(written(tmp_path / "a.mbtiles", [(1, 0, 0, PNG), (1, 0, 1, PNG + b"north")]))
    assert tiles.tile(1, 0, 0) == PNG + b"north" and tiles.tile(1, 0, 1) == PNG
    tiles.close()


def test_metadata_may_be_missing_and_the_kind_comes_from_the_bytes(tmp_path: Path) -> None:
    jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\x01\0\x01\0\x03" + b"\0" * 8
    tiles = open_tiles(written(tmp_path / "a.mbtiles", [(3, 0, 0, jpeg)]))
    assert (tiles.mime, tiles.min_zoom, tiles.max_zoom) == ("image/jpeg", 3, 3)
    tiles.close()


def test_a_file_without_tiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TilesError, match="no tiles"):
        open_tiles(written(tmp_path / "a.mbtiles", []))


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(TilesError, match="cannot be read"):
        open_tiles(tmp_path / "none.mbtiles")


def test_a_single_bad_tile_is_left_out(tmp_path: Path) -> None:
    bomb = PNG[:16] + struct.pack(">II", 30_000, 30_000) + b"rest"
    rows = [(1, 0, 1, PNG), (1, 1, 1, b"<svg/>"), (1, 0, 0, bomb)]
    tiles = open_tiles(written(tmp_path / "a.mbtiles", rows))
    assert [tiles.tile(1, *place) for place in ((0, 0), (1, 0), (0, 1))] == [PNG, None, None]
    tiles.close()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PNG, "image/png"),
        (b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\xff\0\0\xff\0\0", "image/webp"),
        (b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\0\0\0\0\1\0\1", "image/webp"),
        (b"<svg xmlns='x'/>", None),
        (b"GIF89a" + b"\0" * 30, None),
        (b"\xff\xd8\xff", None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"", None),
    ],
)
def test_a_picture_is_known_by_its_bytes(data: bytes, kind: str | None) -> None:
    assert picture_kind(data) == kind
