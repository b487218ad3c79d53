"""Docks: kept per set of monitors, garbage refused, new panels opened, never deleted."""

import base64
import json
import zlib
from pathlib import Path

import pytest
from shiboken6 import isValid

from tests.widgets.shell.conftest import resized, stand_in, turn
from widgets.layout import Dock, Manager
from widgets.layout_store import VERSION, Layout, LayoutStore, default_path, screens_key
from widgets.panels.registry import PanelSpec, Place
from widgets.screens.arrange import bottom_height, side_widths

STATE = b"\0\0\0\x40" + zlib.compress(b'<?xml version="1.0"?><QtAdvancedDockingSystem Version="1"/>')


class Screen:
    """As much of a screen as the key needs."""

    def __init__(self, name: str, width: int, height: int) -> None:
        self._name, self._width, self._height = name, width, height

    def name(self) -> str:
        return self._name

    def geometry(self):
        return self

    def width(self) -> int:
        return self._width

    def height(self) -> int:
        return self._height


def test_a_set_of_monitors_has_one_name_in_any_order():
    one, two = Screen("HDMI-1", 1920, 1080), Screen("DP-2", 2560, 1440)
    assert screens_key([one, two]) == screens_key([two, one]) == "DP-2:2560x1440+HDMI-1:1920x1080"
    assert screens_key([one]) != screens_key([Screen("HDMI-1", 1280, 720)])


def test_a_layout_is_kept_and_read_back(tmp_path):
    store = LayoutStore(tmp_path / "deep" / "layout.json")
    kept = Layout(STATE, ("queue", "map"), b"place", locked=True)
    store.save("a", kept)
    store.save("b", Layout(STATE, (), b""))
    assert store.load("a") == kept
    assert store.load("c") is None
    store.forget("a")
    assert store.load("a") is None
    assert store.load("b") is not None
    assert not list(tmp_path.rglob("*.new"))


@pytest.mark.expects_log("damaged")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"version": 999, "layouts": {"a": {}}}',
        '{"version": 1, "layouts": []}',
        '{"version": 1, "layouts": {"a": 5}}',
        '{"version": 1, "layouts": {"a": {"state": "!!", "panels": [], "geometry": ""}}}',
        '{"version": 1, "layouts": {"a": {"state": 7, "panels": [], "geometry": ""}}}',
        '{"version": 1, "layouts": {"a": {"panels": 3}}}',
        "[" * 100_000,
        "\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_D1_a_damaged_layout_file_is_refused(tmp_path, text):
    path = tmp_path / "layout.json"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert LayoutStore(path).load("a") is None


def test_a_desk_named_like_a_path_stays_in_the_folder():
    assert default_path("../../etc/passwd").parent == default_path("x").parent
    assert "/" not in default_path("../../etc/passwd").name


def test_the_desk_stands_as_on_the_picture(open_desk):
    desk = open_desk()
    shown = [name for name in desk.panels if desk.panels[name].isVisible()]  # a tab behind has no place
    place = {name: desk.panels[name].mapTo(desk, desk.panels[name].rect().topLeft()) for name in shown}
    width = {name: desk.panels[name].width() for name in shown}
    assert place["queue"].x() < place["map"].x() < place["complaint"].x()
    assert abs(width["queue"] - 560) < 24
    assert abs(width["complaint"] - 400) < 24
    assert width["map"] > 850
    assert place["timeline"].y() > place["map"].y() + desk.panels["map"].height()
    assert not desk.layouts.is_open("sources")


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (2560, 1440)])
def test_every_size_leaves_the_map_the_most(open_desk, size):
    desk = open_desk(size=size)
    width = {name: desk.panels[name].width() for name in ("queue", "map", "complaint")}
    assert width["map"] >= width["queue"] > width["complaint"] >= 300
    assert sum(width.values()) <= size[0]


def test_a_window_maximized_after_it_was_shown_is_shared_out_again(open_desk):
    desk = open_desk(size=(1000, 700))
    resized(desk, 1920, 1080)
    assert abs(desk.panels["queue"].width() - 560) < 24


def test_only_the_map_grows_with_the_window(open_desk):
    desk = open_desk(size=(1600, 900))
    desk._on_settled()
    before = {name: desk.panels[name].width() for name in ("queue", "map", "complaint")}
    resized(desk, 1900, 900)
    after = {name: desk.panels[name].width() for name in before}
    assert abs(after["map"] - before["map"] - 300) < 12
    assert abs(after["queue"] - before["queue"]) < 8


def test_sizes_stay_within_bounds():
    assert side_widths(1920) == (570, 400)
    assert side_widths(1280) == (390, 320)
    assert side_widths(960) == (330, 290)
    assert side_widths(5000) == (660, 460)
    assert bottom_height(2000) == 260


