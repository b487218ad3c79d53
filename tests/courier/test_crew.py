"""An order all the way: to the simulated crew, which answers, drives there, and sends its photos."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.actions.dispatch import Dispatch, Recall
from app.domain.lifecycle import Stage
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.domain.photo import Part, PhotoState
from app.journal import lease
from app.journal.photos import photos_of
from data_sources.photos import Photos, photo_lines
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import OPERATOR, Room, until
from tests.courier.test_intake import case_at
from tests.courier.test_orders import state_of


@pytest.fixture
def room(make_room: Callable[..., Room], backend: FarEnd) -> Room:
    """A room whose crews are asked twenty times a second how far they are."""
    made = make_room(backend.open311, backend.crew)
    hook = made.city.channels[0].model_copy(update={"every": timedelta(seconds=0.05)})
    return Room(made.journal, made.city.model_copy(update={"channels": (hook, *made.city.channels[1:])}))


def _fetch_photos(room: Room) -> None:
    """What the collector does beside the courier."""
    epoch = lease.take(room.journal, "test")
    assert epoch is not None
    fetcher = Photos(room.journal, photo_lines(room.city), room.city.city.tz, rest_s=0)
    fetcher.lead(epoch)
    while fetcher.turn():
        pass
    fetcher.close()


def test_the_crew_goes_works_and_the_case_is_done_with_both_photos(room: Room, backend: FarEnd) -> None:
    case = room.case(backend.complaint(description="lubang", quiet=True))
    sent = room.acting.perform(OPERATOR, Dispatch(case, "armada/3", "wa", "disbimarta"))
    with room.courier():
        for state in (OrderState.SENT, OrderState.ACCEPTED, OrderState.DEPARTED, OrderState.ARRIVED, OrderState.DONE):
            assert until(lambda state=state: state_of(room, case) is state), state  # type: ignore[misc]
            task = backend.simulator.crew.tasks[sent.case.order]
            wait = task.arrives - backend.world.now() + 35 if state is OrderState.DEPARTED else 30.0
            backend.advance(500.0 if state is OrderState.ARRIVED else wait)
        assert until(lambda: all(letter.state is MailState.CONFIRMED for letter in room.letters(case)))
    done = case_at(room, case)
    assert (done.stage, done.arrived_at is not None, done.changed_by) == (Stage.DONE, True, "kurir")
    _fetch_photos(room)
    told = photos_of(room.journal, case.source, case.id)
    assert [(photo.part, photo.state) for photo in told] == [
        (Part.BEFORE, PhotoState.STORED),
        (Part.AFTER, PhotoState.STORED),
    ]
    assert all(
        photo.taken.is_sure and (photo.taken.lat, photo.taken.lon) == pytest.approx((-6.23, 107.0)) for photo in told
    )
    there = backend.world.book.find(case.id, backend.world.now())
    assert there is not None
    last = [step for step in there.steps if "-x" in step.ident][-1]
    assert (last.note, last.status) == ("Pekerjaan selesai, lokasi sudah dibersihkan.", "closed")
    assert last.media.endswith(f"{sent.case.order}/after.png")  # the citizen sees the mended street


def test_a_crew_that_refuses_gives_the_case_back(room: Room, backend: FarEnd) -> None:
    case = room.case(backend.complaint(description="lubang", quiet=True))
    room.acting.perform(OPERATOR, Dispatch(case, "armada/9", "wa", "disbimarta"))
    with room.courier():
        assert until(lambda: state_of(room, case) is OrderState.SENT)
        backend.advance(30)
        assert until(lambda: state_of(room, case) is OrderState.REFUSED)
    assert case_at(room, case).stage is Stage.REFERRED


def test_a_recall_reaches_the_crew_after_its_order(room: Room, backend: FarEnd) -> None:
    case = room.case(backend.complaint(description="lubang", quiet=True))
    sent = room.acting.perform(OPERATOR, Dispatch(case, "armada/3", "wa", "disbimarta"))
    room.acting.perform(OPERATOR, Recall(case, "salah alamat"))
    with room.courier():
        assert until(lambda: all(letter.state is MailState.CONFIRMED for letter in room.letters(case)))
    assert backend.simulator.crew.tasks[sent.case.order].recalled
    assert state_of(room, case) is OrderState.RECALLED
