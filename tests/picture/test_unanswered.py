"""Crews that do not answer, in the picture: when first read, by what comes after it, and at any earlier hour."""

import pytest

from app.actions.dispatch import Dispatch, Report
from app.actions.perform import Acting
from app.clock import Clock
from app.domain.case import CaseId
from app.domain.order import OrderState
from app.journal.reader import Axis, since
from app.picture.frame import Frame, Mode
from app.picture.open import live_picture, picture_at
from app.picture.picture import Picture
from app.views.ours import unanswered, unanswered_since
from app.views.queue import QueueFilter, queue_view
from tests.actions.conftest import CITY, OPERATOR
from tests.actions.conftest import acting as acting
from tests.journal.facts import after
from tests.journal.test_unanswered import silent

CASE = CaseId("sorot", "1")


def do(acting: Acting, second: float, deed: Dispatch | Report, operation: str) -> None:
    acting.journal.clock = Clock.starting(after(second), speed=0)
    acting.perform(OPERATOR, deed, operation=operation)


def noted(acting: Acting, order: str, at: float, recorded: float) -> None:
    acting.journal.append([silent(1, order, after(at))], at=after(recorded))


def marked(picture: Picture) -> list[int]:
    view = queue_view(picture, Frame(after(9_000)), CITY, QueueFilter(unanswered=True))
    assert view.unanswered == len(view.keys)
    return [int(key) for key in view.keys]


@pytest.fixture
def silent_crew(acting: Acting) -> Acting:
    """Sent at 60 s, silent at 360 s, which was noted at 400 s."""
    do(acting, 60, Dispatch(CASE, "armada/7", "wa", "disbimarta"), "a")
    do(acting, 70, Report(CASE, "P-a", OrderState.SENT), "sent")
    noted(acting, "P-a", 360, 400)
    return acting


def test_the_first_reading_knows_it_with_since_when(silent_crew: Acting) -> None:
    picture = live_picture(silent_crew.journal, CITY)
    assert unanswered(picture).tolist() == [True, False]
    assert (unanswered_since(picture, 1), unanswered_since(picture, 2)) == (after(360), None)
    assert marked(picture) == [1]


def test_what_comes_later_reaches_a_picture_that_stands_and_says_which_rows_changed(acting: Acting) -> None:
    picture = live_picture(acting.journal, CITY)
    do(acting, 60, Dispatch(CASE, "armada/7", "wa", "disbimarta"), "a")
    picture.apply(since(acting.journal, picture.commit))
    assert marked(picture) == []
    noted(acting, "P-a", 360, 400)
    assert len(picture.apply(since(acting.journal, picture.commit)).entities) == 1
    assert marked(picture) == [1]
    do(acting, 500, Report(CASE, "P-a", OrderState.ACCEPTED), "yes")
    picture.apply(since(acting.journal, picture.commit))
    assert marked(picture) == []


def test_a_new_order_has_its_own_time_even_when_the_old_ones_silence_is_noted_late(silent_crew: Acting) -> None:
    picture = live_picture(silent_crew.journal, CITY)
    do(silent_crew, 500, Dispatch(CASE, "armada/7", "wa", "disbimarta"), "b")
    noted(silent_crew, "P-a", 361, 510)
    picture.apply(since(silent_crew.journal, picture.commit))
    assert marked(picture) == marked(live_picture(silent_crew.journal, CITY)) == []
    noted(silent_crew, "P-b", 800, 801)
    picture.apply(since(silent_crew.journal, picture.commit))
    assert marked(picture) == marked(live_picture(silent_crew.journal, CITY)) == [1]


@pytest.mark.parametrize(
    ("axis", "second", "expected"),
    [
        *((Axis.KNOWN, 380, []), (Axis.KNOWN, 410, [1]), (Axis.KNOWN, 610, [])),
        *((Axis.TRUE, 350, []), (Axis.TRUE, 380, [1]), (Axis.TRUE, 610, [])),
    ],
)
def test_an_earlier_hour_knows_what_was_known_or_true_then(
    silent_crew: Acting, axis: Axis, second: float, expected: list[int]
) -> None:
    do(silent_crew, 600, Report(CASE, "P-a", OrderState.ACCEPTED), "yes")
    frame = Frame(after(second), axis, Mode.REPLAY)
    assert marked(picture_at(silent_crew.journal, CITY, frame)) == expected