def test_a_moved_dock_is_where_it_was_after_a_restart(open_desk, live, group):
    desk = open_desk()
    desk.layouts.show("sources")
    desk.layouts.hide("timeline")
    turn()
    desk.close()
    again = open_desk()
    assert again.layouts.is_open("sources")
    assert not again.layouts.is_open("timeline")


def test_a_changed_arrangement_is_kept_without_closing_the_desk(open_desk, tmp_path):
    desk = open_desk()
    desk._on_settled()
    desk.layouts.keep()
    assert not (tmp_path / "layout.json").exists(), "nothing changed yet"
    desk.layouts.show("sources")
    desk.layouts.keep()
    assert (tmp_path / "layout.json").exists()


def test_a_panel_the_layout_does_not_know_is_opened(open_desk, specs):
    desk = open_desk(panels=specs)
    desk.close()
    fresh = PanelSpec("fleet", "Map", "vehicle", stand_in, frozenset(), Place.BOTTOM)
    again = open_desk(panels=[*specs, fresh])
    assert again.layouts.is_open("fleet")


@pytest.mark.expects_log("damaged")
@pytest.mark.parametrize("state", [b"garbage", b"", b"\0\0\0\x05" + zlib.compress(b"hello"), b"\0\0\0\x05x\x9c"])
def test_D1_garbage_in_the_docks_own_state_keeps_the_layout(open_desk, tmp_path, state):
    desk = open_desk()
    open_before = [name for name in desk.layouts.names if desk.layouts.is_open(name)]
    desk.close()
    path = tmp_path / "layout.json"
    raw = json.loads(path.read_text())
    for entry in raw["layouts"].values():
        entry["state"] = base64.b64encode(state).decode()
    path.write_text(json.dumps(raw))
    again = open_desk()
    assert [name for name in again.layouts.names if again.layouts.is_open(name)] == open_before


def test_a_state_of_another_version_is_refused(open_desk):
    desk = open_desk()
    state = desk.layouts.manager.saveState(VERSION)
    assert not desk.layouts.manager.restoreState(state, VERSION + 1)


def test_a_layout_is_never_restored_twice_in_one_turn(open_desk):
    desk = open_desk()
    desk.layouts.save()
    assert desk.layouts.restore()
    assert not desk.layouts.restore(), "twice without a turn of the event loop"
    turn()
    assert desk.layouts.restore()
    turn()


def test_a_closed_panel_is_hidden_and_lives(open_desk):
    desk = open_desk()
    panel = desk.panels["timeline"]
    dock = desk.layouts.dock("timeline")
    dock.closeDockWidget()
    turn()
    assert not desk.layouts.is_open("timeline")
    assert isValid(panel)
    assert isValid(dock)
    desk.open_panel("timeline")
    assert desk.layouts.is_open("timeline")


def test_auto_hide_is_off_and_no_dock_deletes_itself(open_desk):
    """A floating dock that auto-hides deletes itself and the map in it."""
    desk = open_desk()
    assert not int(Manager.autoHideConfigFlags().value)
    for name in desk.layouts.names:
        features = desk.layouts.dock(name).features()
        assert not features & Dock.DockWidgetFeature.DockWidgetPinnable
        assert not features & Dock.DockWidgetFeature.DockWidgetDeleteOnClose


def test_floating_tells_the_panel_so_that_the_map_can_change_its_view(open_desk):
    desk = open_desk()
    told: list[bool] = []
    desk.panels["map"].on_dock_moved = told.append
    desk.layouts.dock("map").setFloating()
    turn()
    assert told[-1:] == [True]


def test_lock_forbids_moving_and_reset_frees(open_desk):
    desk = open_desk()
    desk.on_command("lock")
    assert not desk.layouts.dock("map").features() & Dock.DockWidgetFeature.DockWidgetMovable
    desk.layouts.show("sources")
    desk.on_command("reset")
    turn()
    assert desk.layouts.dock("map").features() & Dock.DockWidgetFeature.DockWidgetMovable
    assert not desk.layouts.is_open("sources")
    assert desk.layouts.is_open("timeline")


def test_changed_monitors_are_an_offer_never_a_move(open_desk, group):
    desk = open_desk()
    before = bytes(desk.layouts.manager.saveState().data())
    desk.layouts.monitors_changed.emit(True)
    assert bytes(desk.layouts.manager.saveState().data()) == before
    assert group.language.text("Use it") in [n.button.text() for n in desk.toasts._notes()]


@pytest.mark.expects_log("could not be saved|was not used")
def test_a_layout_that_cannot_be_saved_costs_no_desk(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    LayoutStore(tmp_path / "file" / "layout.json").save("a", Layout(b"", (), b""))
