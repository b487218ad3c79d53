"""The first sight of a desk: shares of the real size, the window where it was, and what its panels remember."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.widgets.shell.conftest import resized, take_down, turn
from widgets.layout_store import LayoutStore
from widgets.screens.arrange import side_widths
from widgets.screens.desk import DeskWindow


def _widths(desk):
    return [desk.layouts.dock(name).dockAreaWidget().width() for name in ("queue", "complaint")]


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (2560, 1440)])
def test_a_window_that_grows_after_it_is_shown_is_shared_out_again(open_desk, size):
    desk = open_desk(size=(1000, 700))
    resized(desk, *size)  # as a window manager does that maximizes
    assert _widths(desk) == pytest.approx(side_widths(size[0]), abs=12)


def test_the_queue_has_570_and_the_complaint_400_pixels_of_1920(open_desk):
    assert _widths(open_desk(size=(1920, 1080))) == pytest.approx([570, 400], abs=12)


def test_once_settled_the_sizes_belong_to_the_person(open_desk):
    desk = open_desk(size=(1920, 1080))
    desk._on_settled()
    desk.layouts.manager.setSplitterSizes(desk.layouts.dock("map").dockAreaWidget(), [700, 700, 500])
    turn()
    kept = _widths(desk)
    resized(desk, 1900, 1080)
    assert _widths(desk) == pytest.approx(kept, abs=12)


class Rememberer:
    """A panel's wishes."""

    def __init__(self, panel) -> None:
        self.recalled: list[dict] = []
        self.wish = {"sort": "DUE"}
        panel.remembered, panel.recall = (lambda: self.wish), self.recalled.append


def test_place_and_wishes_are_kept_for_the_next_start(live, group, specs, tmp_path):
    store = LayoutStore(tmp_path / "layout.json")

    def desk():
        return DeskWindow(live, group, desk="a", store=store, panels=specs)

    first = desk()
    Rememberer(first.panels["queue"])
    assert not first.layouts.restore_window()
    first.resize(760, 560)
    first.show()
    turn()
    take_down(first)
    second = desk()
    wishes = Rememberer(second.panels["queue"])
    assert second.layouts.restore_window()
    second.show()
    turn()
    assert (second.width(), second.height()) == (760, 560)
    assert wishes.recalled == [{"sort": "DUE"}]
    take_down(second)


def test_a_wish_changed_is_kept_without_waiting_for_the_end(open_desk):
    desk = open_desk()
    wishes = Rememberer(desk.panels["queue"])
    desk._on_settled()
    desk.layouts.keep()
    wishes.wish = {"sort": "NEWEST"}
    desk.layouts.keep()
    kept = desk.layouts._store.load(desk.layouts._key())
    assert kept.remembered == {"queue": {"sort": "NEWEST"}}


@pytest.mark.parametrize("garbage", ['"x"', "[1]", '{"queue": 5}', '{"nobody": {}}'])
def test_D1_garbage_in_what_is_remembered_is_ignored(live, group, specs, tmp_path, garbage):
    path = tmp_path / "layout.json"
    first = DeskWindow(live, group, desk="a", store=LayoutStore(path), panels=specs)
    first.show()
    turn()
    take_down(first)
    text = path.read_text(encoding="utf-8")
    assert '"remembered": {}' in text
    path.write_text(text.replace('"remembered": {}', f'"remembered": {garbage}'), encoding="utf-8")
    second = DeskWindow(live, group, desk="a", store=LayoutStore(path), panels=specs)
    wishes = Rememberer(second.panels["queue"])
    second.show()
    turn()
    assert second.isVisible() and wishes.recalled == []
    take_down(second)


def test_keys_of_a_panel_are_commands_of_the_desk_and_open_it(open_desk):
    desk = open_desk()
    done: list[str] = []
    desk.panels["queue"].run = done.append
    desk.layouts.hide("queue")
    QTest.keyClicks(desk, "jk")
    desk.commands.actions["queue:next"].trigger()
    desk.commands.actions["queue:filter"].trigger()
    assert done[-2:] == ["queue:next", "queue:filter"]
    assert desk.layouts.is_open("queue")


def test_letters_typed_into_a_field_are_no_commands(open_desk):
    desk = open_desk()
    done: list[str] = []
    desk.panels["queue"].run = done.append
    desk.activateWindow()
    assert QTest.qWaitForWindowActive(desk, 20_000)
    desk.find()
    QTest.keyClicks(desk.topbar.search, "jk/?")
    assert desk.topbar.search.text() == "jk/?"
    assert done == []


def test_a_long_headline_never_covers_its_title(open_desk, specs):
    desk = open_desk(size=(960, 540))
    panel = desk.panels["queue"]
    panel.headline = "SOROT · 32 terbuka · 2 lewat tenggat · data 14 mnt lalu"
    desk.headlines.refresh()
    turn()
    area = desk.layouts.dock("queue").dockAreaWidget()
    tab = desk.layouts.dock("queue").tabWidget()
    assert tab.width() >= tab.minimumSizeHint().width()
    right = tab.mapTo(area, tab.rect().topRight()).x()
    line = area.titleBar().findChild(QLabel, "headline")
    assert line.mapTo(area, line.rect().topLeft()).x() >= right
