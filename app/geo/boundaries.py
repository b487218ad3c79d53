"""Official boundaries from a GeoJSON file: read, checked, repaired, matched with the city's kelurahan.

Only polygons of plain longitude/latitude are taken. A broken outline is repaired and the repair reported; anything
else that does not fit refuses the whole file in one sentence, and the schematic stays.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import shape as geometry_of
from shapely.geometry.base import BaseGeometry

from app.geo.areas import Area, Areas
from app.geo.points import Box
from app.geo.schematic import Centre, schematic_areas

LARGEST_FILE = 64 * 2**20  # bytes
SLACK_DEG = 0.05  # about 5 km: an outline may pass the city's box a little; wrong coordinates pass it by far
CODE_KEYS = ("kode", "code", "kd_kelurahan", "kode_kelurahan", "id")
NAME_KEYS = ("nama", "name", "kelurahan", "namobj", "desa")


class BoundariesError(ValueError):
    """The file cannot be used; the message is one line for people and names the file."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The areas in use, and one line when the official file could not be used (else empty)."""

    areas: Areas
    problem: str = ""


def choose_areas(centres: Sequence[Centre], box: Box, official: Path | None = None) -> Chosen:
    """Official areas if `official` names a good file, else the schematic and the reason why."""
    problem = ""
    if official is not None:
        try:
            return Chosen(load_boundaries(official, centres, box))
        except BoundariesError as error:
            problem = str(error)
    return Chosen(schematic_areas(centres, box), problem)


def load_boundaries(path: Path, centres: Sequence[Centre], box: Box) -> Areas:
    """The areas of the file in the order of `centres`; `notes` say what was repaired. Raises BoundariesError.

    With no `centres` in the city file the file's own order counts.
    """
    features = _features(path)
    found = [_area(path, i, feature) for i, feature in enumerate(features)]
    areas, notes = [a for a, _ in found], [n for _, n in found if n]
    if centres and len(areas) != len(centres):
        raise BoundariesError(f"{path.name}: {len(areas)} areas, but the city file has {len(centres)} kelurahan.")
    _check_box(path, areas, box)
    return Areas(tuple(_in_order(path, areas, centres)), official=True, box=box, notes=tuple(notes))


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BoundariesError(f"{path.name}: larger than {LARGEST_FILE // 2**20} MB.")
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BoundariesError(f"{path.name}: cannot be read ({error.strerror}).") from error
    except (ValueError, RecursionError) as error:
        raise BoundariesError(f"{path.name}: not JSON ({error}).") from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BoundariesError(f"{path.name}: no GeoJSON FeatureCollection with areas in it.")
    return features


def _area(path: Path, number: int, feature: Any) -> tuple[Area, str]:
    properties = feature.get("properties") or {} if isinstance(feature, dict) else {}
    code, name = _first(properties, CODE_KEYS), _first(properties, NAME_KEYS)
    label = name or code or f"feature {number + 1}"
    shape = _polygon(path, label, feature)
    if shape.is_valid:
        return Area(code, name, shape), ""
    reason = shapely.is_valid_reason(shape).split("[")[0]
    return Area(code, name, _repaired(path, label, shape)), f"{path.name}: outline of {label} repaired ({reason})."


def _first(properties: dict[str, Any], keys: tuple[str, ...]) -> str:
    lowered = {str(k).casefold(): v for k, v in properties.items()}
    return next((str(lowered[k]) for k in keys if lowered.get(k) not in (None, "")), "")


def _polygon(path: Path, label: str, feature: Any) -> BaseGeometry:
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BoundariesError(f"{path.name}: {label} is no polygon ({kind or 'no geometry'}).")
    try:
        shape = geometry_of(geometry)
    except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError) as error:
        raise BoundariesError(f"{path.name}: {label} has broken coordinates.") from error
    if shape.is_empty:
        raise BoundariesError(f"{path.name}: {label} is empty.")
    return shape


def _repaired(path: Path, label: str, shape: BaseGeometry) -> BaseGeometry:
    parts = shapely.get_parts(shapely.make_valid(shape))
    flat = [p for part in parts for p in shapely.get_parts(part) if p.geom_type == "Polygon"]
    if not flat:
        raise BoundariesError(f"{path.name}: {label} encloses no ground.")
    return shapely.union_all(flat)


def _check_box(path: Path, areas: Sequence[Area], box: Box) -> None:
    frame = shapely.box(box.west, box.south, box.east, box.north).buffer(SLACK_DEG, join_style="mitre")
    for area in areas:
        if not frame.contains(area.shape):
            label = area.name or area.code
            raise BoundariesError(f"{path.name}: {label} leaves the city's box (are the coordinates degrees?).")


def _in_order(path: Path, areas: Sequence[Area], centres: Sequence[Centre]) -> list[Area]:
    if not centres:
        return list(areas)
    by_code = {area.code: area for area in areas}
    by_name = {spelling(area.name): area for area in areas}
    ordered = []
    for centre in centres:
        area = by_code.get(centre.code) or by_name.get(spelling(centre.name))
        if area is None:
            raise BoundariesError(f"{path.name}: no area for {centre.name} ({centre.code}).")
        ordered.append(Area(centre.code, centre.name, area.shape))
    return ordered


def spelling(name: str) -> str:
    """A name as it is compared: signs write "Suka Maju", the ministry "Sukamaju"."""
    return "".join(name.split()).casefold()
