"""The audit chain: every change, loss, insertion and exchange shows, and a cut tail or an old copy by the anchor."""

import pytest
from sqlalchemy.exc import DBAPIError

from app.actions.care import Note
from app.actions.perform import Acting
from app.domain.case import CaseId
from app.journal.audit import Anchor, canonical, head_of, verify_chain
from app.journal.engine import reading, writing
from tests.actions.conftest import OPERATOR

CASE = CaseId("sorot", "1")
_FREE = {
    "sqlite": ("DROP TRIGGER audit_no_update", "DROP TRIGGER audit_no_delete"),
    "postgresql": ("DROP TRIGGER audit_no_change ON audit",),
}


def filled(acting: Acting, rows: int = 5) -> Anchor:
    """A chain of some rows, and its head."""
    for i in range(rows):
        acting.perform(OPERATOR, Note(CASE, f"catatan {i}"))
    with reading(acting.journal.engine) as connection:
        head = head_of(connection)
    assert head is not None
    return head


def tampered(acting: Acting, *statements: str) -> None:
    """What someone does who owns the database: first the triggers go."""
    with writing(acting.journal.engine) as connection:
        for statement in (*_FREE[connection.dialect.name], *statements):
            connection.exec_driver_sql(statement)


def verified(acting: Acting, anchor: Anchor | None = None) -> tuple[int | None, str]:
    """The first bad row and why."""
    with reading(acting.journal.engine) as connection:
        found = verify_chain(connection, anchor)
    return found.wrong, found.why


def test_A1_an_untouched_chain_agrees_and_holds_its_head(acting: Acting) -> None:
    head = filled(acting)
    assert verified(acting, head) == (None, "")
    assert head.seq == 5


@pytest.mark.parametrize(
    "statement, wrong",
    [
        ("UPDATE audit SET actor = 'budi' WHERE seq = 3", (3, "changed")),
        ("UPDATE audit SET hash = prev_hash WHERE seq = 2", (2, "changed")),
        ("DELETE FROM audit WHERE seq = 3", (3, "missing")),
        ("UPDATE audit SET seq = 9 WHERE seq = 1", (1, "missing")),
        ("UPDATE audit SET seq = 6 WHERE seq = 5", (5, "missing")),
    ],
)
def test_A1_a_changed_or_missing_row_is_named(acting: Acting, statement: str, wrong: tuple[int, str]) -> None:
    filled(acting)
    tampered(acting, statement)
    assert verified(acting) == wrong


def test_A1_exchanged_rows_are_named(acting: Acting) -> None:
    filled(acting)
    tampered(
        acting,
        "UPDATE audit SET seq = 99 WHERE seq = 2",
        "UPDATE audit SET seq = 2 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 99",
    )
    assert verified(acting) == (2, "changed")


def test_A1_an_inserted_row_is_named(acting: Acting) -> None:
    filled(acting)
    copied = "at, actor, workstation, action, entity, before, after, prev_hash, hash"
    tampered(acting, f"INSERT INTO audit (seq, {copied}) SELECT 6, {copied} FROM audit WHERE seq = 5")  # noqa: S608
    assert verified(acting) == (6, "changed")


def test_A1_a_cut_tail_shows_only_by_the_anchor(acting: Acting) -> None:
    head = filled(acting)
    tampered(acting, "DELETE FROM audit WHERE seq > 3")
    assert verified(acting) == (None, "")
    assert verified(acting, head) == (5, "not as noted")


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_A1_the_store_itself_refuses_to_change_a_row(acting: Acting, statement: str) -> None:
    filled(acting, 1)
    with pytest.raises(DBAPIError, match="append-only"), writing(acting.journal.engine) as connection:
        connection.exec_driver_sql(statement)


def test_the_audit_holds_no_floats() -> None:
    with pytest.raises(TypeError, match="no floats"):
        canonical({"a": {"b": [1.5]}})
