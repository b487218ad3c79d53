"""Updates to the source: each is applied once, in order, whatever the line does meanwhile."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from app.actions.care import Answer
from app.actions.moves import Move, Refer
from app.actions.undo import Undo
from app.clock import real_now
from app.domain.lifecycle import Verb
from app.domain.mail import MailState
from app.journal import lease
from app.journal.engine import writing
from app.journal.outbox import Letter, due_letters, hold_mails, mark_letter, take_letter
from app.journal.store import Journal
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import OPERATOR, Room, until

JSON = "application/json"


def _take_updates(served: HTTPServer, forms: list[dict[str, str]]) -> None:
    """A server that takes every update; what it was told."""

    def take(request: Request) -> Response:
        forms.append(request.form.to_dict())
        return Response("[]", mimetype=JSON)

    served.expect_request("/servicerequestupdates.json").respond_with_handler(take)


def notes_at(backend: FarEnd, ident: str) -> list[str]:
    """What the backend has been told of a case by others, oldest first."""
    case = backend.world.book.find(ident, backend.world.now())
    return [step.note for step in case.steps if "-x" in step.ident] if case else []


def test_an_update_is_confirmed_by_the_backend_and_stands_in_its_record(
    make_room: Callable[..., Room], backend: FarEnd
) -> None:
    room = make_room(backend.open311)
    case = room.case(backend.complaint(description="lubang", quiet=True))
    room.acting.perform(OPERATOR, Answer(case, "Regu datang siang ini."))
    with room.courier():
        assert until(lambda: room.letters(case)[0].state is MailState.CONFIRMED), room.letters(case)
    assert notes_at(backend, case.id) == ["Regu datang siang ini."]


def test_a_letter_cut_in_sending_goes_again_and_is_applied_once(
    make_room: Callable[..., Room], backend: FarEnd
) -> None:
    room = make_room(backend.open311)
    case = room.case(backend.complaint(description="lubang", quiet=True))
    room.acting.perform(OPERATOR, Answer(case, "Sekali saja."))
    with room.courier() as epoch:
        assert until(lambda: room.letters(case)[0].state is MailState.CONFIRMED)
        first = room.letters(case)[0]
        mark_letter(room.journal, epoch, first.n, MailState.SENDING)  # as if we had died before noting the answer
        assert until(lambda: room.letters(case)[0].state is MailState.CONFIRMED)
        again = room.letters(case)[0]
    assert "already exists" in str(again.answer)  # the far end had it: that is success
    assert again.attempts == first.attempts + 1
    assert notes_at(backend, case.id) == ["Sekali saja."]


def test_a_list_that_is_older_than_the_last_round_sends_nothing_again(
    make_room: Callable[..., Room], served: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms: list[dict[str, str]] = []
    _take_updates(served, forms)
    room = make_room(served.url_for("/"))
    case, refused = room.case("7"), room.case("8")
    for one in (case, refused):
        room.acting.perform(OPERATOR, Answer(one, "Sekali saja."))
    read = due_letters(room.journal, real_now())
    looks = []

    def older(_journal: Journal, _now: datetime, busy: list[str]) -> list[Letter]:
        looks.append(1)
        return [] if busy else read

    monkeypatch.setattr("data_sources.courier.due_letters", older)
    with room.courier() as epoch:
        both = (case, refused)
        assert until(lambda: all(room.letters(one)[0].state is MailState.CONFIRMED for one in both))
        mark_letter(room.journal, epoch, room.letters(refused)[0].n, MailState.REFUSED)
        seen = len(looks)
        assert until(lambda: len(looks) >= seen + 3)
    assert len(forms) == 2
    assert (room.letters(case)[0].state, room.letters(refused)[0].state) == (MailState.CONFIRMED, MailState.REFUSED)
    assert [letter.attempts for one in (case, refused) for letter in room.letters(one)] == [1, 1]


def test_what_is_put_off_after_it_was_read_does_not_leave(make_room: Callable[..., Room], backend: FarEnd) -> None:
    room = make_room(backend.open311)
    case = room.case(backend.complaint(description="lubang", quiet=True))
    done = room.acting.perform(OPERATOR, Answer(case, "Salah."))
    (read,) = due_letters(room.journal, real_now())
    epoch = lease.take(room.journal, "test")
    assert epoch is not None
    with writing(room.journal.engine) as connection:
        hold_mails(connection, done.operation, real_now() + timedelta(seconds=10))
    assert not take_letter(room.journal, epoch, read, real_now())
    put_off = room.letters(case)[0]
    assert take_letter(room.journal, epoch, put_off, real_now())
    assert not take_letter(room.journal, epoch, put_off, real_now())  # it has been taken


def test_on_a_dead_line_letters_wait_and_leave_in_order_after(make_room: Callable[..., Room], backend: FarEnd) -> None:
    room = make_room(backend.open311)
    case = room.case(backend.complaint(description="lubang", quiet=True))
    backend.fault("open311", "refuse")
    texts = ["satu", "dua", "tiga"]
    with room.courier():
        for text in texts:
            room.acting.perform(OPERATOR, Answer(case, text))
        assert until(lambda: room.letters(case)[0].attempts >= 2)
        waiting = room.letters(case)
        assert [letter.attempts > 0 for letter in waiting] == [True, False, False]  # the oldest holds up the others
        backend.clear()
        assert until(lambda: all(letter.state is MailState.CONFIRMED for letter in room.letters(case)))
    assert notes_at(backend, case.id) == texts


def test_a_far_end_that_answers_again_gets_at_once_what_failed_there(
    make_room: Callable[..., Room], backend: FarEnd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_sources.delivery.random.uniform", lambda _low, _high: 3_600.0)
    room = make_room(backend.open311)
    one, two = (room.case(backend.complaint(description="lubang", quiet=True)) for _ in range(2))
    backend.fault("open311", "refuse")
    for case in (one, two):
        room.acting.perform(OPERATOR, Answer(case, "Menunggu."))
    with room.courier() as epoch:
        assert until(lambda: all(room.letters(case)[0].error for case in (one, two)))
        backend.clear()
        mark_letter(room.journal, epoch, room.letters(one)[0].n, MailState.WAITING, not_before=real_now())
        assert until(lambda: room.letters(two)[0].state is MailState.CONFIRMED)  # its own turn would be in an hour


def test_what_the_backend_refuses_is_refused_with_the_next_step_and_holds_up_nothing(
    make_room: Callable[..., Room], served: HTTPServer
) -> None:
    answers = [Response('[{"code":400,"description":"status is not known"}]', 400), Response("[]", mimetype=JSON)]
    served.expect_request("/servicerequestupdates.json").respond_with_handler(lambda _r: answers.pop(0))
    room = make_room(served.url_for("/"))
    case = room.case("7")
    room.acting.perform(OPERATOR, Move(case, Verb.VERIFY))
    room.acting.perform(OPERATOR, Answer(case, "Tetap dikirim."))
    with room.courier():
        assert until(lambda: len([x for x in room.letters(case) if x.state is MailState.CONFIRMED]) == 1)
    refused, sent = room.letters(case)
    assert refused.state is MailState.REFUSED and refused.next_step and "status is not known" in refused.error
    assert sent.state is MailState.CONFIRMED


def test_a_letter_that_was_undone_never_leaves(
    make_room: Callable[..., Room], served: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    forms: list[dict[str, str]] = []
    _take_updates(served, forms)
    monkeypatch.setattr("app.actions.perform.UNDO_S", 3)
    room = make_room(served.url_for("/"))
    case, other = room.case("7"), room.case("8")
    with room.courier():
        room.acting.perform(OPERATOR, Move(case, Verb.VERIFY), operation="op-1")
        room.acting.perform(OPERATOR, Undo(case, "op-1"))
        room.acting.perform(OPERATOR, Answer(other, "Yang lain."))
        assert until(lambda: room.letters(other)[0].state is MailState.CONFIRMED)
    assert [letter.state for letter in room.letters(case)] == [MailState.CANCELLED]
    assert [form["service_request_id"] for form in forms] == ["8"]
    assert not due_letters(room.journal, room.letters(other)[0].not_before)


@pytest.mark.parametrize(("extended", "words"), [(False, ["OPEN", "OPEN"]), (True, ["INVESTIGATING", "INVESTIGATING"])])
def test_the_backend_hears_the_words_it_knows(
    make_room: Callable[..., Room], served: HTTPServer, extended: bool, words: list[str]
) -> None:
    forms: list[dict[str, str]] = []
    _take_updates(served, forms)
    made = make_room(served.url_for("/"))
    source = made.city.sources[0].model_copy(update={"options": {"extended_statuses": extended}})
    room = Room(made.journal, made.city.model_copy(update={"sources": (source,)}))
    case = room.case("7")
    room.acting.perform(OPERATOR, Move(case, Verb.VERIFY))
    room.acting.perform(OPERATOR, Refer(case, "disbimarta"))
    with room.courier():
        assert until(lambda: all(letter.state is MailState.CONFIRMED for letter in room.letters(case)))
    assert [form["status"] for form in forms] == words
    assert forms[0]["api_key"] == "kunci-uji"
