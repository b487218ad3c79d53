"""Complaints taken by hand: created at the backend once, and one case under two numbers."""

from collections.abc import Callable
from typing import Any

import pytest

from app.actions.dispatch import Dispatch
from app.actions.intake import Channel, Intake
from app.actions.link import Link
from app.actions.messenger import Messenger
from app.actions.moves import Move
from app.actions.perform import Acting, Outcome, orders_on
from app.actions.resend import Resend
from app.actions.room import Refused
from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint, State
from app.domain.lifecycle import Stage, Verb
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.journal.cases import find_case
from app.journal.engine import reading
from app.journal.outbox import mark_letter
from app.journal.upkeep import check
from app.picture.open import live_picture
from app.views.ours import state_here
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import OPERATOR, Room, until
from tests.courier.test_updates import notes_at
from tests.journal.facts import T0

CALLER = {"name": "Siti Aminah", "phone": "0812 555"}


def take(room: Room, text: str = "Lubang besar", caller: dict[str, str] = CALLER) -> CaseId:
    """A call comes in and is to be created at the backend."""
    intake = Intake("jalan", text, Channel.TELEPHONE, "Jl. Juanda", -6.24, 107.0, caller, "sorot")
    return room.acting.take_in(OPERATOR, intake).case.id


def case_at(room: Room, id: CaseId) -> Case:
    """A case as it stands."""
    with reading(room.journal.engine) as connection:
        found = find_case(connection, id)
    assert found is not None
    return found.case


def ours_at(backend: FarEnd, text: str = "Lubang besar") -> list[str]:
    """The numbers of complaints with this text at the backend."""
    now = backend.world.now()
    return [case.id for case in backend.world.book.between(0, now, now) if case.text == text]


def confirmed(room: Room, case: CaseId) -> bool:
    """Whether every letter of a case has arrived."""
    return all(letter.state is MailState.CONFIRMED for letter in room.letters(case))


@pytest.fixture
def room(make_room: Callable[..., Room], backend: FarEnd) -> Room:
    """A room whose backend gives numbers."""
    made = make_room(backend.open311)
    source, code = made.city.sources[0], next(iter(backend.simulator.open311.services))
    mapping = source.mapping.model_copy(update={"services": {code: "jalan"}})
    source = source.model_copy(update={"mapping": mapping})
    return Room(made.journal, made.city.model_copy(update={"sources": (source,)}))


def test_it_gets_its_number_and_what_was_decided_meanwhile_follows(room: Room, backend: FarEnd) -> None:
    case = take(room)
    room.acting.perform(OPERATOR, Move(case, Verb.VERIFY, "Sudah kami lihat."))
    with room.courier():
        assert until(lambda: confirmed(room, case)), room.letters(case)
    (number,) = ours_at(backend)
    assert case_at(room, case).linked == f"sorot/{number}"
    assert notes_at(backend, number) == ["Sudah kami lihat."]
    post = next(seen for seen in backend.seen if seen.method == "POST")
    assert "Siti" not in str(room.letters(case)) and post is not None


def test_the_record_that_is_polled_later_is_the_same_case_and_not_a_second(room: Room, backend: FarEnd) -> None:
    case = take(room)
    sent = room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "telp", "disbimarta"))
    with room.courier():
        assert until(lambda: confirmed(room, case))
    assert room.messenger.adopt_linked() == 0  # nothing was polled yet
    there = CaseId.parse(case_at(room, case).linked)
    fact = Complaint("sorot", there.id, T0, "open", State.OPEN, requested_at=T0, category="jalan", lat=-6.24, lon=107.0)
    room.journal.append([fact])
    assert (room.messenger.adopt_linked(), room.messenger.adopt_linked()) == (1, 0)
    moved, left = case_at(room, there), case_at(room, case)
    assert (moved.stage, moved.linked, moved.version) == (Stage.ASSIGNED, str(case), 1)
    assert (left.stage, left.duplicate_of) == (Stage.DUPLICATE, str(there))
    picture = live_picture(room.journal, room.city)
    assert state_here(picture).tolist().count(0) == 1  # one open case to look at
    room.messenger.report(sent.case.order, OrderState.ARRIVED)  # the crew knows nothing of numbers
    assert case_at(room, there).stage is Stage.WORKING
    assert len(room.letters(case)) == 0 and len(room.letters(there)) == 3
    with reading(room.journal.engine) as connection:
        assert list(orders_on(connection, str(there))) == [sent.case.order]
    with room.courier():
        assert until(lambda: confirmed(room, there))
    assert check(room.journal) == []


def test_a_crews_word_is_kept_when_the_case_moves_in_the_same_instant(room: Room) -> None:
    class Moving(Acting):
        """A room whose case moves over just before each deed begins."""

        def perform(self, *told: Any, **more: Any) -> Outcome:
            assert room.messenger.adopt_linked() == 1
            return super().perform(*told, **more)

    case, there = take(room), CaseId("sorot", "77")
    sent = room.acting.perform(OPERATOR, Dispatch(case, "armada/7", "telp", "disbimarta"))
    room.messenger.link(str(case), "sorot", "77")
    room.case("77")
    Messenger(Moving(room.journal, room.city)).report(sent.case.order, OrderState.ARRIVED)
    assert (case_at(room, there).stage, case_at(room, there).order_state) == (Stage.WORKING, OrderState.ARRIVED)
    room.messenger.report("P-nobody", OrderState.ARRIVED)  # told of an order nobody gave: nothing


