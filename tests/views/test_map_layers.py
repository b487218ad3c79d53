"""What moves on the map, packed."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app.picture.frame import Frame, Mode
from app.settings import CityFile
from app.views.map_layers import (
    CART,
    CREW,
    DIMMED,
    FIRE,
    HOLLOW,
    MOVING,
    STANDING,
    STATES,
    TRUCK,
    complaint_layer,
    vehicle_layer,
)
from app.views.packed import HEADER

NOW = datetime(2016, 11, 30, 3, 42, tzinfo=UTC)
T = NOW.timestamp()
LIVE = Frame(NOW)


def rows(n: int, **columns: Any) -> SimpleNamespace:
    return SimpleNamespace(n=n, **{name: np.asarray(values) for name, values in columns.items()})


def complaints(**changes: Any) -> SimpleNamespace:
    columns: dict[str, Any] = {
        "lat": [-6.28] * 4,
        "lon": [106.97] * 4,
        "state": np.zeros(4, "u1"),
        "severity": np.array([3, 0, 1, 2], "u1"),
        "due": [np.nan] * 4,
        "requested": [T - 60] * 4,
    }
    cases = rows(0, stage=np.empty(0, "u1"), severity=np.empty(0, "u1"))
    return SimpleNamespace(complaints=rows(4, **(columns | changes)), cases=cases)


def vehicles(ages: list[float], speeds: list[float], before: float = 20.0) -> SimpleNamespace:
    n = len(ages)
    fix = T - np.array(ages)
    columns = {
        "lat": [-6.28] * n,
        "lon": [106.97] * n,
        "prev_lat": [-6.29] * n,
        "prev_lon": [106.96] * n,
        "fix_at": fix,
        "prev_fix_at": fix - before,
        "speed": np.array(speeds, "f4"),
        "course": np.full(n, 90.0, "f4"),
        "kind": np.ones(n, "u2"),
    }
    return SimpleNamespace(vehicles=rows(n, **columns), words=SimpleNamespace(text=lambda code: ["", "baktor"][code]))


def test_critical_complaints_come_last_so_that_they_are_drawn_on_top(city: CityFile) -> None:
    layer = complaint_layer(complaints(), LIVE, city)  # type: ignore[arg-type]
    assert layer.columns["style"].tolist() == [0, 1, 2, 3]
    assert layer.columns["key"].tolist() == [2, 3, 4, 1]


def test_an_overdue_complaint_is_one_step_graver_and_never_above_critical(city: CityFile) -> None:
    layer = complaint_layer(complaints(due=[T - 1, T - 1, T + 1, np.nan]), LIVE, city)  # type: ignore[arg-type]
    by_key = dict(zip(layer.columns["key"].tolist(), layer.columns["style"].tolist(), strict=True))
    assert by_key == {1: 3, 2: 1, 3: 1, 4: 2}


def test_closed_and_placeless_complaints_are_not_on_the_map(city: CityFile) -> None:
    picture = complaints(state=np.array([0, 1, 2, 0], "u1"), lat=[-6.28, -6.28, -6.28, np.nan])
    assert sorted(complaint_layer(picture, LIVE, city).columns["key"].tolist()) == [1, 3]  # type: ignore[arg-type]


def test_only_what_the_queue_shows_when_it_says_so(city: CityFile) -> None:
    layer = complaint_layer(complaints(), LIVE, city, np.array([2, 4]))  # type: ignore[arg-type]
    assert sorted(layer.columns["key"].tolist()) == [2, 4]


@pytest.mark.parametrize(
    ("age", "speed", "state"),
    [(5, 20, MOVING), (5, 0, STANDING), (5, np.nan, STANDING), (61, 20, DIMMED), (60, 20, MOVING), (201, 20, HOLLOW)],
)
def test_a_vehicle_dims_and_then_turns_hollow_with_the_age_of_its_fix(
    city: CityFile, age: float, speed: float, state: int
) -> None:
    layer = vehicle_layer(vehicles([age], [speed]), LIVE, city)  # type: ignore[arg-type]
    assert layer.columns["style"][0] % STATES == state


@pytest.mark.parametrize(("kind", "shape"), [("baktor", CART), ("armroll", TRUCK), ("tree_crew", CREW), ("fire", FIRE)])
def test_the_kind_of_vehicle_is_in_its_shape_and_the_course_in_256_steps(city: CityFile, kind: str, shape: int) -> None:
    picture: Any = vehicles([5], [20])
    picture.words.text = lambda _code: kind
    columns = vehicle_layer(picture, LIVE, city).columns
    assert columns["style"].tolist() == [shape * STATES + MOVING] and columns["course"].tolist() == [64]


def test_a_vehicle_seen_once_stands_at_its_only_fix(city: CityFile) -> None:
    picture = vehicles([5], [20])
    picture.vehicles.prev_lat[:] = picture.vehicles.prev_lon[:] = picture.vehicles.prev_fix_at[:] = np.nan
    columns = vehicle_layer(picture, LIVE, city).columns  # type: ignore[arg-type]
    assert columns["x0"] == columns["x1"] and columns["t0"] == columns["t1"]
    assert not any(np.isnan(column).any() for column in columns.values())


def test_nothing_slides_in_replay(city: CityFile) -> None:
    picture: Any = vehicles([5], [20])
    assert vehicle_layer(picture, LIVE, city, speed=4.0).speed == 4.0
    assert vehicle_layer(picture, Frame(NOW, mode=Mode.REPLAY), city, speed=4.0).speed == 0.0


def test_bytes_are_a_header_and_the_columns_in_order(city: CityFile) -> None:
    layer = complaint_layer(complaints(), LIVE, city)  # type: ignore[arg-type]
    data = layer.to_bytes()
    header = np.frombuffer(data[:32], HEADER)[0]
    assert (header["n"], header["columns"], header["now"]) == (4, 5, T)
    assert len(data) == 32 + 4 * (4 + 4 + 4 + 1 + 1)
    assert np.frombuffer(data, "<u4", 4, 32 + 32).tolist() == layer.columns["key"].tolist()


def test_an_empty_picture_packs_to_a_bare_header(city: CityFile) -> None:
    picture: Any = SimpleNamespace(
        complaints=rows(0, lat=[], lon=[], state=np.zeros(0, "u1"), severity=np.zeros(0, "u1"), due=[], requested=[]),
        cases=rows(0, stage=np.empty(0, "u1"), severity=np.empty(0, "u1")),
    )
    assert len(complaint_layer(picture, LIVE, city).to_bytes()) == 32
