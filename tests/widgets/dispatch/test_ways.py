"""Travel times of the road network beside the list: asked over the journal; the line stands while nobody answers."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from app.clock import real_now
from app.domain.travel import WayAnswer
from app.journal.ways import answer_ways, open_questions
from app.settings.sending import Routing
from app.views.suggest import Way
from tests.widgets.dispatch.conftest import Room


@pytest.fixture
def routed(room: Room) -> Iterator[Room]:
    """A city that names a router; the test is the collector."""
    city = room.live.city
    routing = Routing.model_validate({"url": "http://127.0.0.1:9", "deadline": timedelta(milliseconds=100)})
    room.live.city = city.model_copy(update={"routing": routing})
    yield room
    room.live.city = city


def said(room: Room) -> str:
    return room.panel.page.basis.toPlainText()


def test_told_times_take_the_place_of_the_straight_line(routed: Room) -> None:
    routed.look_at(1)
    assert "is being asked" in said(routed)
    routed.until(lambda: bool(open_questions(routed.live.journal, real_now())))
    (question,) = open_questions(routed.live.journal, real_now())
    assert (question.lat, question.lon) == (-6.24, 107.0)
    told = {spot.unit: 60.0 * n for n, spot in enumerate(reversed(question.spots), 5)}
    answer_ways(routed.live.journal, WayAnswer(question.id, told), real_now())
    routed.until(lambda: "by the road network" in said(routed))
    units = routed.panel.page.model.units
    assert units[0].name == "Baktor 1"
    assert (units[0].way, units[0].way_s) == (Way.ROAD, 300)


def test_a_router_that_fails_leaves_the_straight_line_and_says_why(routed: Room) -> None:
    routed.look_at(2)
    routed.until(lambda: bool(open_questions(routed.live.journal, real_now())))
    (question,) = open_questions(routed.live.journal, real_now())
    answer_ways(routed.live.journal, WayAnswer(question.id, error="The server refused the connection."), real_now())
    routed.until(lambda: "The server refused the connection" in said(routed))
    assert routed.panel.page.model.units[0].way is Way.LINE


def test_without_a_collector_the_straight_line_stands_and_that_is_said(routed: Room) -> None:
    routed.look_at(3)
    routed.until(lambda: "no collector answers" in said(routed))
    assert routed.panel.page.model.units[0].way is Way.LINE


def test_a_city_without_a_router_asks_nobody(room: Room) -> None:
    before = len(open_questions(room.live.journal, real_now()))
    room.look_at(4)
    assert room.live.wait_until_idle()
    assert len(open_questions(room.live.journal, real_now())) == before
    assert "Times by straight line × 1.4." in said(room)
