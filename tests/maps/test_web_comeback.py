"""The map's page killed, hung or hungry: it comes back as it was, or says that it does not (D10)."""

import json
import os
import signal
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from tests.maps.city_layers import NIGHT
from tests.maps.conftest import WEB, Driver

pytestmark = WEB
CRASH = pytest.mark.expects_log("map renderer")


def _state(driver: Driver) -> tuple[Any, ...]:
    script = """(() => { const p = poc._parts, c = p.map.getCenter();
      return JSON.stringify([p.map.getZoom(), c.lat.toFixed(3), c.lng.toFixed(3), p.complaints.data.n, p.vehicles.n,
        p.live.selection.kind, p.live.selection.key, p.live.shown, p.ground.shown, p.follow.key]) })()"""
    return tuple(json.loads(driver.js(script)))


def _prepare(driver: Driver) -> tuple[Any, ...]:
    driver.view.set_words({"complaints": "Aduan", "restarting": "Peta dimulai ulang"})
    driver.show()
    driver.view.set_switch("areas", False)
    driver.view.select("complaint", 1)
    driver.view.fly_to(-6.284, 106.971, 14)
    driver.wait(1200)
    return _state(driver)


def _come_back(driver: Driver, end: Any) -> None:
    failed: list[str] = []
    driver.view.failed.connect(failed.append)
    before = _prepare(driver)
    driver.painted.clear()
    end()
    driver.until(lambda: failed)
    assert driver.view.grab().toImage().pixelColor(5, 5).name() == NIGHT["window"]
    driver.until(lambda: driver.view.is_ready and {"complaints", "vehicles"} <= set(driver.painted))
    assert _state(driver) == before
    driver.until(lambda: NIGHT["kritis"] in driver.colours())


@CRASH
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV])
def test_D10_a_killed_renderer_comes_back_with_everything(driver: Driver, number: signal.Signals) -> None:
    _come_back(driver, lambda: os.kill(driver.view.page.renderProcessPid(), number))


@CRASH
def test_D10_a_hung_renderer_is_noticed_ended_and_comes_back(driver: Driver) -> None:
    driver.view.heartbeat.set_interval(150)
    _come_back(driver, lambda: driver.view.page.runJavaScript("for (;;) {}"))


@CRASH
def test_D10_a_page_that_eats_its_memory_comes_back(driver: Driver) -> None:
    eat = "setTimeout(() => { const a = []; for (;;) a.push(new Array(1e5).fill({}).map((_, i) => ({i}))); }); 1"
    _come_back(driver, lambda: driver.view.page.runJavaScript(eat))


@CRASH
def test_D10_five_crashes_in_a_minute_leave_a_list_and_a_button(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("maps.recovery.FIRST_S", 0.01)
    failed: list[str] = []
    driver.view.failed.connect(failed.append)
    driver.view.set_words({"stopped": "Peta berhenti", "retry": "Mulai lagi"})
    driver.view.set_list(["kritis · <b>sampah</b>", "tinggi · banjir"])
    for count in range(1, 6):
        os.kill(driver.view.page.renderProcessPid(), signal.SIGKILL)
        driver.until(lambda count=count: len(failed) == count)
        driver.until(lambda count=count: driver.view.is_ready or count == 5)
    driver.wait(300)
    button = driver.view.findChild(QPushButton)
    assert not driver.view.is_ready and button.isVisible() and button.text() == "Mulai lagi"
    assert driver.view.stand_in.lines() == ["kritis · <b>sampah</b>", "tinggi · banjir"]
    button.click()
    driver.until(lambda: driver.view.is_ready)