def test_what_was_decided_on_the_record_before_it_was_known_as_ours_stands(room: Room) -> None:
    case, there = take(room), CaseId("sorot", "77")
    room.case("77")
    room.acting.perform(OPERATOR, Move(there, Verb.VERIFY))
    room.messenger.link(str(case), "sorot", "77")
    assert room.messenger.adopt_linked() == 1
    assert (case_at(room, there).stage, case_at(room, there).linked) == (Stage.VERIFIED, str(case))
    assert case_at(room, case).stage is Stage.DUPLICATE


def test_H10_a_creation_that_ended_unclear_is_read_back_and_not_sent_twice(room: Room, backend: FarEnd) -> None:
    backend.fault("open311", "close_after_headers", count=1, path="requests")
    case = take(room)
    with room.courier():
        assert until(lambda: confirmed(room, case)), room.letters(case)
    (letter,) = room.letters(case)
    assert letter.attempts == 2 and letter.answer["said"] == "found there"
    assert [f"sorot/{number}" for number in ours_at(backend)] == [case_at(room, case).linked]


def test_H10_a_creation_cut_before_its_end_was_noted_is_read_back(room: Room, backend: FarEnd) -> None:
    case = take(room)
    with room.courier() as epoch:
        assert until(lambda: confirmed(room, case))
        letter = room.letters(case)[0]
        mark_letter(room.journal, epoch, letter.n, MailState.SENDING, answer={})
        assert until(lambda: confirmed(room, case))
    assert [f"sorot/{number}" for number in ours_at(backend)] == [case_at(room, case).linked]


def test_H10_two_calls_with_the_same_words_are_two_complaints(room: Room, backend: FarEnd) -> None:
    one = take(room)
    with room.courier():
        assert until(lambda: confirmed(room, one))
        backend.fault("open311", "reset", count=1, path="requests")
        two = take(room)
        assert until(lambda: confirmed(room, two)), room.letters(two)
    linked = {case_at(room, case).linked for case in (one, two)}
    assert linked == {f"sorot/{number}" for number in ours_at(backend)} and len(linked) == 2


def test_H10_a_token_is_asked_after_until_it_leads_to_a_number(room: Room, backend: FarEnd) -> None:
    backend.fault("open311", "token")
    case = take(room)
    room.acting.perform(OPERATOR, Move(case, Verb.VERIFY, "Diperiksa."))
    with room.courier():
        assert until(lambda: room.letters(case)[0].state is MailState.SENT)
        assert room.letters(case)[1].attempts == 0  # what follows waits for the number
        backend.advance(10)
        assert until(lambda: confirmed(room, case)), room.letters(case)
    (number,) = ours_at(backend)
    assert notes_at(backend, number) == ["Diperiksa."]


def test_H10_duplicate_is_success(room: Room, backend: FarEnd) -> None:
    backend.fault("open311", "duplicate_post")
    case = take(room)
    with room.courier():
        assert until(lambda: confirmed(room, case))
    assert "link it by hand" in room.letters(case)[0].next_step and ours_at(backend) == []


def test_what_the_backend_refuses_is_said_and_the_updates_do_not_leave(room: Room, backend: FarEnd) -> None:
    case = take(room, "x" * 4001)
    room.acting.perform(OPERATOR, Move(case, Verb.VERIFY))
    with room.courier():
        assert until(lambda: [x.state for x in room.letters(case)] == [MailState.REFUSED] * 2)
    created, update = room.letters(case)
    assert "longer than 4000" in created.error and created.next_step
    assert "has not taken" in update.error


def test_what_was_refused_is_sent_again_once_its_reason_is_gone(room: Room, backend: FarEnd) -> None:
    source = room.city.sources[0]
    unmapped = source.model_copy(update={"mapping": source.mapping.model_copy(update={"services": {}})})
    early = Room(room.journal, room.city.model_copy(update={"sources": (unmapped,)}))
    case = take(early)
    early.acting.perform(OPERATOR, Move(case, Verb.VERIFY, "Diperiksa."))
    with early.courier():
        assert until(lambda: [x.state for x in early.letters(case)] == [MailState.REFUSED] * 2)
    room.acting.perform(OPERATOR, Resend(case))
    with room.courier():
        assert until(lambda: confirmed(room, case)), room.letters(case)
    (number,) = ours_at(backend)
    assert notes_at(backend, number) == ["Diperiksa."]
    with pytest.raises(Refused, match="nothing of it was refused"):
        room.acting.perform(OPERATOR, Resend(case))


def test_a_number_is_linked_by_hand_once(room: Room) -> None:
    case = take(room)
    room.acting.perform(OPERATOR, Link(case, CaseId("sorot", "5")))
    for wrong in (Link(case, CaseId("sorot", "6")), Link(CaseId("sorot", "5"), case), Link(case, CaseId("lapor", "5"))):
        with pytest.raises(Refused):
            room.acting.perform(OPERATOR, wrong)
