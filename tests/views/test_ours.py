"""What this room decided, over what sources say: which cases count as open in queue, day and map, and how grave."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from app.domain.action import Action
from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint, state_of
from app.domain.lifecycle import Stage
from app.domain.severity import Severity
from app.journal.texts import ComplaintRecord, Version
from app.picture.frame import Frame
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.complaint import Deed, complaint_view
from app.views.day import day_view
from app.views.map_layers import complaint_layer
from app.views.ours import CLOSED, order_of, stage_of
from app.views.queue import QueueFilter, queue_view
from tests.journal.facts import case_row
from tests.views.test_day import NOON, case, picture_of

CASE = CaseId("sorot", "1")


def acted(picture: Picture, key: int, stage: Stage, severity: str = "", order: int | None = None) -> None:
    """An action reaches the picture."""
    picture.take_cases([case_row(key, stage, 1, "disbimarta", severity, order)])


@pytest.fixture
def picture(city: CityFile) -> Picture:
    """Three complaints open at their source, each at a place."""
    return picture_of(city, [case(key, 60 * key, lat=-6.24, lon=107.0) for key in (1, 2, 3)])


def test_a_case_that_ended_here_is_open_nowhere_although_its_source_says_so(picture: Picture, city: CityFile) -> None:
    acted(picture, 2, Stage.REJECTED)
    acted(picture, 3, Stage.WORKING)
    frame = Frame(NOON)
    view = queue_view(picture, frame, city)
    assert sorted(view.keys.tolist()) == [1, 3]
    assert view.open == 2
    assert day_view(picture, frame, city).open.value == 2
    assert sorted(complaint_layer(picture, frame, city).columns["key"].tolist()) == [1, 3]


def test_a_severity_somebody_raised_counts_instead_of_the_category(picture: Picture, city: CityFile) -> None:
    acted(picture, 3, Stage.VERIFIED, severity="kritis")
    view = queue_view(picture, Frame(NOON), city)
    assert view.keys[0] == 3 and view.severity[0] == Severity.KRITIS


def test_a_case_nobody_touched_has_no_stage(picture: Picture) -> None:
    acted(picture, 1, Stage.ASSIGNED, order=1)
    assert (stage_of(picture, 1), order_of(picture, 1)) == (Stage.ASSIGNED, "sent")
    assert (stage_of(picture, 2), order_of(picture, 2)) == (None, "")
    assert stage_of(picture, 99) is None


def version(at: float, status: str) -> Version:
    heard = NOON + timedelta(seconds=at)
    said = Complaint("sorot", "1", heard, status, state_of(status), requested_at=NOON - timedelta(hours=1))
    return Version(1, heard, said)


def did(at: float, stage: Stage, seen: str, verb: str = "verify") -> Action:
    moment = NOON + timedelta(seconds=at)
    after = Case(CASE, stage, 1, seen=seen, changed_at=moment, changed_by="rina", changed_verb=verb)
    return Action(f"op-{at}", moment, verb, "rina", "meja-1", after)


def view_of(picture: Picture, city: CityFile, versions: list[Version], *actions: Action) -> Any:
    record = ComplaintRecord(1, tuple(versions), actions=tuple(reversed(actions)))
    view = complaint_view(picture, Frame(NOON + timedelta(hours=1)), city, record)
    assert view is not None
    return view


def test_the_source_following_us_is_no_contradiction(picture: Picture, city: CityFile) -> None:
    first, acting = version(-60, "open"), did(0, Stage.VERIFIED, "open")
    assert not view_of(picture, city, [first], acting).moved_on
    assert not view_of(picture, city, [first, version(5, "investigating")], acting).moved_on
    assert not view_of(picture, city, [first, version(5, "OPEN")], acting).moved_on


def test_B15_the_source_going_its_own_way_after_us_is_shown_and_changes_nothing_here(
    picture: Picture, city: CityFile
) -> None:
    acting = did(0, Stage.ASSIGNED, "open", "dispatch")
    view = view_of(picture, city, [version(-60, "open"), version(5, "closed")], acting)
    assert view.moved_on and view.case is not None
    assert (view.case.stage, view.complaint.status) == (Stage.ASSIGNED, "closed")
    assert isinstance(view.history[1], Deed)


def test_a_source_that_echoed_us_and_then_went_back_contradicts_us(picture: Picture, city: CityFile) -> None:
    acting = did(0, Stage.CLOSED, "open", "close")
    versions = [version(-60, "open"), version(5, "closed"), version(9, "open")]
    assert view_of(picture, city, versions, acting).moved_on
    later = did(20, Stage.CLOSED, "open", "note")
    assert not view_of(picture, city, versions, acting, later).moved_on  # somebody saw it and acted since


def test_the_list_of_closed_cases_where_nobody_went(city: CityFile) -> None:
    closed = [case(key, 60 * key, updated=3600, state=1, lat=-6.24, lon=107.0) for key in range(1, 6)]
    picture = picture_of(city, [*closed, case(6, 360)])
    acted(picture, 2, Stage.REJECTED)
    acted(picture, 3, Stage.CLOSED)
    acted(picture, 6, Stage.CLOSED)  # open at its source still; closed here
    asked = QueueFilter(states=frozenset({CLOSED}), visited=np.array([1, 5]))
    assert sorted(queue_view(picture, Frame(NOON), city, asked).keys.tolist()) == [3, 4, 6]
