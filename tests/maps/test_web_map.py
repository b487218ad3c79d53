"""The map in a real page: what is drawn, what is hit, and what moves."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.geo.points import degrees_from
from app.settings import CityFile
from maps.basemap import map_base
from maps.gpu import choose_graphics
from maps.view import MapView
from tests.maps.city_layers import NIGHT, complaints, vehicles
from tests.maps.conftest import WEB, Driver

pytestmark = WEB

PIXEL = """(({s, cx, cy, pad, dpr}, x, y) => JSON.stringify([(x * s + cx) / dpr - pad.x, (cy - y * s) / dpr - pad.y]))
(poc._parts.live.stage, %f, %f)"""


def pixel(driver: Driver, x: float, y: float) -> QPoint:
    """Where a place in map metres is in the widget."""
    at = json.loads(driver.js(PIXEL % (x, y)))
    return QPoint(round(at[0]), round(at[1]))


def colour(driver: Driver, at: QPoint) -> str:
    return driver.view.grab().toImage().pixelColor(at).name()


def screen(driver: Driver) -> Any:
    """The widget that takes the pointer."""
    return driver.view.focusProxy().focusProxy() or driver.view.focusProxy()


def test_marks_are_drawn_in_their_colour_where_they_are(driver: Driver) -> None:
    driver.show(complaints([(0, 0), (3000, 3000)]), vehicles((-3000, 0), (-3000, 0)))
    for x, y in ((0, 0), (3000, 3000)):
        driver.until(lambda x=x, y=y: colour(driver, pixel(driver, x, y)) == NIGHT["kritis"])
    assert QColor(colour(driver, pixel(driver, -3000, 0))).lightness() > 150  # far lighter than any ground


def test_day_colours_replace_night_colours(driver: Driver) -> None:
    driver.show()
    driver.view.set_theme(NIGHT | {"kritis": "#123456", "window": "#fefefe"})
    driver.until(lambda: colour(driver, pixel(driver, 0, 0)) == "#123456")
    assert "#fefefe" in driver.colours()


def test_a_switched_off_layer_is_gone_and_comes_back(driver: Driver) -> None:
    driver.show()
    driver.until(lambda: NIGHT["kritis"] in driver.colours())
    driver.view.set_switch("complaints", False)
    driver.until(lambda: NIGHT["kritis"] not in driver.colours())
    driver.view.set_switch("complaints", True)
    driver.until(lambda: NIGHT["kritis"] in driver.colours())


def test_hover_and_click_name_the_thing_under_the_pointer(driver: Driver) -> None:
    hovered: list[Any] = []
    clicked: list[Any] = []
    driver.view.feature_hovered.connect(lambda kind, key, at: hovered.append((kind, key)))
    driver.view.feature_clicked.connect(lambda kind, key: clicked.append((kind, key)))
    places: list[Any] = []
    driver.view.place_clicked.connect(lambda lat, lon: places.append((lat, lon)))
    driver.show(complaints([(0, 0), (3000, 3000)]), vehicles((-3000, 0), (-3000, 0)))
    for x, y in ((3000, 3000), (-3000, 0), (0, 0)):
        at = pixel(driver, x, y)
        QTest.mouseMove(screen(driver), at)
        driver.wait(200)
        QTest.mouseClick(screen(driver), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        driver.wait(500)
    things = [("complaint", 2), ("vehicle", 1), ("complaint", 1)]
    assert [thing for thing in hovered if thing[0]] == things and clicked == things
    for place, (x, y) in zip(places, ((3000, 3000), (-3000, 0), (0, 0)), strict=True):
        lat, lon = degrees_from(x, y, driver.view.base.centre)
        assert place == pytest.approx((float(lat), float(lon)), abs=0.002)


def test_the_keyboard_zooms_and_follows(driver: Driver) -> None:
    wanted: list[bool] = []
    driver.view.follow_wanted.connect(wanted.append)
    driver.view.select("vehicle", 1)
    press = "document.querySelector('.folium-map').dispatchEvent(new KeyboardEvent('keydown', %s)); 1"
    focus = (
        "document.querySelector('.folium-map').dispatchEvent(new FocusEvent('focus')); 1"  # without a window manager
    )
    before = driver.js("poc._parts.map.getZoom()")
    driver.js(focus)
    driver.js(press % "{keyCode: 187, key: '+', bubbles: true}")
    driver.until(lambda: driver.js("poc._parts.map.getZoom()") > before)
    driver.js(press % "{key: 'f', bubbles: true}")
    driver.until(lambda: wanted == [True])


SHOWN = "(() => { const v = poc._parts.vehicles.at(1); return Math.round(v[0]); })()"


def test_a_vehicle_slides_to_its_last_fix_and_never_beyond(driver: Driver) -> None:
    driver.show(vehicle_layer=vehicles((0, 0), (1000, 0), gap=2.0))
    seen = []
    for _ in range(16):
        seen.append(driver.js(SHOWN))
        driver.wait(150)
    assert seen == sorted(seen) and 0 <= seen[0] < 500 and seen[-1] == 1000
    assert len({x for x in seen if 0 < x < 1000}) >= 5
    assert driver.js("poc._parts.vehicles.sliding") is False


def test_a_new_fix_starts_where_the_mark_is_drawn(driver: Driver) -> None:
    driver.show(vehicle_layer=vehicles((0, 0), (1000, 0), gap=4.0))
    driver.wait(1000)
    before = driver.js(SHOWN)
    driver.painted.clear()
    driver.view.set_layer("vehicles", vehicles((1000, 0), (2000, 0), gap=4.0))
    driver.until(lambda: "vehicles" in driver.painted)
    assert before <= driver.js(SHOWN) < before + 700 < 2000


@pytest.mark.parametrize("layer", [{"gap": 600.0}, {"gap": 2.0, "speed": 0.0}, {"gap": 2.0, "age": 10.0}])
def test_after_a_long_gap_in_replay_or_when_late_it_stands_at_its_last_fix(
    driver: Driver, layer: dict[str, float]
) -> None:
    driver.show(vehicle_layer=vehicles((0, 0), (1000, 0), **layer))
    assert driver.js(SHOWN) == 1000


def test_a_heap_of_complaints_becomes_a_glow_and_grave_ones_stay_marks(driver: Driver) -> None:
    heap = complaints([(i % 40 * 10.0, i // 40 * 10.0) for i in range(2000)], severity=1)
    heap.columns["style"][-1] = 3
    driver.show(heap)
    assert driver.js("poc._parts.complaints.marksFrom(12)") == 2
    assert driver.js("poc._parts.complaints.marksFrom(18)") == 0
    assert driver.js("poc._parts.complaints.marksFrom(4)") == 4  # a city as small as a stamp is all glow
    driver.until(lambda: NIGHT["kritis"] in driver.colours())
    assert NIGHT["menengah"] not in driver.colours()


def test_the_map_follows_a_vehicle_until_it_is_taken_in_hand(driver: Driver) -> None:
    wanted: list[bool] = []
    driver.view.follow_wanted.connect(wanted.append)
    driver.show(vehicle_layer=vehicles((6000, 6000), (6000, 6000)))
    driver.view.select("vehicle", 1)
    driver.view.fly_to(-6.33, 106.93, 15)
    driver.wait(900)
    driver.view.follow(1)
    middle = QPoint(driver.view.width() // 2, driver.view.height() // 2)
    driver.until(lambda: (pixel(driver, 6000, 6000) - middle).manhattanLength() < 120)
    driver.js("poc._parts.map.fire('dragstart'); 1")
    driver.until(lambda: wanted == [False])


INSIDE = """(([south, west, north, east]) => poc._parts.map.getBounds().contains([[south, west], [north, east]]))
(poc._parts.ground.base.extent)"""


def test_a_desk_that_still_shares_out_its_room_keeps_the_whole_city_in_sight(driver: Driver) -> None:
    driver.until(lambda: driver.js(INSIDE))
    driver.view.resize(240, 400)
    driver.until(lambda: driver.js("poc._parts.map.getSize().x") == 240)
    driver.until(lambda: driver.js(INSIDE))


def test_once_somebody_has_gone_elsewhere_a_resize_moves_nothing(driver: Driver) -> None:
    driver.view.jump_to(-6.3, 106.95, 14)
    driver.until(lambda: driver.js("poc._parts.map.getZoom()") == 14)
    driver.view.resize(240, 400)
    driver.until(lambda: driver.js("poc._parts.map.getSize().x") == 240)
    driver.wait(200)
    assert driver.js("poc._parts.map.getZoom()") == 14


def test_a_renewed_view_shows_the_same_page(driver: Driver) -> None:
    driver.show()
    driver.js("window.mark = 7")
    driver.view.renew_view()
    driver.until(lambda: NIGHT["kritis"] in driver.colours())
    assert driver.js("window.mark") == 7


def test_the_garbage_collector_is_within_reach(driver: Driver) -> None:
    assert driver.js("typeof window.gc") == "function"


def test_shutting_down_twice_is_harmless(driver: Driver) -> None:
    driver.view.shutdown()
    driver.view.shutdown()
    driver.view.set_card(["x"])


def test_D18_a_worker_that_touches_the_map_is_an_assertion_and_no_crash(driver: Driver) -> None:
    caught: list[BaseException] = []

    def work() -> None:
        try:
            driver.view.set_layer("complaints", complaints())
        except AssertionError as error:
            caught.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert len(caught) == 1 and "GUI thread" in str(caught[0])


@pytest.mark.expects_log("the tiles end at zoom 1")
def test_tiles_are_on_the_map_where_the_file_has_them(
    qapp: QApplication, tiles_folder: Path, city: CityFile, tmp_path: Path
) -> None:
    path = tiles_folder / "geography-class-png.mbtiles"
    tiled = city.model_copy(update={"map": city.map.model_copy(update={"tiles": path})})
    choose_graphics()
    view = MapView(map_base(tiled, tmp_path))
    view.resize(400, 300)
    made = Driver(view)
    view.show()
    made.until(lambda: view.is_ready)
    made.js("poc.jump(-6.2, 107, 3)")
    loaded = "[...document.querySelectorAll('.leaflet-tile-loaded')].filter(i => i.naturalWidth).length"
    made.until(lambda: made.js(loaded) > 0)
    view.shutdown()
    view.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
