"""The map panel between a live picture, a group of windows and a real page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.domain.kind import Kind
from app.journal.reader import Changes
from app.settings import CityFile
from app.views.queue import CLOSED, QueueFilter, listed_keys
from maps.basemap import MapBase
from tests.maps.conftest import WEB, Driver
from tests.widgets.complaint.room import arrived
from tests.widgets.fakes import FakeLive, fake_group
from widgets.panels.map import MapPanel
from widgets.panels.map_memory import place_of
from widgets.theme import DAY

pytestmark = WEB


class Desk(Driver):
    """A panel with what it stands between."""

    def __init__(self, live: FakeLive, base: MapBase) -> None:
        self.live, self.group = live, fake_group()
        self.panel = MapPanel(live, self.group, base=base)  # type: ignore[arg-type]
        super().__init__(self.panel.view)


@pytest.fixture
def desk(qapp: QApplication, base: MapBase) -> Iterator[Desk]:
    made = Desk(FakeLive(30, 10), base)
    made.panel.resize(500, 400)
    made.panel.show()
    made.until(made.panel.is_painted)
    yield made
    made.panel.shutdown()
    made.panel.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def card(desk: Desk) -> str:
    return str(desk.js("[...document.querySelectorAll('.map-card div')].map(d => d.textContent).join('|')"))


def test_the_picture_is_on_the_map(desk: Desk) -> None:
    assert desk.js("poc._parts.complaints.data.n") > 0
    assert desk.js("poc._parts.vehicles.n") == 10


def test_X1_X2_a_citizens_words_are_only_words(desk: Desk) -> None:
    attack = "<img src=x onerror=window.PWN=1>{{7*7}}${7*7}"
    key = next(iter(desk.live._texts))
    desk.live._texts[key] = replace(desk.live._texts[key], title=attack, address="\u202eevil")
    desk.js("poc._parts.card.expect({x: 9, y: 9}); 1")
    desk.panel.cards.on_hovered("complaint", key, None)  # type: ignore[arg-type]
    desk.until(lambda: attack in card(desk))
    assert "\u202e" not in card(desk) and "U+202E" in card(desk)
    assert desk.js("typeof window.PWN") == "undefined" and desk.js("document.images.length") == 0


def test_an_answer_about_another_complaint_comes_too_late(desk: Desk) -> None:
    first, second = list(desk.live._texts)[:2]
    desk.js("poc._parts.card.expect({x: 9, y: 9}); 1")
    desk.panel.cards._over = ("complaint", first)
    desk.panel.cards.on_texts({second: desk.live._texts[second]})
    desk.wait(200)
    assert card(desk) == ""


def test_the_card_of_a_moving_vehicle_says_that_it_is_drawn_behind(desk: Desk) -> None:
    at = next(k for k in range(1, 11) if desk.live.picture.vehicles.speed[k - 1] > 5)
    desk.live.picture.vehicles.fix_at[at - 1] = desk.live.frame().seconds - 5
    desk.js("poc._parts.card.expect({x: 9, y: 9}); 1")
    desk.panel.cards.on_hovered("vehicle", at, None)  # type: ignore[arg-type]
    desk.until(lambda: desk.group.language.text("drawn one report behind") in card(desk))


def test_cards_tell_the_newest_arrival(desk: Desk) -> None:
    words, now = desk.group.language, desk.live.now
    key = next(iter(desk.live._texts))
    facts = tuple(arrived(minutes) for minutes in (6, 90))
    desk.live.arrivals = {("complaint", key): facts, ("vehicle", 2): facts}
    desk.js("poc._parts.card.expect({x: 9, y: 9}); 1")
    desk.panel.cards.on_hovered("complaint", key, None)  # type: ignore[arg-type]
    site = words.text("{vehicle} arrived on site", vehicle=facts[0].vehicle_name)
    desk.until(lambda: card(desk).endswith(f"{site} {words.time(now - timedelta(minutes=6))}"))
    desk.panel.cards.on_hovered("vehicle", 2, None)  # type: ignore[arg-type]
    desk.until(lambda: words.text("arrived at {place}", place=facts[0].place_name) in card(desk))
    desk.panel.cards.on_hovered("vehicle", 3, None)  # type: ignore[arg-type]
    desk.until(lambda: desk.live.picture.vehicle_names[2] in card(desk))
    assert facts[0].place_name not in card(desk)


def test_a_click_selects_in_the_group_and_a_selected_vehicle_has_a_trail(desk: Desk) -> None:
    desk.view.feature_clicked.emit("vehicle", 3)
    assert desk.group.selection == ("vehicle", 3)
    desk.until(lambda: desk.js("poc._parts.live.selection.kind + poc._parts.live.selection.key") == "vehicle3")
    desk.until(lambda: desk.js("Boolean(poc._parts.trail._data)"))
    desk.group.select("")
    desk.until(lambda: not desk.js("Boolean(poc._parts.trail._data)"))


def test_the_map_moves_only_when_asked(desk: Desk) -> None:
    centre = "poc._parts.map.getCenter().toString()"
    before = desk.js(centre)
    desk.group.select("complaint", 1)
    desk.wait(600)
    assert desk.js(centre) == before
    desk.group.show_on_map("vehicle", 1)
    desk.until(lambda: desk.js(centre) != before)


def test_only_what_the_queue_shows_is_off_until_asked_and_follows_the_filter(desk: Desk) -> None:
    count = "poc._parts.complaints.data.n"
    every = desk.js(count)
    desk.group.set_filter(QueueFilter(categories=frozenset({"sampah"})))
    desk.wait(500)
    assert desk.js(count) == every
    desk.js("poc._parts.controls._buttons.queue.click(); 1")
    few = len(listed_keys(desk.live.picture, desk.group.filter))
    desk.until(lambda: desk.js(count) == few)
    assert 0 < few < every
    desk.group.set_filter(QueueFilter(states=frozenset({CLOSED})))
    closed = len(listed_keys(desk.live.picture, desk.group.filter))
    desk.until(lambda: desk.js(count) == closed)
    desk.js("poc._parts.controls._buttons.queue.click(); 1")
    desk.until(lambda: desk.js(count) == every)


def test_switches_and_place_come_back_with_the_layout(desk: Desk) -> None:
    desk.panel.recall({"switches": {"vehicles": False, "queue": True, "evil": True}, "place": [-6.3, 107.0, 14]})
    desk.until(lambda: desk.js("poc._parts.live.shown.vehicles") is False)
    desk.until(lambda: desk.js("poc._parts.map.getZoom()") == 14)
    kept = desk.panel.remembered()
    assert kept["switches"] == {"vehicles": False, "queue": True}
    assert kept["place"] == pytest.approx([-6.3, 107.0, 14])


@pytest.mark.parametrize("place", [[52.5, 13.4, 12], [-6.3, 107.0], "here", [-6.3, 107.0, 99], [None, 107.0, 12]])
def test_a_kept_place_elsewhere_or_no_place_at_all_is_ignored(place: object, city: CityFile) -> None:
    assert place_of(place, city.city.box) is None


CHOSEN = "poc._parts.live.tags.chosen"


def test_what_is_selected_is_named_whatever_kind_it_is(desk: Desk) -> None:
    key = next(iter(desk.live._texts))
    desk.group.select("complaint", key)
    desk.until(lambda: desk.js(CHOSEN) == desk.live._texts[key].title)
    desk.group.select("vehicle", 3)
    desk.until(lambda: desk.js(CHOSEN) == desk.live.picture.vehicle_names[2])
    desk.group.select("landmark", 0)
    desk.until(lambda: desk.js(CHOSEN) == desk.live.city.places.landmarks[0].name)
    desk.group.select("")
    desk.until(lambda: desk.js(CHOSEN) == "")


def test_names_asked_for_come_short_and_visible_and_anew_when_a_vehicle_is_renamed(desk: Desk) -> None:
    name = "JSON.stringify(poc._parts.live.tags._names.get(%d) ?? null)"
    desk.live.picture.vehicle_names[0] = "<b>\u202e" + "x" * 200
    desk.view.names_wanted.emit((1, 2, 999))
    desk.until(lambda: desk.js(name % 999) == '""')
    assert "\u202e" not in desk.js(name % 1) and len(desk.js(name % 1)) < 60
    desk.live.picture.vehicle_names[1] = "Baktor baru"
    desk.live.changed.emit(Changes(9, frozenset({Kind.VEHICLE})))
    desk.until(lambda: desk.js(name % 2) == '"Baktor baru"')


def test_following_ends_with_another_selection(desk: Desk) -> None:
    desk.group.select("vehicle", 2)
    desk.view.follow_wanted.emit(True)
    desk.until(lambda: desk.js("poc._parts.follow.key") == 2)
    desk.group.select("vehicle", 3)
    desk.until(lambda: desk.js("poc._parts.follow.key") == 0)


def test_a_hidden_map_does_no_work_and_catches_up(desk: Desk) -> None:
    sent: list[Any] = []
    desk.panel.hide()
    original = desk.view.set_layer
    desk.view.set_layer = lambda name, packed: (sent.append(name), original(name, packed))  # type: ignore[method-assign]
    desk.live.changed.emit(Changes(9, frozenset({Kind.COMPLAINT, Kind.POSITION})))
    desk.wait(600)
    assert sent == []
    desk.panel.show()
    desk.until(lambda: sent == ["complaints", "vehicles"])


def test_theme_and_language_change_while_running(desk: Desk) -> None:
    desk.group.set_theme(DAY)
    desk.until(lambda: DAY.window in desk.colours())
    label = "document.querySelector('.map-chip').textContent"
    desk.until(lambda: desk.js(label) == desk.group.language.text("Complaints"))
