"""Deeds: allowed or refused, done once, in one transaction with audit and outbox; nothing is overwritten."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.actions.care import Cost, Note, Pause, Raise, Resume
from app.actions.dispatch import Dispatch, Recall, Report
from app.actions.intake import Channel, Intake
from app.actions.moves import Duplicate, Finish, Move, Refer, Reject, Reopen
from app.actions.perform import Acting
from app.actions.room import Conflict, Refused
from app.actions.undo import Undo
from app.domain.case import CaseId
from app.domain.lifecycle import Stage, Verb
from app.domain.mail import MailState
from app.domain.order import OrderState
from app.domain.severity import Severity
from app.journal import tables
from app.journal.acting_tables import actions, cases
from app.journal.audit import verify_chain
from app.journal.cases import rebuild_cases
from app.journal.engine import reading, writing
from app.journal.export import export_rows
from app.journal.outbox import Letter, letters_of
from app.journal.texts import complaint_record
from app.journal.upkeep import check
from app.picture.frame import Frame
from app.picture.open import live_picture
from app.picture.picture import Picture
from app.views.complaint import Deed, complaint_view
from tests.actions.accounts import let_in
from tests.actions.conftest import CITY, CREW, OPERATOR, SUPERVISOR, VISITOR
from tests.journal.facts import T0, complaint

CASE = CaseId("sorot", "1")


def letters(acting: Acting, case: CaseId = CASE) -> list[Letter]:
    """What is in the outbox for a case, oldest first."""
    with reading(acting.journal.engine) as connection:
        return letters_of(connection, str(case))[::-1]


def count(acting: Acting, table: sa.Table) -> int:
    """Rows of a table."""
    with reading(acting.journal.engine) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_a_deed_is_one_transaction_decision_audit_and_letter(acting: Acting) -> None:
    outcome = acting.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    assert (outcome.case.stage, outcome.case.version, outcome.case.changed_by) == (Stage.VERIFIED, 1, "rina")
    (letter,) = letters(acting)
    assert letter.state is MailState.WAITING
    assert letter.mail.payload["status"] == "INVESTIGATING"
    assert letter.mail.payload["update_id"] == outcome.operation
    with reading(acting.journal.engine) as connection:
        assert verify_chain(connection).rows == 1
        row = connection.execute(sa.select(actions)).one()
    assert (row.commit_n, row.verb, row.by, row.workstation) == (outcome.commit, "verify", "rina", "meja-1")
    picture = live_picture(acting.journal, CITY)
    assert (picture.cases.stage.tolist(), picture.cases.version.tolist()) == ([1], [1])
    assert check(acting.journal) == []


def test_the_same_operation_is_done_once(acting: Acting) -> None:
    first = acting.perform(OPERATOR, Note(CASE, "a"), operation="op-1")
    again = acting.perform(OPERATOR, Note(CASE, "a"), operation="op-1")
    assert again == first
    assert count(acting, actions) == 1


def test_B15_the_second_desk_is_told_and_nothing_is_overwritten(acting: Acting) -> None:
    let_in(acting.journal, OPERATOR)
    acting.perform(OPERATOR, Move(CASE, Verb.VERIFY), expected=0)
    with pytest.raises(Conflict) as told:
        acting.perform(CREW, Dispatch(CASE, "armada/7"), expected=0)
    assert (told.value.case.changed_by, told.value.case.changed_verb, told.value.case.version) == ("rina", "verify", 1)
    assert told.value.who == "Rina"
    assert count(acting, actions) == 1
    assert acting.perform(CREW, Dispatch(CASE, "armada/7"), expected=1).case.stage is Stage.ASSIGNED


def test_what_is_read_of_a_case_says_what_those_who_acted_are_called_and_the_id_where_nobody_knows(
    acting: Acting,
) -> None:
    acting.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    acting.perform(SUPERVISOR, Note(CASE, "a"))
    let_in(acting.journal, OPERATOR)
    view = complaint_view(Picture(CITY), Frame(T0), CITY, complaint_record(acting.journal, 1))
    assert view is not None
    assert [event.who for event in view.history if isinstance(event, Deed)] == ["budi", "Rina"]
    assert view.who == "budi"


@pytest.mark.parametrize(
    "deed, words",
    [
        (Move(CASE, Verb.CLOSE), "is new cannot be given close"),
        (Reject(CASE, "  "), "the reason is missing"),
        (Duplicate(CASE, CASE), "no duplicate of itself"),
        (Recall(CASE, "x"), "cannot be given recall"),
        (Cost(CASE), "the amount is missing"),
        (Cost(CASE, committed=-5), "below zero"),
        (Move(CaseId("sorot", "999"), Verb.VERIFY), "no such complaint"),
        (Undo(CASE, "nothing"), "no such action"),
    ],
)
def test_what_is_not_allowed_is_refused_and_leaves_no_trace(acting: Acting, deed: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        acting.perform(OPERATOR, deed)
    assert count(acting, actions) == count(acting, cases) == 0
    assert count(acting, tables.commits) == 1


def test_R1_who_only_looks_may_do_nothing(acting: Acting) -> None:
    for deed in (Move(CASE, Verb.VERIFY), Dispatch(CASE, "armada/7"), Note(CASE, "x")):
        with pytest.raises(Refused, match="only looks"):
            acting.perform(VISITOR, deed)
    with pytest.raises(Refused, match="takes no complaints"):
        acting.take_in(VISITOR, Intake("jalan", "Lubang", Channel.TELEPHONE))


def test_R1_an_agency_acts_on_its_own_cases_only(acting: Acting) -> None:
    other = CaseId("sorot", "2")
    with pytest.raises(Refused, match="other agencies"):
        acting.perform(CREW, Dispatch(other, "armada/7"))
    acting.perform(OPERATOR, Refer(other, "disbimarta"))
    assert acting.perform(CREW, Dispatch(other, "armada/7")).case.order_state is OrderState.WAITING


def test_a_crew_goes_arrives_and_finishes_and_the_source_hears_of_each_stage(acting: Acting) -> None:
    sent = acting.perform(OPERATOR, Dispatch(CASE, "armada/7", "wa", text="Bawa cone"))
    order = sent.case.order
    for state in (OrderState.SENT, OrderState.ACCEPTED, OrderState.DEPARTED, OrderState.ARRIVED):
        acting.perform(OPERATOR, Report(CASE, order, state))
    done = acting.perform(OPERATOR, Report(CASE, order, OrderState.DONE, "Ditambal"))
    assert (done.case.stage, done.case.order_state) == (Stage.DONE, OrderState.DONE)
    assert done.case.arrived_at is not None
    statuses = [one.mail.payload["status"] for one in letters(acting) if one.mail.target == "sorot"]
    assert statuses == ["ACTION_SCHEDULED", "IN_PROGRESS", "FIXED"]
    (to_crew,) = [one.mail for one in letters(acting) if one.mail.target == "wa"]
    assert to_crew.payload["text"] == "Bawa cone"
    states = [row["state"] for row in export_rows(acting.journal, "orders")]
    assert states == ["waiting", "sent", "accepted", "departed", "arrived", "done"]


def test_an_order_does_not_go_backwards(acting: Acting) -> None:
    sent = acting.perform(OPERATOR, Dispatch(CASE, "armada/7"))
    acting.perform(OPERATOR, Report(CASE, sent.case.order, OrderState.ARRIVED))
    with pytest.raises(Refused, match="arrived does not become accepted"):
        acting.perform(OPERATOR, Report(CASE, sent.case.order, OrderState.ACCEPTED))


def test_a_refused_order_gives_the_case_back_to_its_agency(acting: Acting) -> None:
    sent = acting.perform(OPERATOR, Dispatch(CASE, "armada/7"))
    refused = acting.perform(OPERATOR, Report(CASE, sent.case.order, OrderState.REFUSED, "ban bocor"))
    assert (refused.case.stage, refused.case.order_state) == (Stage.REFERRED, OrderState.REFUSED)


def test_within_ten_seconds_undo_takes_everything_back(acting: Acting) -> None:
    acting.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    sent = acting.perform(OPERATOR, Dispatch(CASE, "armada/7", "wa"))
    undone = acting.perform(OPERATOR, Undo(CASE, sent.operation))
    assert (undone.case.stage, undone.case.order, undone.case.version) == (Stage.VERIFIED, "", 3)
    states = {one.operation: one.state for one in letters(acting)}
    assert states[sent.operation] is MailState.CANCELLED
    assert [row["state"] for row in export_rows(acting.journal, "orders")] == ["waiting", "recalled"]


def test_what_has_left_is_not_undone_but_countered(acting: Acting) -> None:
    sent = acting.perform(OPERATOR, Dispatch(CASE, "armada/7", "wa"))
    with writing(acting.journal.engine) as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'sent'")
    with pytest.raises(Refused, match="it has been sent"):
        acting.perform(OPERATOR, Undo(CASE, sent.operation))
    recalled = acting.perform(OPERATOR, Recall(CASE, "salah alamat"))
    assert (recalled.case.stage, recalled.case.order_state) == (Stage.REFERRED, OrderState.RECALLED)
    assert [one.mail.what for one in letters(acting) if one.mail.target == "wa"] == ["order", "recall"]


def test_only_the_newest_deed_is_undone(acting: Acting) -> None:
    first = acting.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    acting.perform(CREW, Note(CASE, "kami lihat"))
    with pytest.raises(Conflict):
        acting.perform(OPERATOR, Undo(CASE, first.operation))


def test_care_leaves_the_case_where_it_is(acting: Acting) -> None:
    acting.perform(OPERATOR, Raise(CASE, Severity.KRITIS, "jalan utama"))
    paused = acting.perform(OPERATOR, Pause(CASE, "menunggu warga"))
    assert paused.case.first_answer_at is None
    with pytest.raises(Refused, match="paused already"):
        acting.perform(OPERATOR, Pause(CASE, "lagi"))
    resumed = acting.perform(OPERATOR, Resume(CASE))
    booked = acting.perform(OPERATOR, Cost(CASE, committed=5_000_000))
    assert (booked.case.stage, booked.case.severity, resumed.case.paused_s) == (Stage.NEW, "kritis", 0)
    assert acting.perform(OPERATOR, Cost(CASE, spent=4_200_000)).case.committed == 0
    assert letters(acting) == []
    assert live_picture(acting.journal, CITY).cases.severity.tolist() == [int(Severity.KRITIS)]


def test_a_reopened_case_begins_anew_and_keeps_its_history(acting: Acting) -> None:
    acting.perform(OPERATOR, Refer(CASE, "disbimarta"))
    acting.perform(OPERATOR, Finish(CASE, "Ditambal"))
    acting.perform(OPERATOR, Move(CASE, Verb.CLOSE, "Terima kasih"))
    reopened = acting.perform(OPERATOR, Reopen(CASE, "lubang lagi"))
    assert (reopened.case.stage, reopened.case.done_at, reopened.case.agency) == (Stage.REOPENED, None, "disbimarta")
    assert count(acting, actions) == 4


def test_a_complaint_taken_by_hand_has_our_number_and_keeps_the_caller_apart(acting: Acting) -> None:
    intake = Intake("jalan", "Lubang besar", Channel.EMERGENCY, "Jl. Juanda", -6.24, 107.0, {"phone": "0812"}, "sorot")
    outcome = acting.take_in(OPERATOR, intake, operation="in-1")
    assert acting.take_in(OPERATOR, intake, operation="in-1") == outcome
    assert str(outcome.case.id) == "meja/POC-20161130-0001"
    second = acting.take_in(OPERATOR, Intake("jalan", "Lain", Channel.WALK_IN))
    assert second.case.id.id == "POC-20161130-0002"
    (letter,) = letters(acting, outcome.case.id)
    assert (letter.mail.what, letter.mail.target) == ("create", "sorot")
    told = str([list(export_rows(acting.journal, stream)) for stream in ("complaints", "actions")]) + str(letter)
    assert "0812" not in told
    with reading(acting.journal.engine) as connection:
        assert "0812" in connection.execute(sa.select(tables.personal.c.fields)).scalar_one()


@pytest.mark.parametrize(
    "intake, words",
    [
        (Intake("", "x", Channel.TELEPHONE), "category or the description"),
        (Intake("jalan", " ", Channel.TELEPHONE), "category or the description"),
        (Intake("jalan", "x", Channel.TELEPHONE, lat=-6.2), "half a place"),
        (Intake("jalan", "x", Channel.TELEPHONE, lat=1.0, lon=2.0), "outside the city"),
        (Intake("jalan", "x", Channel.TELEPHONE, backend="lapor"), "no source lapor"),
    ],
)
def test_an_intake_that_says_too_little_is_refused(acting: Acting, intake: Intake, words: str) -> None:
    with pytest.raises(Refused, match=words):
        acting.take_in(OPERATOR, intake)


def test_cases_can_be_made_again_from_the_actions(acting: Acting) -> None:
    acting.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    acting.perform(OPERATOR, Refer(CASE, "disbimarta"))
    with writing(acting.journal.engine) as connection:
        before = connection.execute(sa.select(cases)).all()
        assert rebuild_cases(connection) == 1
        assert connection.execute(sa.select(cases)).all() == before


def test_a_journal_whose_columns_stand_in_another_order_after_an_upgrade_takes_deeds_all_the_same(
    acting: Acting,
) -> None:
    with writing(acting.journal.engine) as connection:
        for column in ("due_at", "committed", "said"):  # as columns that an upgrade added: they come last
            connection.exec_driver_sql(f"ALTER TABLE actions DROP COLUMN {column}")
            kind = "TEXT NOT NULL DEFAULT ''" if column == "said" else "BIGINT NOT NULL DEFAULT 0"
            connection.exec_driver_sql(
                f"ALTER TABLE actions ADD COLUMN {column} {kind if column != 'due_at' else 'BIGINT'}"
            )
    acting.journal.append([complaint("late")])
    acting.perform(OPERATOR, Note(CASE, "catatan"))
    acting.perform(OPERATOR, Cost(CASE, committed=5_000))
    with reading(acting.journal.engine) as connection:
        rows = connection.execute(sa.select(actions.c.said, actions.c.committed).order_by(actions.c.v)).all()
    assert "catatan" in rows[0].said and [row.committed for row in rows] == [0, 5_000]
    assert live_picture(acting.journal, CITY).cases.committed.tolist() == [5_000]
