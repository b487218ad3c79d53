"""Deadlines and money go with the deed, in the same transaction, and stay what they were when the case was touched."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.actions.care import Cost, Note, Pause, Raise, Resume, Safe
from app.actions.dispatch import Dispatch, Recall
from app.actions.money import rupiah_of
from app.actions.moves import Finish, Move, Refer, Reject, Reopen
from app.actions.perform import Acting
from app.actions.room import Refused
from app.actions.undo import Undo
from app.domain.case import CaseId
from app.domain.deadline import Deadline, Step
from app.domain.lifecycle import Stage, Verb
from app.domain.severity import Severity
from app.domain.targets import due_of
from app.journal.acting_tables import actions
from app.journal.cases import find_case
from app.journal.encode import to_ms
from app.journal.upkeep import rebuild
from app.settings.duty import TargetsSpec
from tests.actions.conftest import CITY, OPERATOR
from tests.journal.facts import T0

CASE = CaseId("sorot", "1")
HOUR = timedelta(hours=1)
ROADS = CITY.categories[0].model_copy(update={"first_answer": "1h", "on_site": "4h", "make_safe": "6h", "done": "48h"})
TIMED = CITY.model_copy(
    update={
        "categories": (ROADS,),
        "targets": TargetsSpec.model_validate({"version": "2016-11", "kritis": {"done": "12h"}}),
    }
)


@pytest.fixture
def room(acting: Acting) -> Acting:
    """The room with targets for its one category; its complaint was received at T0."""
    return replace(acting, city=TIMED)


def at(room: Acting, hours: float) -> None:
    room.journal.clock = room.journal.clock.starting(T0 + hours * HOUR, speed=0)


def due(owed: tuple[Deadline, ...], step: Step = Step.DONE) -> float:
    found = due_of(owed, step)
    assert found is not None
    return (found - T0) / HOUR


def stored(room: Acting) -> tuple[int | None, ...]:
    c = actions.c
    with room.journal.engine.connect() as connection:
        query = sa.select(c.due_at, c.legal_at, c.ended_at, c.committed, c.spent).order_by(c.v.desc()).limit(1)
        return tuple(connection.execute(query).one())


def test_the_first_touch_freezes_the_rule_and_both_deadlines_with_the_case(room: Acting) -> None:
    case = room.perform(OPERATOR, Note(CASE, "x")).case
    assert case.rule == "2016-11" and due(case.deadlines) == 48
    assert [one.step for one in case.deadlines if one.due == one.gross] == list(Step)
    assert stored(room)[:2] == (to_ms(T0 + 48 * HOUR), to_ms(due_of(case.deadlines, Step.LAW_RESOLVED) or T0))
    later = TIMED.model_copy(update={"categories": (ROADS.model_copy(update={"done": "1h"}),)})
    after = replace(room, city=later).perform(OPERATOR, Move(CASE, Verb.VERIFY)).case
    assert after.deadlines == case.deadlines and after.rule == "2016-11"


def test_a_pause_moves_the_net_end_and_leaves_the_gross_one(room: Acting) -> None:
    at(room, 2)
    paused = room.perform(OPERATOR, Pause(CASE, "menunggu warga")).case
    assert due(paused.deadlines) == 48
    at(room, 12)
    after = room.perform(OPERATOR, Resume(CASE)).case
    assert due(after.deadlines) == 58 and after.paused_s == 36_000
    assert {one.step: (one.gross - T0) / HOUR for one in after.deadlines}[Step.DONE] == 48
    assert due(after.deadlines, Step.FIRST_ANSWER) == 1  # had passed before the pause: stays missed
    assert stored(room)[0] == to_ms(T0 + 58 * HOUR)


def test_called_graver_a_case_is_due_earlier(room: Acting) -> None:
    room.perform(OPERATOR, Note(CASE, "x"))
    assert due(room.perform(OPERATOR, Raise(CASE, Severity.KRITIS, "sekolah")).case.deadlines) == 12
    assert due(room.perform(OPERATOR, Raise(CASE, Severity.RENDAH, "bukan")).case.deadlines) == 12


def test_a_case_bears_when_it_was_made_safe_and_when_it_ended(room: Acting) -> None:
    room.perform(OPERATOR, Refer(CASE, "disbimarta"))
    at(room, 3)
    assert room.perform(OPERATOR, Safe(CASE, "kerucut")).case.safe_at == T0 + 3 * HOUR
    at(room, 4)
    assert room.perform(OPERATOR, Safe(CASE)).case.safe_at == T0 + 3 * HOUR
    at(room, 5)
    done = room.perform(OPERATOR, Finish(CASE, "ditambal"))
    assert done.case.ended_at == T0 + 5 * HOUR and stored(room)[2] == to_ms(T0 + 5 * HOUR)
    at(room, 6)
    assert room.perform(OPERATOR, Note(CASE, "y")).case.ended_at == T0 + 5 * HOUR
    assert room.perform(OPERATOR, Reopen(CASE, "belum rata")).case.ended_at is None
    assert stored(room)[2] is None


def test_an_undone_deed_leaves_the_case_with_deadlines(room: Acting) -> None:
    outcome = room.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    after = room.perform(OPERATOR, Undo(CASE, outcome.operation)).case
    assert due(after.deadlines) == 48


def test_an_undone_pause_has_put_nothing_off(room: Acting) -> None:
    room.perform(OPERATOR, Note(CASE, "x"))
    paused = room.perform(OPERATOR, Pause(CASE, "x"))
    at(room, 5)
    after = room.perform(OPERATOR, Undo(CASE, paused.operation)).case
    assert after.paused_at is None and due(after.deadlines) == 48


def test_the_estimate_is_bound_with_the_order_and_the_cost_booked_with_the_closing(room: Acting) -> None:
    sent = room.perform(OPERATOR, Dispatch(CASE, "armada/7", committed=750_000))
    assert sent.case.committed == 750_000 and stored(room)[3:] == (750_000, 0)
    room.perform(OPERATOR, Finish(CASE, "ditambal"))
    assert stored(room)[3:] == (750_000, 0)
    closed = room.perform(OPERATOR, Move(CASE, Verb.CLOSE, spent=690_000)).case
    assert (closed.committed, closed.spent) == (0, 690_000) and stored(room)[3:] == (0, 690_000)


def test_whoever_closes_at_a_desk_leaves_no_estimate_bound(room: Acting) -> None:
    room.perform(OPERATOR, Dispatch(CASE, "armada/7", committed=750_000))
    room.perform(OPERATOR, Finish(CASE, "ditambal"))
    with pytest.raises(Refused, match="still bound"):
        room.perform(OPERATOR, Move(CASE, Verb.CLOSE, settled=True))
    closed = room.perform(OPERATOR, Move(CASE, Verb.CLOSE, spent=0, settled=True)).case
    assert (closed.stage, closed.committed, closed.spent) == (Stage.CLOSED, 0, 0)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        *(("Rp2.500.000", 2_500_000), ("2,500,000", 2_500_000), (" rp 2500000 ", 2_500_000), ("0", 0), ("750", 750)),
        *((text, None) for text in ("", "banyak", "2.5", "2.500,75", "2.500,000", "-5", "2.50.000", "٣")),
    ],
)
def test_rupiah_are_read_as_people_type_them_and_nothing_is_guessed(typed: str, amount: int | None) -> None:
    assert rupiah_of(typed) == amount


@pytest.mark.parametrize("amount", [-1, 10**14])
def test_an_amount_that_cannot_be_is_refused_and_nothing_is_sent(room: Acting, amount: int) -> None:
    with pytest.raises(Refused, match="amount"):
        room.perform(OPERATOR, Dispatch(CASE, "armada/7", committed=amount))
    with room.journal.engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(actions)).scalar() == 0
    with pytest.raises(Refused, match="amount"):
        room.perform(OPERATOR, Cost(CASE))


def test_money_that_is_not_needed_is_free_again(room: Acting) -> None:
    room.perform(OPERATOR, Dispatch(CASE, "armada/7", committed=5))
    assert room.perform(OPERATOR, Recall(CASE, "salah alamat")).case.committed == 0
    room.perform(OPERATOR, Cost(CASE, committed=7))
    assert room.perform(OPERATOR, Reject(CASE, "sudah baik")).case.committed == 0


def test_cases_made_again_from_their_actions_have_their_deadlines(room: Acting) -> None:
    case = room.perform(OPERATOR, Note(CASE, "x")).case
    rebuild(room.journal)
    with room.journal.engine.connect() as connection:
        found = find_case(connection, CASE)
    assert found is not None and found.case == case
