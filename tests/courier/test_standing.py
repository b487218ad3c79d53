"""The courier stands: a slow far end, a fault of ours, an unclear end and an odd answer cost only their own letter."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.actions.care import Answer
from app.actions.dispatch import Dispatch
from app.actions.room import Refused
from app.actions.undo import Undo
from app.clock import real_now
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.journal import lease
from app.journal.outbox import Letter, due_letters, mark_letter, take_letter, wake_letters
from data_sources.delivery import Delivered, rest_s
from data_sources.open311_send import UpdateSender
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import OPERATOR, Room, until
from tests.courier.test_intake import take
from tests.courier.test_orders import state_of

MANY = 55  # more than one look takes
ONCE = pytest.mark.parametrize("journal_url", ["sqlite"], indirect=True)


@ONCE
def test_a_far_end_with_a_long_queue_does_not_hold_up_a_crew(
    make_room: Callable[..., Room], backend: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    room, released = make_room(backend.open311, backend.crew), threading.Event()

    def slow(_self: UpdateSender, _letter: Letter) -> Delivered:
        released.wait(60)
        return Delivered(MailState.CONFIRMED)

    monkeypatch.setattr(UpdateSender, "__call__", slow)
    for n in range(MANY):
        room.acting.perform(OPERATOR, Answer(room.case(str(n)), "Kami periksa."))
    late = room.case("lubang")
    room.acting.perform(OPERATOR, Dispatch(late, "armada/3", "wa", "disbimarta"))
    with room.courier():
        try:
            assert until(lambda: state_of(room, late) is OrderState.SENT)
        finally:
            released.set()


@ONCE
@pytest.mark.expects_log("letter 1 to sorot")
def test_a_fault_of_ours_over_one_letter_costs_that_letter_alone(
    make_room: Callable[..., Room], backend: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = make_room(backend.open311)
    monkeypatch.setattr("data_sources.delivery.random.uniform", lambda _low, _high: 3_600.0)
    bad, good = (room.case(backend.complaint(description="lubang", quiet=True)) for _ in range(2))
    deliver = UpdateSender.__call__

    def odd(self: UpdateSender, letter: Letter) -> Delivered:
        if letter.mail.case == str(bad):
            raise TypeError("unhashable")
        return deliver(self, letter)

    monkeypatch.setattr(UpdateSender, "__call__", odd)
    for case in (bad, good):
        room.acting.perform(OPERATOR, Answer(case, "Kami periksa."))
    with room.courier():
        assert until(lambda: room.letters(good)[0].state is MailState.CONFIRMED)
    (letter,) = room.letters(bad)
    assert (letter.state, letter.attempts) == (MailState.WAITING, 1) and "has a fault" in letter.error


@ONCE
@pytest.mark.expects_log("state nobody knows")
def test_odd_words_of_a_channel_end_neither_the_letter_nor_the_asking(
    make_room: Callable[..., Room], served: HTTPServer
) -> None:
    room = make_room("http://127.0.0.1:9/", served.url_for("/regu"))
    hook = room.city.channels[0].model_copy(update={"every": timedelta(seconds=0.05)})
    room = Room(room.journal, room.city.model_copy(update={"channels": (hook, *room.city.channels[1:])}))
    told: list[Any] = [{"state": {"kode": 1}}, {"state": "terbang"}, {"state": "accepted"}]

    def answer(_request: Request) -> Response:
        return Response(str(told.pop(0) if len(told) > 1 else told[0]).replace("'", '"'), mimetype="application/json")

    case = room.case("7")
    order = room.acting.perform(OPERATOR, Dispatch(case, "armada/3", "wa", "disbimarta")).case.order
    served.expect_request("/regu/orders", method="POST").respond_with_json({"state": {"kode": 1}})
    served.expect_request(f"/regu/orders/{order}").respond_with_handler(answer)
    with room.courier():
        assert until(lambda: state_of(room, case) is OrderState.ACCEPTED), room.letters(case)
    assert [letter.attempts for letter in room.letters(case) if letter.mail.order] == [1]


def test_what_was_tried_and_may_have_arrived_is_not_undone_but_countered(
    make_room: Callable[..., Room], served: HTTPServer
) -> None:
    room = make_room("http://127.0.0.1:9/")
    case = room.case("7")
    done = room.acting.perform(OPERATOR, Answer(case, "Kami periksa."))
    epoch = lease.take(room.journal, "test")
    assert epoch is not None
    (letter,) = due_letters(room.journal, real_now())
    assert take_letter(room.journal, epoch, letter, real_now())
    mark_letter(room.journal, epoch, letter.n, MailState.WAITING, error="The server stopped answering.")
    with pytest.raises(Refused, match="has been sent"):
        room.acting.perform(OPERATOR, Undo(case, done.operation))
    assert room.letters(case)[0].state is MailState.WAITING


def test_H10_a_creation_rests_after_an_unclear_end_before_it_is_looked_for(
    make_room: Callable[..., Room], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow server stores it long after we stopped waiting: who looks too soon creates it twice."""
    monkeypatch.setattr("data_sources.delivery.CREATE_REST_S", 3_600.0)
    room = make_room("http://127.0.0.1:9/")
    case, begun = take(room), real_now()
    with room.courier() as epoch:
        assert until(lambda: bool(room.letters(case)[0].error))
        wake_letters(room.journal, epoch, "sorot", real_now())  # another letter has just arrived there
    assert room.letters(case)[0].not_before >= begun + timedelta(hours=1)
    epoch = lease.take(room.journal, "test")
    assert epoch is not None
    mark_letter(room.journal, epoch, room.letters(case)[0].n, MailState.WAITING, not_before=begun)
    (letter,) = due_letters(room.journal, real_now())
    rest = timedelta(seconds=rest_s(letter.mail.what))
    assert take_letter(room.journal, epoch, letter, real_now() + rest)  # and now we die
    assert due_letters(room.journal, real_now()) == []
    assert len(due_letters(room.journal, real_now() + rest)) == 1
