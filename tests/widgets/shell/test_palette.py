"""The palette beyond complaints: areas, recent things, order, and its own search."""

import time

import numpy as np
import pytest

from app.i18n import Language
from tests.widgets.shell.conftest import turn
from widgets.palette_find import find_local


def _open(desk, text):
    desk.topbar.search.setText(text)
    desk.palette_sheet.open()
    return desk.palette_sheet.model.entries


@pytest.mark.parametrize("kind", ["kecamatan", "kelurahan"])
def test_areas_are_found_and_shown_on_the_map_without_losing_the_selection(open_desk, live, group, qtbot, kind):
    desk = open_desk()
    group.select("complaint", 3)
    area = getattr(live.city.places, kind)[4]
    entries = _open(desk, area.name)
    row = next(at for at, e in enumerate(entries) if (e.kind, e.key) == (kind, 4))
    with qtbot.waitSignal(group.point_requested) as asked:
        desk.palette_sheet._choose(row)
    assert asked.args[:2] == [area.lat, area.lon]
    assert group.selection == ("complaint", 3)


def test_a_landmark_is_selected_by_the_number_the_map_knows(open_desk, live, group):
    desk = open_desk()
    mark = live.city.places.landmarks[0]
    entries = _open(desk, mark.name)
    desk.palette_sheet._choose(
        next(at for at, e in enumerate(entries) if e.kind == "landmark" and e.title == mark.name)
    )
    assert group.selection == ("landmark", 0)


def test_what_was_chosen_lately_stands_first(open_desk, live):
    desk = open_desk()
    name = live.picture.vehicle_names[5]
    _open(desk, name)
    desk.palette_sheet._choose(0)
    assert _open(desk, "")[0].title == name
    things = [entry.thing for entry in _open(desk, "")]
    assert len(things) == len(set(things))


def test_a_recent_command_follows_the_language(open_desk, group):
    desk = open_desk()
    entries = _open(desk, group.language.text("Switch language"))
    desk.palette_sheet._choose(next(at for at, e in enumerate(entries) if e.command == "language"))
    assert group.language.code == "en"
    assert _open(desk, "")[0].title == "Switch language"
    group.set_language(Language("id"))


def test_a_name_that_begins_so_stands_before_one_that_holds_it(live, group, open_desk):
    desk = open_desk()
    live.picture.vehicle_names[2] = "Baktor 7 Jatiasih"
    found = find_local("jatias", live, group.language, desk.commands)
    assert (found[0].kind, found[0].title) == ("kecamatan", "Jatiasih")
    assert any(entry.kind == "vehicle" for entry in found[:4])


def test_the_answer_to_the_queues_question_is_not_the_palettes(open_desk, live):
    desk = open_desk()
    before = len(_open(desk, "jalan"))
    live.searched.emit("queue", "jalan", np.array([1, 2]))
    assert len(desk.palette_sheet.model.entries) == before
    live.searched.emit("palette", "jalan", np.array([1, 2]))
    assert len(desk.palette_sheet.model.entries) == before + 2


def test_the_line_moved_to_stays_under_the_keys_when_complaints_come(open_desk, live):
    desk = open_desk()
    _open(desk, "jalan")
    palette = desk.palette_sheet
    palette._move(2)
    chosen = palette.model.entries[2].thing
    live.searched.emit("palette", "jalan", np.array([1, 2, 3]))
    assert palette.model.entries[palette._list.currentIndex().row()].thing == chosen
    turn()


def test_many_vehicles_are_searched_at_once(open_desk, live, group, record_property):
    """No timed test: the figure is kept with the run (aim: 50 ms)."""
    desk = open_desk()
    live.picture.vehicle_names += [f"Baktor {n} · B-{n}-KQA" for n in range(2_000)]
    began = time.monotonic()
    assert find_local("baktor 17", live, group.language, desk.commands)
    record_property("palette_ms", round((time.monotonic() - began) * 1000))
