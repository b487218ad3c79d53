"""`[map]` of a city file on a real desk: official boundaries and tiles, and what a bad file leaves."""

import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.clock import Clock
from app.journal.store import Journal
from app.settings import load_city
from tests.conftest import CITIES
from tests.journal.facts import T0, complaint, fix, vehicle
from tests.maps.conftest import NO_CARD, WEB
from tests.program.real_desk import BUSY, RealDesk, real_desk
from widgets.theme import NIGHT

pytestmark = WEB
PAPER = "#c8b9dc"
"""The one colour of the tiles we make; in no theme of ours."""
ZOOMS = range(10, 13)
NOTE = "document.querySelector('.map-note').textContent"
TILES = "[...document.querySelectorAll('.leaflet-tile-loaded')].filter(i => i.naturalWidth).length"
AREAS = "poc._parts.controls._base.areas.length"


def city_with(folder: Path, **files: Path) -> Path:
    """Kota Bekasi's own file with a [map] of these files."""
    path = folder / "kota.toml"
    tables = "".join(f'{name} = "{file}"\n' for name, file in files.items())
    text = (CITIES / "kota-bekasi.toml").read_text(encoding="utf-8")
    path.write_text(f"{text}\n[map]\n{tables}", encoding="utf-8")
    return path


def open_on(folder: Path, city_file: Path) -> Iterator[RealDesk]:
    """A desk on a journal of one complaint and one vehicle."""
    url = str(folder / "j.sqlite")
    journal = Journal.create(url, Clock.starting(T0))
    journal.append([complaint("1"), vehicle("7"), fix("7")])
    with real_desk(load_city(city_file), url, folder / "home") as desk:
        yield desk
    journal.close()


def paper_tiles(path: Path, south: float, west: float, north: float, east: float) -> Path:
    """Raster tiles of one colour over a box, as another program would write them, without metadata."""
    image, buffer = QImage(256, 256, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor(PAPER))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    data = bytes(buffer.data().data())
    rows = []
    for zoom in ZOOMS:
        (x0, y0), (x1, y1) = tile_of(north, west, zoom), tile_of(south, east, zoom)
        rows += [(zoom, x, 2**zoom - 1 - y, data) for x in range(x0, x1 + 1) for y in range(y0, y1 + 1)]
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        db.executemany("INSERT INTO tiles VALUES (?,?,?,?)", rows)
    db.close()
    return path


def tile_of(lat: float, lon: float, zoom: int) -> tuple[int, int]:
    """Column and row of a place, rows from the north."""
    turn = math.log(math.tan(math.pi / 4 + math.radians(lat) / 2))
    return int((lon + 180) / 360 * 2**zoom), int((1 - turn / math.pi) / 2 * 2**zoom)


@pytest.fixture
def official(qapp: QApplication, fixtures: Path, tmp_path: Path) -> Iterator[RealDesk]:
    """The ministry's boundaries, and tiles that fit a city."""
    boundaries = fixtures / "boundaries" / "kota_bekasi_kelurahan_clean.geojson"
    tiles = paper_tiles(tmp_path / "paper.mbtiles", -6.41, 106.88, -6.16, 107.06)
    yield from open_on(tmp_path, city_with(tmp_path, boundaries=boundaries, tiles=tiles))


@pytest.fixture
def broken(qapp: QApplication, fixtures: Path, tmp_path: Path) -> Iterator[RealDesk]:
    """Boundaries of another level, and tiles of another kind."""
    boundaries = fixtures / "boundaries" / "kota_bekasi_kecamatan_clean.geojson"
    tiles = fixtures / "tiles" / "world_cities.mbtiles"
    yield from open_on(tmp_path, city_with(tmp_path, boundaries=boundaries, tiles=tiles))


@pytest.mark.expects_log(f"{NO_CARD}|{BUSY}")
def test_official_boundaries_are_facts_on_the_map_and_tiles_lie_under_them(official: RealDesk) -> None:
    desk = official
    assert desk.js(AREAS) == 56 and desk.js("poc._parts.controls._base.official") is True
    assert desk.js(NOTE) == "", "nothing is schematic here"
    assert desk.map.headline == ""
    desk.until(lambda: desk.js(TILES) > 0)
    desk.until(lambda: any(is_near(colour, dimmed_paper()) for colour in desk.colours()))
    desk.until(lambda: kelurahan_of_the_case(desk) in places_told(desk))


@pytest.mark.expects_log(f"{NO_CARD}|{BUSY}|map: ")
def test_bad_files_are_told_in_a_line_each_and_the_schematic_stays(broken: RealDesk) -> None:
    desk = broken
    assert desk.js(AREAS) == 56 and desk.js("poc._parts.controls._base.official") is False
    assert desk.js(NOTE) == desk.group.language.text("schematic boundaries") == "batas skematik"
    assert desk.js(TILES) == 0
    desk.until(lambda: f"sekitar {kelurahan_of_the_case(desk)}" in places_told(desk))
    assert "kota_bekasi_kecamatan_clean.geojson: 12 wilayah" in desk.map.headline
    assert "world_cities.mbtiles" in desk.map.headline and "\n" not in desk.map.headline


def dimmed_paper() -> list[float]:
    """The tiles' colour as the map shows it at night: the window's shines through."""
    pairs = zip(QColor(PAPER).getRgb()[:3], QColor(NIGHT.window).getRgb()[:3], strict=True)
    return [0.4 * paper + 0.6 * window for paper, window in pairs]


def is_near(colour: str, wanted: list[float]) -> bool:
    """Equal but for rounding."""
    return all(abs(a - b) <= 2 for a, b in zip(QColor(colour).getRgb()[:3], wanted, strict=True))


def kelurahan_of_the_case(desk: RealDesk) -> str:
    """Where the first complaint lies."""
    return desk.live.city.places.kelurahan[int(desk.live.picture.complaints.area[0])].name


def places_told(desk: RealDesk) -> list[str]:
    """What the complaint panel says of the first complaint, value by value."""
    desk.group.select("complaint", 1)
    return [block.toPlainText() for block in desk.complaint.page.findChildren(QPlainTextEdit)]
