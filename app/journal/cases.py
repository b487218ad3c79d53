"""Cases: the state each complaint has in this room, and appending the actions that lead to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.action import Action
from app.domain.case import Case, CaseId
from app.domain.complaint import Complaint
from app.domain.deadline import Step
from app.domain.lifecycle import STAGES
from app.domain.order import OrderState
from app.domain.targets import due_of
from app.errors import JournalError
from app.journal import tables
from app.journal.acting_tables import actions, cases
from app.journal.bulk import insert_new, last
from app.journal.encode import from_json, from_ms, to_json, to_ms
from app.journal.engine import reading
from app.journal.rows import complaint_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

ORDER_STATES = tuple(OrderState)
_decode_case = msgspec.json.Decoder(Case).decode
_h, _v = tables.complaint_heads.c, tables.complaint_versions.c


@dataclass(frozen=True, slots=True)
class Found:
    """A complaint as it stands at its source, its case here, and the complaint's dense key."""

    key: int
    complaint: Complaint
    case: Case

    @property
    def complaint_id(self) -> CaseId:
        """The complaint's own name."""
        return CaseId(self.complaint.source, self.complaint.id)


def find_case(connection: Connection, id: CaseId) -> Found | None:
    """The newest complaint under an id with its case; None when the journal knows no such complaint."""
    joined = tables.complaint_heads.join(tables.complaint_versions, _v.v == _h.v)
    query = sa.select(tables.complaint_versions).select_from(joined).where(_h.source == id.source, _h.id == id.id)
    row = connection.execute(query.order_by(_h.incarnation.desc()).limit(1)).first()
    if row is None:
        return None
    after = connection.execute(sa.select(cases.c.after).where(cases.c.key == row.key)).scalar()
    return Found(row.key, complaint_of(row), case_of(after) if after else Case(id))


def numbers_of(connection: Connection, id: CaseId) -> tuple[CaseId, ...]:
    """The numbers under which one citizen's complaint is kept: this one, and the one at the other end if it has one."""
    found = find_case(connection, id)
    return found.case.numbers if found else (id,)


def case_of_key(journal: Journal, key: int) -> CaseId:
    """Which complaint a dense key stands for. Raises JournalError for a key the journal has not."""
    query = sa.select(_h.source, _h.id).where(_h.key == key)
    with trouble_named(), reading(journal.engine) as connection:
        row = connection.execute(query).first()
    if row is None:
        raise JournalError(f"complaint {key}", "the journal has no such complaint.")
    return CaseId(row.source, row.id)


def key_of_case(journal: Journal, id: CaseId) -> int | None:
    """The dense key of the newest complaint under an id; None for none. Raises JournalError."""
    query = sa.select(sa.func.max(_h.key)).where(_h.source == id.source, _h.id == id.id)
    with trouble_named(), reading(journal.engine) as connection:
        key = connection.execute(query).scalar()
    return None if key is None else int(key)


def case_of(text: str) -> Case:
    """The case of an `after` column."""
    return _decode_case(text)


def append_action(connection: Connection, commit: int, key: int, action: Action) -> None:
    """Add an action and let its case stand."""
    v, after = last(connection, actions.c.v) + 1, to_json(action.after)
    row = _row(action, key, commit, v, after)
    insert_new(connection, actions, [tuple(row[column.name] for column in actions.columns)])
    case = action.after
    values = {"source": case.id.source, "id": case.id.id, "v": v, "version": case.version, "after": after}
    values |= {"stage": STAGES.index(case.stage), "agency": case.agency}
    values |= {"committed": case.committed, "spent": case.spent}
    if not connection.execute(cases.update().where(cases.c.key == key).values(values)).rowcount:
        connection.execute(cases.insert().values(key=key, **values))


def _row(action: Action, key: int, commit: int, v: int, after: str) -> dict[str, Any]:
    case = action.after
    return {
        "v": v,
        "commit_n": commit,
        "valid_at": to_ms(action.valid_at),
        "id": action.id,
        "source": case.id.source,
        "case_id": case.id.id,
        "verb": action.verb,
        "by": action.by,
        "workstation": action.workstation,
        "key": key,
        "version": case.version,
        "stage": STAGES.index(case.stage),
        "agency": case.agency,
        "severity": case.severity,
        "order_state": None if case.order_state is None else ORDER_STATES.index(case.order_state),
        "paused": int(case.paused_at is not None),
        "due_at": _ms(due_of(case.deadlines, Step.DONE)),
        "legal_at": _ms(due_of(case.deadlines, Step.LAW_RESOLVED)),
        "ended_at": _ms(case.ended_at),
        "committed": case.committed,
        "spent": case.spent,
        "said": to_json(dict(action.said)),
        "after": after,
    }


def _ms(at: datetime | None) -> int | None:
    return None if at is None else to_ms(at)


def action_of(row: Any) -> Action:
    """The action of a row of `actions`."""
    return Action(
        row.id,
        from_ms(row.valid_at),
        row.verb,
        row.by,
        row.workstation,
        case_of(row.after),
        from_json(row.said, {}),
    )


def action_named(connection: Connection, operation: str) -> tuple[int, Action] | None:
    """An action that was done already, with its commit; None for a new operation."""
    row = connection.execute(sa.select(actions).where(actions.c.id == operation)).first()
    return (row.commit_n, action_of(row)) if row else None


def actions_on(connection: Connection, key: int, limit: int = 200) -> list[Action]:
    """The newest actions on a case, newest first."""
    query = sa.select(actions).where(actions.c.key == key).order_by(actions.c.v.desc()).limit(limit)
    return [action_of(row) for row in connection.execute(query)]


def case_before(connection: Connection, key: int, operation: str) -> Case | None:
    """The case as it stood before an action, None when that was the first."""
    own = sa.select(actions.c.v).where(actions.c.id == operation).scalar_subquery()
    query = sa.select(actions.c.after).where(actions.c.key == key, actions.c.v < own)
    text = connection.execute(query.order_by(actions.c.v.desc()).limit(1)).scalar()
    return case_of(text) if text else None


def rebuild_cases(connection: Connection) -> int:
    """Make `cases` again from the actions; how many."""
    connection.execute(cases.delete())
    newest = sa.select(sa.func.max(actions.c.v)).group_by(actions.c.key)
    count = 0
    for row in connection.execute(sa.select(actions).where(actions.c.v.in_(newest))).all():
        case = case_of(row.after)
        values = {"key": row.key, "source": row.source, "id": row.case_id, "v": row.v, "version": row.version}
        values |= {"stage": row.stage, "agency": row.agency, "after": row.after}
        connection.execute(cases.insert().values(**values, committed=case.committed, spent=case.spent))
        count += 1
    return count
