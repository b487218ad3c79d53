"""What never moves: areas, rough lines and landmarks of the city, as one JSON the page reads once."""

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.geo.areas import Areas, flat_rings, outline
from app.geo.boundaries import Chosen
from app.geo.points import Box, mercator_offsets
from app.settings.areas import city_areas
from maps.assets import MARKS, RESOURCES, Asset, page_assets
from maps.skeleton import skeleton
from maps.tiles import Tiles, TilesError, open_tiles

if TYPE_CHECKING:
    from app.settings import CityFile

log = logging.getLogger(__name__)

TOLERANCE_M = 4.0  # outlines are thinned to this; finer than a pixel below zoom 15
HOLLOW_ABOVE_M = 500.0  # a landmark placed less surely than this is drawn hollow
CITY_ZOOM = 12  # at which the whole city fills a screen
OVERZOOM = 4  # levels a tile may be enlarged beyond the file's last one
VEHICLE_SHAPES = ("course-cart", "course-truck", "course-crew", "course-aid", "course-fire")


@dataclass(frozen=True, slots=True)
class MapBase:
    """Everything a map needs before the first fact: the page's files, the centre, tiles, and what went wrong.

    `problems` are sentences for people: a bad boundaries or tile file, or what was repaired.
    """

    assets: dict[str, Asset]
    centre: tuple[float, float]
    areas: Areas
    tiles: Tiles | None
    problems: tuple[str, ...] = ()


def map_base(city: "CityFile", cache: Path | None = None, chosen: Chosen | None = None) -> MapBase:
    """Read what the city file names and prepare the page. A bad file never stops the map. `chosen` saves choosing."""
    box = Box(*city.city.box)
    chosen = chosen or city_areas(city)
    tiles, trouble = _tiles(city.map.tiles)
    problems = tuple(p for p in (chosen.problem, *chosen.areas.notes, trouble) if p)
    for problem in problems:
        log.warning("map: %s", problem)
    base = json.dumps(base_document(city, chosen.areas, tiles), separators=(",", ":"), ensure_ascii=False)
    return MapBase(page_assets(skeleton(cache), base.encode()), box.centre, chosen.areas, tiles, problems)


def _tiles(path: Path | None) -> tuple[Tiles | None, str]:
    if path is None:
        return None, ""
    try:
        tiles = open_tiles(path)
    except TilesError as error:
        return None, str(error)
    last = tiles.max_zoom + OVERZOOM
    coarse = f"{path.name}: the tiles end at zoom {tiles.max_zoom}; closer than zoom {last} the schematic is drawn."
    return tiles, coarse if last < CITY_ZOOM else ""


def base_document(city: "CityFile", areas: Areas, tiles: Tiles | None) -> dict[str, Any]:
    """The city in map metres from its centre."""
    box = Box(*city.city.box)
    return {
        "centre": list(box.centre),
        "box": list(city.city.box),
        "extent": _extent(areas, box),
        "official": areas.official,
        "areas": _areas(areas, box.centre),
        "districts": _districts(city, areas, box.centre),
        "lines": [_line(line, box.centre) for line in city.places.lines],
        "landmarks": [_landmark(i, mark, box.centre) for i, mark in enumerate(city.places.landmarks)],
        "tiles": {"min": tiles.min_zoom, "max": tiles.max_zoom, "over": OVERZOOM} if tiles else None,
        "shapes": {name: _shape(name) for name in (*MARKS, *VEHICLE_SHAPES)},
    }


def _extent(areas: Areas, box: Box) -> list[float]:
    """South, west, north, east of what there is to see: the areas, else the city's box."""
    if not areas.areas:
        return [box.south, box.west, box.north, box.east]
    west, south, east, north = outline(areas.areas).bounds
    return [south, west, north, east]


def _areas(areas: Areas, centre: tuple[float, float]) -> list[dict[str, Any]]:
    rows = zip(areas.areas, areas.label_points(centre), strict=True)
    return [{"name": a.name, "rings": flat_rings(a.shape, centre, TOLERANCE_M), "at": list(at)} for a, at in rows]


def _districts(city: "CityFile", areas: Areas, centre: tuple[float, float]) -> list[dict[str, Any]]:
    """Each kecamatan's name and the outline of its kelurahan together."""
    home = {k.code: k.kecamatan for k in city.places.kelurahan}
    made = []
    for district in city.places.kecamatan:
        own = [area for area in areas.areas if home.get(area.code) == district.code]
        rings = flat_rings(outline(own), centre, TOLERANCE_M) if own else []
        made.append({"name": district.name, "at": _metres(district.lat, district.lon, centre), "rings": rings})
    return made


def _line(line: Any, centre: tuple[float, float]) -> dict[str, Any]:
    return {"name": line.name, "kind": line.kind, "points": [_metres(a, b, centre) for a, b in line.points]}


def _landmark(key: int, mark: Any, centre: tuple[float, float]) -> dict[str, Any]:
    at = _metres(mark.lat, mark.lon, centre)
    return {"key": key, "name": mark.name, "at": at, "hollow": mark.accuracy_m > HOLLOW_ABOVE_M}


def _metres(lat: float, lon: float, centre: tuple[float, float]) -> list[int]:
    x, y = mercator_offsets(lat, lon, centre)
    return [round(float(x)), round(float(y))]


def _shape(name: str) -> dict[str, Any]:
    raw = json.loads((RESOURCES / "icons" / f"{name}.json").read_text(encoding="utf-8"))
    return {"size": raw["size"], "path": raw["path"]}
