"""Many cases at once: counted, confirmed by a second person above twenty, never all or nothing, undone as one."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.actions.bulk import ALONE, HOLD_S, MOST, Bulk, begin_bulk, begin_undo, confirmation, needs_second
from app.actions.care import Note
from app.actions.dispatch import Dispatch
from app.actions.moves import Move, Refer
from app.actions.perform import Acting
from app.actions.room import Refused
from app.clock import real_now
from app.domain.case import CaseId
from app.domain.lifecycle import Stage, Verb
from app.domain.mail import MailState
from app.domain.person import Person, Role, Signed
from app.errors import JournalError
from app.journal.acting_tables import actions, outbox
from app.journal.audit import audit_rows, verify_chain
from app.journal.cases import find_case
from app.journal.engine import reading, writing
from app.journal.outbox import due_letters
from app.journal.people import SignInRefused, add_person
from tests.actions.conftest import CREW, OPERATOR, SUPERVISOR
from tests.journal.facts import complaint

ADMIN = Signed(Person("admin", "Admin", Role.ADMIN), "meja-1")


def cases(acting: Acting, count: int) -> list[CaseId]:
    """So many more complaints in the journal."""
    numbers = [f"b{n:03d}" for n in range(count)]
    acting.journal.append([complaint(number, agency="disbimarta") for number in numbers])
    return [CaseId("sorot", number) for number in numbers]


def referred(case: CaseId) -> Refer:
    return Refer(case, "dpppju")


def run(bulk: Bulk) -> Bulk:
    """All of it, one case a slice."""
    while not bulk.step(0):
        pass
    bulk.finish()
    return bulk


def stages(acting: Acting, wanted: Sequence[CaseId]) -> list[Stage]:
    with reading(acting.journal.engine) as connection:
        return [found.case.stage for case in wanted if (found := find_case(connection, case))]


def test_U1_above_twenty_cases_a_second_supervisor_confirms_and_the_audit_names_both(acting: Acting) -> None:
    wanted = cases(acting, ALONE + 1)
    for alone in (None, OPERATOR, SUPERVISOR):
        person = SUPERVISOR if alone is SUPERVISOR else OPERATOR
        with pytest.raises(Refused):
            begin_bulk(acting, person, "close", wanted, referred, confirmed=alone)
    with pytest.raises(Refused):
        begin_bulk(acting, SUPERVISOR, "close", wanted, referred, confirmed=OPERATOR)
    with reading(acting.journal.engine) as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(actions)).scalar() == 0
    bulk = run(begin_bulk(acting, OPERATOR, "close", wanted, referred, confirmed=SUPERVISOR))
    assert len(bulk.done) == ALONE + 1 and not bulk.failed
    with reading(acting.journal.engine) as connection:
        [row] = audit_rows(connection, bulk.group)
        assert verify_chain(connection).wrong is None
    assert row["actor"] == "rina" and '"confirmed_by":"budi"' in row["after"].replace(" ", "")
    assert f'"count":{ALONE + 1}' in row["after"].replace(" ", "")


def test_U1_twenty_cases_are_one_persons_to_decide_and_are_undone_as_one(acting: Acting) -> None:
    wanted = cases(acting, ALONE)
    assert not needs_second(ALONE) and needs_second(ALONE + 1)
    bulk = run(begin_bulk(acting, OPERATOR, "refer", wanted, referred))
    assert stages(acting, wanted) == [Stage.REFERRED] * ALONE
    undone = run(begin_undo(acting, OPERATOR, bulk))
    assert len(undone.done) == ALONE and not undone.failed
    assert stages(acting, wanted) == [Stage.NEW] * ALONE
    with reading(acting.journal.engine) as connection:
        states = connection.execute(sa.select(outbox.c.state).where(outbox.c.operation.startswith(bulk.group)))
        assert set(states.scalars()) == {MailState.CANCELLED.value}


def test_a_case_on_which_it_is_not_allowed_is_told_and_stops_no_other(acting: Acting) -> None:
    first, second, third = cases(acting, 3)
    acting.perform(OPERATOR, Move(second, Verb.VERIFY))
    bulk = begin_bulk(acting, OPERATOR, "verify", [first, second, third, CaseId("sorot", "gone")], verified)
    run(bulk)
    assert [outcome.case.id for outcome in bulk.done] == [first, third]
    assert [failed.case.id for failed in bulk.failed] == [second.id, "gone"]
    assert "verified" in bulk.failed[0].why.what and "no such complaint" in bulk.failed[1].why.what


def verified(case: CaseId) -> Move:
    return Move(case, Verb.VERIFY)


def test_a_slice_is_one_transaction_and_a_database_that_fails_in_it_leaves_none_of_it(
    acting: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = cases(acting, 3)
    bulk = begin_bulk(acting, OPERATOR, "refer", wanted, referred)
    with monkeypatch.context() as patch:
        patch.setattr("app.actions.perform.announce", _broken)
        with pytest.raises(JournalError):
            bulk.step(60)
    assert bulk.at == 0 and stages(acting, wanted) == [Stage.NEW] * 3
    run(bulk)
    assert stages(acting, wanted) == [Stage.REFERRED] * 3 and len(bulk.done) == 3


def _broken(_connection: object) -> None:
    raise sa.exc.OperationalError("COMMIT", {}, OSError("disk I/O error"))


def test_all_bear_one_name_and_a_step_that_is_done_again_is_done_once(acting: Acting) -> None:
    wanted = cases(acting, 4)
    bulk = begin_bulk(acting, OPERATOR, "note", [*wanted, wanted[0]], lambda case: Note(case, "dicek"))
    bulk.step(0)
    assert bulk.at == 1 and not bulk.is_over
    bulk.at = 0  # as after an answer that was lost
    bulk.done.clear()
    run(bulk)
    with reading(acting.journal.engine) as connection:
        ids = connection.execute(sa.select(actions.c.id).order_by(actions.c.v)).scalars().all()
    assert ids == [f"{bulk.group}-{n:03d}" for n in range(4)]


def test_what_has_left_is_told_when_the_whole_is_undone(acting: Acting) -> None:
    wanted = cases(acting, 3)
    bulk = run(begin_bulk(acting, OPERATOR, "send", wanted, lambda case: Dispatch(case, "armada/7", "wa")))
    sent = outbox.c.operation == bulk.done[1].operation
    with writing(acting.journal.engine) as connection:
        connection.execute(outbox.update().where(sent).values(state=MailState.SENT.value))
    undone = run(begin_undo(acting, OPERATOR, bulk))
    assert [failed.case for failed in undone.failed] == [wanted[1]]
    assert stages(acting, wanted) == [Stage.NEW, Stage.ASSIGNED, Stage.NEW]


def test_U1_nothing_leaves_while_it_is_being_undone(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    def grows_due() -> None:
        with writing(acting.journal.engine) as connection:
            connection.execute(outbox.update().values(not_before=0))

    bulk = run(begin_bulk(acting, OPERATOR, "refer", cases(acting, 3), referred))
    grows_due()
    undo = begin_undo(acting, OPERATOR, bulk)
    assert due_letters(acting.journal, real_now()) == []
    grows_due()  # a slow one
    later = undo.held_at + HOLD_S + 1
    monkeypatch.setattr("app.actions.bulk.monotonic", lambda: later)
    undo.step(0)
    assert due_letters(acting.journal, real_now()) == []
    assert len(run(undo).done) == 3


def test_nothing_of_a_long_one_leaves_before_ten_seconds_after_its_end(acting: Acting) -> None:
    wanted = cases(acting, 2)
    bulk = begin_bulk(acting, OPERATOR, "refer", wanted, referred)
    bulk.step(60)
    with writing(acting.journal.engine) as connection:
        connection.execute(outbox.update().values(not_before=0))  # as if it had begun long ago
    assert len(due_letters(acting.journal, real_now())) == 2
    bulk.finish()
    assert due_letters(acting.journal, real_now()) == []
    assert len(due_letters(acting.journal, real_now() + timedelta(seconds=11))) == 2


def test_while_a_long_one_runs_nothing_of_it_leaves(acting: Acting, monkeypatch: pytest.MonkeyPatch) -> None:
    bulk = begin_bulk(acting, OPERATOR, "refer", cases(acting, 3), referred)
    bulk.step(0)
    with writing(acting.journal.engine) as connection:
        connection.execute(outbox.update().values(not_before=0))
    bulk.step(0)
    assert len(due_letters(acting.journal, real_now())) == 1, "held only now and then"
    later = bulk.held_at + HOLD_S + 1
    monkeypatch.setattr("app.actions.bulk.monotonic", lambda: later)
    bulk.step(0)
    assert due_letters(acting.journal, real_now()) == []


def test_none_and_too_many_are_refused(acting: Acting) -> None:
    for wanted in ([], [CaseId("sorot", str(n)) for n in range(MOST + 1)]):
        with pytest.raises(Refused):
            begin_bulk(acting, OPERATOR, "refer", wanted, referred, confirmed=SUPERVISOR)


def test_who_may_not_act_on_a_case_may_not_in_bulk(acting: Acting) -> None:
    wanted = cases(acting, 2)
    bulk = run(begin_bulk(acting, CREW, "verify", wanted, verified))
    assert not bulk.done and len(bulk.failed) == 2


def test_a_supervisor_confirms_with_their_own_secret_and_that_leaves_an_audit_row(acting: Acting) -> None:
    journal = acting.journal
    add_person(journal, None, ADMIN.person, "rahasia-sekali")
    add_person(journal, ADMIN, SUPERVISOR.person, "rahasia-budi")
    add_person(journal, ADMIN, Person("sari", "Sari", Role.OPERATOR), "rahasia-sari")
    assert confirmation(journal, OPERATOR, "budi", "rahasia-budi").person == SUPERVISOR.person
    with pytest.raises(SignInRefused):
        confirmation(journal, OPERATOR, "budi", "salah")
    with pytest.raises(Refused):
        confirmation(journal, OPERATOR, "sari", "rahasia-sari")
    with pytest.raises(Refused):
        confirmation(journal, SUPERVISOR, "budi", "rahasia-budi")
    with reading(journal.engine) as connection:
        assert "signed-in" in {row["action"] for row in audit_rows(connection, "budi") + audit_rows(connection)}
