"""What never moves, and what happens when a file of [map] is bad."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.settings import CityFile
from maps.basemap import MapBase, map_base


def document(base: MapBase) -> Any:
    return json.loads(base.assets["/base.json"].read())


def with_map(city: CityFile, **paths: Path) -> CityFile:
    return city.model_copy(update={"map": city.map.model_copy(update=paths)})


def test_the_base_is_the_city_in_metres_from_its_centre(base: MapBase) -> None:
    city = document(base)
    assert len(city["areas"]) == 56 and len(city["districts"]) == 12 and not city["official"]
    station = next(mark for mark in city["landmarks"] if mark["name"] == "Stasiun Bekasi")
    assert 0 < station["at"][0] < 5000 and 0 < station["at"][1] < 8000
    assert all(district["rings"] for district in city["districts"])


def test_an_uncertain_landmark_is_hollow(base: MapBase, city: CityFile) -> None:
    hollow = {mark["name"]: mark["hollow"] for mark in document(base)["landmarks"]}
    sure = {mark.name: mark.accuracy_m for mark in city.places.landmarks}
    assert hollow["Stasiun Bekasi"] is False and True in hollow.values()
    assert all(hollow[name] == (accuracy > 500) for name, accuracy in sure.items())


def test_official_boundaries_take_the_schematics_place(fixtures: Path, city: CityFile, tmp_path: Path) -> None:
    path = fixtures / "boundaries" / "kota_bekasi_kelurahan_clean.geojson"
    base = map_base(with_map(city, boundaries=path), tmp_path)
    assert document(base)["official"] and base.problems == () and base.areas.official


@pytest.mark.expects_log("kota_bekasi_kecamatan_clean")
def test_boundaries_that_do_not_fit_leave_the_schematic_and_one_line(
    fixtures: Path, city: CityFile, tmp_path: Path
) -> None:
    path = fixtures / "boundaries" / "kota_bekasi_kecamatan_clean.geojson"
    base = map_base(with_map(city, boundaries=path), tmp_path)
    assert not document(base)["official"] and len(document(base)["areas"]) == 56
    assert len(base.problems) == 1 and "12 areas" in base.problems[0]


@pytest.mark.expects_log("world_cities")
def test_vector_tiles_leave_the_schematic_and_one_line(tiles_folder: Path, city: CityFile, tmp_path: Path) -> None:
    base = map_base(with_map(city, tiles=tiles_folder / "world_cities.mbtiles"), tmp_path)
    assert base.tiles is None and document(base)["tiles"] is None
    assert len(base.problems) == 1 and "vector" in base.problems[0]


def test_a_city_without_places_still_has_a_map(tmp_city: Any, tmp_path: Path) -> None:
    city = tmp_city(
        '[city]\nname = "X"\nzone = "Asia/Jakarta"\nbox = [-6.7, 106.7, -6.5, 106.9]\n'
        '[[source]]\nid = "a"\nagency = "b"\nprotocol = "open311"\nurl = "http://127.0.0.1:1/"\n'
    )
    made = document(map_base(city, tmp_path))
    assert made["areas"] == [] and made["extent"] == [-6.7, 106.7, -6.5, 106.9]


@pytest.mark.expects_log("the tiles end at zoom 1")
def test_tiles_too_coarse_for_a_city_serve_as_far_as_they_go_and_say_so(
    tiles_folder: Path, city: CityFile, tmp_path: Path
) -> None:
    base = map_base(with_map(city, tiles=tiles_folder / "martin_png.pmtiles"), tmp_path)
    assert base.tiles is not None and document(base)["tiles"] == {"min": 0, "max": 1, "over": 4}
    assert len(base.problems) == 1 and "closer than zoom 5" in base.problems[0]
    base.tiles.close()
