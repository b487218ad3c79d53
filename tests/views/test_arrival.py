"""Arrivals at a frame's instant, on both axes, and their place in a complaint's history."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.complaint import Complaint, State
from app.journal.arrivals import Arrived
from app.journal.reader import Axis
from app.journal.texts import ComplaintRecord, Version
from app.picture.frame import Frame, Mode
from app.picture.picture import Picture
from app.settings import CityFile
from app.views.arrival import ArrivalLine, arrival_lines
from app.views.complaint import complaint_view

T0 = datetime(2016, 11, 30, 3, 0, tzinfo=UTC)
MIN = timedelta(minutes=1)


def arrived(minutes: float, told_after: float = 2) -> Arrived:
    at = T0 + minutes * MIN
    return Arrived(7, "Baktor 07", at, at + told_after * MIN, "complaint", 1, "Sampah")


def at(minutes: float, axis: Axis = Axis.KNOWN) -> Frame:
    return Frame(T0 + minutes * MIN, axis)


def test_an_arrival_is_known_once_it_was_concluded_and_true_once_it_happened() -> None:
    facts = (arrived(10),)
    assert arrival_lines(facts, at(11)) == ()
    assert len(arrival_lines(facts, at(12))) == 1
    assert len(arrival_lines(facts, at(10, Axis.TRUE))) == 1
    assert arrival_lines(facts, at(9, Axis.TRUE)) == ()


def test_newest_first_with_its_age_from_the_first_fix_inside() -> None:
    lines = arrival_lines((arrived(3), arrived(20), arrived(8)), at(30))
    assert [line.age_s for line in lines] == [600, 1320, 1620]


def record() -> ComplaintRecord:
    """A complaint told in minute 0 and closed in minute 10, which this room learned in minute 12."""
    versions = []
    for n, (minute, told, status) in enumerate(((0, 0, "open"), (10, 12, "closed"))):
        moment = T0 + minute * MIN
        case = Complaint("sorot", "1", moment, status, State(status), requested_at=T0, title="Sampah")
        versions.append(Version(n + 1, T0 + told * MIN, case))
    return ComplaintRecord(1, tuple(versions), ())


@pytest.mark.parametrize(
    ("minutes", "axis", "state"),
    [
        (5, Axis.KNOWN, State.OPEN),
        (11, Axis.KNOWN, State.OPEN),
        (11, Axis.TRUE, State.CLOSED),
        (12, Axis.KNOWN, State.CLOSED),
    ],
)
def test_a_replayed_complaint_stands_as_it_did(city: CityFile, minutes: float, axis: Axis, state: State) -> None:
    view = complaint_view(Picture(city), Frame(T0 + minutes * MIN, axis, Mode.REPLAY), city, record())
    assert view is not None and view.complaint.state is state
    assert len(view.history) == (2 if state is State.CLOSED else 1)


def test_a_complaint_nobody_had_heard_of_yet_has_no_view(city: CityFile) -> None:
    assert complaint_view(Picture(city), Frame(T0 - MIN, mode=Mode.REPLAY), city, record()) is None


def test_in_a_history_arrivals_stand_between_the_versions_by_their_time(city: CityFile) -> None:
    versions = []
    for n, status in enumerate(("open", "in_progress")):
        moment = T0 + 10 * n * MIN
        case = Complaint("sorot", "1", moment, status, State.OPEN, requested_at=T0, title="Sampah")
        versions.append(Version(n + 1, moment, case))
    record = ComplaintRecord(1, tuple(versions), (arrived(12), arrived(5)))
    view = complaint_view(Picture(city), at(30), city, record)
    assert view is not None
    kinds = ["arrival" if isinstance(event, ArrivalLine) else event.is_first for event in view.history]
    assert kinds == ["arrival", False, "arrival", True]
