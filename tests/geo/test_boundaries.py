"""Official boundaries: taken, repaired, or refused in one line."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.geo.boundaries import BoundariesError, choose_areas, load_boundaries
from app.geo.points import Box
from app.settings import CityFile
from tests.geo.test_schematic import A, B

BOX = Box(-6.41, 106.88, -6.16, 107.06)
KELURAHAN = "boundaries/kota_bekasi_kelurahan_clean.geojson"


def square(lat: float, lon: float, side: float = 0.01) -> list[list[float]]:
    return [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]


def feature(code: str, ring: list[list[float]], kind: str = "Polygon", **more: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"kode": code, "nama": f"N{code}", **more},
        "geometry": {"type": kind, "coordinates": [ring]},
    }


def written(folder: Path, features: Any) -> Path:
    path = folder / "batas.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


GOOD = [feature("2", square(-6.25, 106.99)), feature("1", square(-6.25, 106.97))]


def test_areas_come_in_the_order_of_the_city_file(tmp_path: Path) -> None:
    areas = load_boundaries(written(tmp_path, GOOD), [A, B], BOX)
    assert areas.official and [a.code for a in areas.areas] == ["1", "2"]
    assert areas.index([-6.245, -6.245, -6.30], [106.995, 106.975, 106.9]).tolist() == [1, 0, -1]


def test_a_name_is_found_although_signs_write_it_apart(tmp_path: Path) -> None:
    features = [feature("x", square(-6.25, 106.97), nama="a"), feature("y", square(-6.25, 106.99), nama=" b ")]
    assert [a.name for a in load_boundaries(written(tmp_path, features), [A, B], BOX).areas] == ["A", "B"]


def test_a_crossing_outline_is_repaired_and_said(tmp_path: Path) -> None:
    bow = [[106.97, -6.25], [106.98, -6.24], [106.98, -6.25], [106.97, -6.24], [106.97, -6.25]]
    areas = load_boundaries(written(tmp_path, [feature("1", bow), GOOD[0]]), [A, B], BOX)
    assert areas.areas[0].shape.is_valid
    assert len(areas.notes) == 1 and "N1 repaired" in areas.notes[0]


@pytest.mark.parametrize(
    ("features", "said"),
    [
        (GOOD[:1], "1 areas, but the city file has 2"),
        ([GOOD[0], feature("1", [[106.97, -6.25], [106.98, -6.25]], "LineString")], "no polygon (LineString)"),
        ([GOOD[0], {**GOOD[1], "geometry": None}], "no polygon (no geometry)"),
        ([GOOD[0], feature("1", square(106.97, -6.25))], "leaves the city's box"),
        ([GOOD[0], feature("1", square(-693_000.0, 11_900_000.0))], "leaves the city's box"),
        ([GOOD[0], feature("1", [[0], [1], [2], [3]])], "broken coordinates"),
        ([GOOD[0], feature("9", square(-6.25, 106.97))], "no area for A (1)"),
        ([GOOD[0], "text"], "no polygon"),
        ([], "no GeoJSON FeatureCollection"),
    ],
)
def test_what_does_not_fit_refuses_the_file_in_one_line(tmp_path: Path, features: Any, said: str) -> None:
    path = written(tmp_path, features)
    chosen = choose_areas([A, B], BOX, path)
    assert said in chosen.problem and chosen.problem.startswith(path.name) and "\n" not in chosen.problem
    assert not chosen.areas.official and len(chosen.areas.areas) == 2


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '"x"', "null", "\udcff"])
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(BoundariesError, match=r"x\.geojson"):
        load_boundaries(path, [A, B], BOX)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    assert "cannot be read" in choose_areas([A], BOX, tmp_path / "none.geojson").problem


def test_bekasis_own_boundaries_are_taken_as_facts(fixtures: Path, city: CityFile) -> None:
    areas = load_boundaries(fixtures / KELURAHAN, city.places.kelurahan, Box(*city.city.box))
    assert areas.official and len(areas.areas) == 56 and areas.notes == ()
    names = [a.name for a in areas.areas]
    assert names[areas.index([-6.2385], [106.9922])[0]] == "Kayuringinjaya"  # the stadium
