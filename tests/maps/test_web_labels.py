"""Names on the map: none lies on a mark, none on another, and the chosen thing always has one."""

import json
from typing import Any

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from app.views.map_layers import MOVING, PackedLayer
from tests.maps.city_layers import complaints, vehicles
from tests.maps.conftest import WEB, Driver

pytestmark = WEB
BOXES = "JSON.stringify(poc._parts.names._boxes)"
PLACED = "JSON.stringify(poc._parts.live.tags._placed.map(t => [t.key, t.side, t.picture.width]))"
ON_MARKS = """(() => { const n = poc._parts.names, l = poc._parts.live; let worst = 0;
for (const [x0, y0, x1, y1] of n._boxes) { let hit = 0, all = 0;
for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) {
  all++;
  if (l.ids[y * l.stage.width + x]) hit++;
}
worst = Math.max(worst, hit / all); } return worst; })()"""


def boxes(driver: Driver) -> list[list[float]]:
    found: list[list[float]] = json.loads(driver.js(BOXES))
    return found


def settled(driver: Driver) -> None:
    driver.until(lambda: boxes(driver))
    driver.wait(200)


def overlap(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def fleet(places: list[tuple[float, float]]) -> PackedLayer:
    """Standing vehicles with keys 1, 2, …"""
    one, n = vehicles(), len(places)
    columns: dict[str, Any] = {name: np.repeat(column, n) for name, column in one.columns.items()}
    for axis, name in enumerate("xy"):
        columns[f"{name}0"] = columns[f"{name}1"] = np.array([at[axis] for at in places], "<f4")
    columns["key"] = np.arange(1, n + 1, dtype="<u4")
    columns["style"] = np.full(n, MOVING, "u1")
    return PackedLayer(columns, one.now, 0.0)


@pytest.mark.parametrize("zoom", [12, 13, 14])
def test_no_name_touches_another(driver: Driver, zoom: int) -> None:
    driver.view.jump_to(-6.25, 106.99, zoom)
    settled(driver)
    found = boxes(driver)
    assert len(found) > 2
    assert not any(overlap(a, b) for i, a in enumerate(found) for b in found[:i])


def test_a_name_gives_way_to_a_mark_that_would_lie_on_it(driver: Driver) -> None:
    driver.view.jump_to(-6.25, 106.99, 14)
    settled(driver)
    at = json.loads(driver.js("JSON.stringify(poc._parts.ground.base.areas.map(a => a.at))"))
    driver.show(complaints([(x, y) for x, y in at]))
    driver.until(lambda: driver.js(ON_MARKS) < 0.03)
    assert boxes(driver)


CLEAR = """(() => { const n = poc._parts.names, c = n._controls(poc._parts.live.stage);
const isClear = ([a, b, x, y], [l, t, w, h]) => x <= l || a >= l + w || y <= t || b >= t + h;
return n._boxes.every((name) => c.every((control) => isClear(name, control))); })()"""


def test_no_name_lies_under_a_switch_the_scale_or_a_tool(driver: Driver) -> None:
    driver.view.set_words(
        {name: f"Sakelar {name}" for name in ("complaints", "vehicles", "areas", "landmarks", "queue")}
    )
    for lat in (-6.27, -6.24, -6.21):
        driver.view.jump_to(lat, 106.99, 14)
        settled(driver)
        assert driver.js("poc._parts.names._controls(poc._parts.live.stage).length") >= 7
        assert driver.js(CLEAR) is True


def test_names_of_a_whole_city_stand_wholly_in_a_narrow_map(driver: Driver) -> None:
    driver.view.resize(300, 420)
    driver.until(lambda: driver.js("poc._parts.map.getSize().x") == 300)
    settled(driver)
    outside = """(() => { const v = poc._parts.live.stage, l = v.pad.x * v.dpr;
return poc._parts.names._boxes.filter(b => b[0] < l || b[2] > v.width - l).length; })()"""
    driver.until(lambda: driver.js(outside) == 0)
    assert len(boxes(driver)) >= 6


def test_a_name_stays_where_it_is_while_that_is_good(driver: Driver) -> None:
    driver.view.jump_to(-6.25, 106.99, 14)
    settled(driver)
    before = boxes(driver)
    driver.show(complaints([(-9000, -9000)]))
    driver.wait(300)
    assert boxes(driver) == before


def test_few_vehicles_in_sight_are_named_after_the_page_asked(driver: Driver) -> None:
    asked = QSignalSpy(driver.view.names_wanted)
    driver.view.jump_to(-6.285, 106.97, 15)
    driver.show(complaints([(-9000, -9000)]), fleet([(0, 0), (600, 0)]))
    driver.until(lambda: asked.count())
    keys = asked.at(0)[0]
    assert sorted(keys) == [1, 2]
    driver.view.set_names({1: "B-9214-KQA", 2: ""})
    driver.until(lambda: [tag[0] for tag in json.loads(driver.js(PLACED))] == [1])


def test_vehicles_that_stand_together_are_named_on_different_sides_or_not_at_all(driver: Driver) -> None:
    driver.view.jump_to(-6.285, 106.97, 15)
    driver.view.set_names(dict.fromkeys(range(1, 7), "B-9214-KQA"))
    driver.show(complaints([(-9000, -9000)]), fleet([(x, 0.0) for x in (0, 20, 40, 60, 80, 900)]))
    driver.until(lambda: json.loads(driver.js(PLACED)))
    placed = json.loads(driver.js(PLACED))
    assert 6 in [tag[0] for tag in placed] and len(placed) < 6


def test_very_many_in_sight_have_no_names_but_the_chosen_one(driver: Driver) -> None:
    driver.view.jump_to(-6.285, 106.97, 12)
    driver.view.set_names({key: f"B-{key}" for key in range(1, 121)})
    driver.show(vehicle_layer=fleet([(i % 12 * 300.0, i // 12 * 300.0) for i in range(120)]))
    driver.view.select("vehicle", 7)
    driver.view.set_label("Baktor 07")
    driver.until(lambda: [tag[0] for tag in json.loads(driver.js(PLACED))] == [0])


def test_the_chosen_complaint_is_named_even_among_marks(driver: Driver) -> None:
    driver.show(complaints([(x * 60.0, y * 60.0) for x in range(-4, 5) for y in range(-4, 5)]))
    driver.view.select("complaint", 41)
    driver.view.set_label("Tumpukan sampah")
    driver.until(lambda: len(json.loads(driver.js(PLACED))) == 1)
    driver.view.select("", 0)
    driver.until(lambda: not json.loads(driver.js(PLACED)))


def test_the_name_of_the_chosen_thing_comes_back_with_a_new_page(driver: Driver) -> None:
    driver.show()
    driver.view.select("complaint", 1)
    driver.view.set_label("Tumpukan sampah")
    assert ("label", ("Tumpukan sampah",)) in list(driver.view._state.replay())
    driver.view.select("complaint", 2)
    assert not any(name == "label" for name, _ in driver.view._state.replay())
