"""Ten minutes without the far ends, by a clock that runs two hundred times faster, with the real back-off."""

import random
from collections.abc import Callable
from datetime import datetime

import pytest

from app.actions.care import Answer
from app.actions.dispatch import Dispatch
from app.actions.moves import Move, Refer
from app.clock import Clock, real_now
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.domain.mail import MailState
from data_sources.simulator.running import FarEnd
from tests.courier.conftest import OPERATOR, Room, until
from tests.courier.test_intake import case_at, ours_at, take
from tests.courier.test_updates import notes_at

SPEED = 200.0
TEN_MINUTES = 600.0
UNIFORM = random.uniform


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, secrets: None) -> Callable[[], datetime]:
    """The courier's and the deeds' own clock; waiting is as long as it really is, measured by it."""
    clock = Clock.starting(real_now(), speed=SPEED)
    for place in ("data_sources.courier.real_now", "app.actions.perform.real_now"):
        monkeypatch.setattr(place, clock.now)
    monkeypatch.setattr("data_sources.delivery.random.uniform", UNIFORM)
    monkeypatch.setattr("app.actions.perform.UNDO_S", 10)
    return clock.now


def test_after_ten_minutes_without_far_ends_all_arrives_in_order_and_once(
    make_room: Callable[..., Room], backend: FarEnd, now: Callable[[], datetime]
) -> None:
    room = make_room(backend.open311, backend.crew)
    source, code = room.city.sources[0], next(iter(backend.simulator.open311.services))
    mapped = source.model_copy(update={"mapping": source.mapping.model_copy(update={"services": {code: "jalan"}})})
    room = Room(room.journal, room.city.model_copy(update={"sources": (mapped,)}))
    cases = [room.case(backend.complaint(description=f"kasus {n}", quiet=True)) for n in range(3)]
    for far_end in ("open311", "crew"):
        backend.fault(far_end, "refuse")
    began, told = now(), dict[CaseId, list[str]]()
    with room.courier():
        new = take(room)
        room.acting.perform(OPERATOR, Move(new, Verb.VERIFY, "Diterima."))
        for n in range(12):
            case = cases[n % 3]
            room.acting.perform(OPERATOR, Answer(case, f"jawab {n}"))
            told.setdefault(case, []).append(f"jawab {n}")
        room.acting.perform(OPERATOR, Refer(cases[0], "disbimarta", "jalan kota"))
        sent = room.acting.perform(OPERATOR, Dispatch(cases[0], "armada/3", "wa", "disbimarta"))
        assert until(lambda: (now() - began).total_seconds() > TEN_MINUTES)
        waiting = [letter for case in (new, *cases) for letter in room.letters(case)]
        assert all(letter.state in (MailState.WAITING, MailState.SENDING) for letter in waiting)
        tries = [letter.attempts for letter in waiting if letter.attempts]
        assert 0 < len(tries) <= 5 and max(tries) < 40  # the oldest of each case and target alone, ever more seldom
        backend.clear()
        assert until(lambda: all(x.state is MailState.CONFIRMED for c in (new, *cases) for x in room.letters(c)))
    for case in cases:
        assert [note for note in notes_at(backend, case.id) if note.startswith("jawab")] == told[case]
    (number,) = ours_at(backend)
    assert case_at(room, new).linked == f"sorot/{number}" and notes_at(backend, number) == ["Diterima."]
    assert list(backend.simulator.crew.tasks) == [sent.case.order]
