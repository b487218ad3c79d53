"""Actions for other programs: who did what where, and the case as it stood after it; at any instant."""

import csv
import io

import pytest

from app.actions.care import Cost, Pause, Raise
from app.actions.dispatch import Dispatch
from app.actions.moves import Move
from app.actions.perform import Acting
from app.domain.case import CaseId
from app.domain.lifecycle import Verb
from app.domain.severity import Severity
from app.journal.export import write_rows
from app.journal.export_rows import FIELDS
from tests.actions.conftest import OPERATOR, SUPERVISOR

CASE = CaseId("sorot", "1")


@pytest.fixture
def rows(acting: Acting) -> list[dict[str, str]]:
    """Four actions of two people as CSV."""
    acting.perform(OPERATOR, Move(CASE, Verb.VERIFY))
    acting.perform(OPERATOR, Dispatch(CASE, "armada/7", "wa"), operation="op-2")
    acting.perform(SUPERVISOR, Raise(CASE, Severity.KRITIS, "jalan utama"))
    acting.perform(SUPERVISOR, Cost(CASE, committed=750_000))
    acting.perform(SUPERVISOR, Pause(CASE, "menunggu warga"))
    out = io.StringIO()
    write_rows(out, acting.journal, "actions", form="csv")
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_every_action_is_a_row_with_all_its_fields(rows: list[dict[str, str]]) -> None:
    assert [tuple(row) for row in rows] == [FIELDS["actions"]] * 5
    assert [(row["verb"], row["by"], row["workstation"]) for row in rows] == [
        ("verify", "rina", "meja-1"),
        ("dispatch", "rina", "meja-1"),
        ("raise", "budi", "meja-2"),
        ("cost", "budi", "meja-2"),
        ("pause", "budi", "meja-2"),
    ]
    assert {row["case"] for row in rows} == {"sorot/1"}
    assert [row["version"] for row in rows] == ["1", "2", "3", "4", "5"]


def test_the_case_as_it_stood_after_it_is_told(rows: list[dict[str, str]]) -> None:
    last = rows[-1]
    assert (last["stage"], last["severity"], last["order_state"]) == ("assigned", "kritis", "waiting")
    assert (last["order"], last["committed"], last["paused"]) == ("P-op-2", "750000", "true")
    assert rows[0]["order_state"] == "" and rows[0]["paused"] == "false"
