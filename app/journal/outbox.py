"""The outbox: what leaves with an action waits here until a courier has delivered it.

Times of delivery are real time (ms): a simulated city's clock neither hastens nor delays a letter. A row that stands
as *sending* when a courier starts was cut in the middle; its end is unclear, and the far end is asked before anything
is sent twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.mail import Mail, MailState, What
from app.journal.acting_tables import outbox
from app.journal.bulk import last
from app.journal.encode import from_json, from_ms, time_or_none, to_json, to_ms
from app.journal.engine import reading, writing
from app.journal.store import Journal, announce, fence
from app.journal.trouble import trouble_named

UNDO_S = 10
_c = outbox.c
_OPEN = (MailState.WAITING.value, MailState.SENDING.value)


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail in the outbox and what became of it. `created_at` is the city's time, the other two are real time."""

    n: int
    operation: str
    mail: Mail
    state: MailState
    created_at: datetime
    not_before: datetime
    attempts: int
    sent_at: datetime | None
    error: str
    next_step: str
    answer: Mapping[str, Any]


def new_id(real: datetime) -> str:
    """An id that sorts by the time it was made: 12 hex digits of milliseconds, then chance."""
    return f"{to_ms(real):012x}-{uuid4().hex[:20]}"


def put_mails(
    connection: Connection, operation: str, mails: Sequence[Mail], now: datetime, not_before: datetime
) -> None:
    """Add mails inside the action's own transaction."""
    first = last(connection, _c.n) + 1
    for i, mail in enumerate(mails):
        row = {
            "n": first + i,
            "id": mail.id,
            "operation": operation,
            "what": mail.what.value,
            "target": mail.target,
            "case_id": mail.case,
            "order_id": mail.order,
            "payload": to_json(dict(mail.payload)),
            "state": MailState.WAITING.value,
            "created_at": to_ms(now),
            "not_before": to_ms(not_before),
        }
        connection.execute(outbox.insert(), row)


def cancel_mails(connection: Connection, operation: str) -> bool:
    """Take back all mails of an action; False, and nothing done, when one has left, is leaving, or was tried."""
    untouched = sa.and_(_c.state == MailState.WAITING.value, _c.attempts == 0)  # what was tried may have arrived
    mine = sa.select(sa.func.count()).where(_c.operation == operation)
    if connection.execute(mine.where(~untouched)).scalar_one():
        return False
    connection.execute(outbox.update().where(_c.operation == operation).values(state=MailState.CANCELLED.value))
    return True


def hold_mails(connection: Connection, operations: str, not_before: datetime) -> None:
    """Keep what still waits of the operations whose names begin so from leaving before a real time."""
    mine = sa.and_(_c.operation >= operations, _c.operation < operations + "~", _c.state == MailState.WAITING.value)
    later = outbox.update().where(mine, _c.not_before < to_ms(not_before))
    connection.execute(later.values(not_before=to_ms(not_before)))


def wake_letters(journal: Journal, epoch: int, target: str, real: datetime) -> None:
    """What failed before at a far end that answers again need not wait longer. Raises LeaseLost.

    But a creation rests: the far end may still be storing what it was sent.
    """
    mine = outbox.update().where(_c.target == target, _c.state == MailState.WAITING.value, _c.attempts > 0)
    mine = mine.where(_c.what != What.CREATE.value)
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        connection.execute(mine.where(_c.not_before > to_ms(real)).values(not_before=to_ms(real)))


def send_again(connection: Connection, case: str) -> int:
    """Let the refused letters of a case wait again inside a write transaction; how many. Their last error stays."""
    mine = outbox.update().where(_c.case_id == case, _c.state == MailState.REFUSED.value)
    return connection.execute(mine.values(state=MailState.WAITING.value)).rowcount


def due_letters(journal: Journal, real: datetime, busy: Sequence[str] = (), limit: int = 50) -> list[Letter]:
    """What may leave now: of each case and target only the oldest that has not been delivered, oldest first.

    A complaint that was sent but has no number yet is asked after in the same way. Letters to `busy` targets are left
    out, so that a long queue there leaves room for the others'.
    """
    older = outbox.alias()
    blocked = sa.exists().where(
        older.c.case_id == _c.case_id, older.c.target == _c.target, older.c.n < _c.n, _is_open(older.c)
    )
    query = sa.select(outbox).where(_is_open(_c), _c.not_before <= to_ms(real), ~blocked, _c.target.not_in(busy))
    with trouble_named(), reading(journal.engine) as connection:
        return [letter_of(row) for row in connection.execute(query.order_by(_c.n).limit(limit))]


def _is_open(c: Any) -> Any:
    created = sa.and_(c.state == MailState.SENT.value, c.what == What.CREATE.value)
    return sa.or_(c.state.in_(_OPEN), created)


def take_letter(journal: Journal, epoch: int, letter: Letter, rests_until: datetime) -> bool:
    """Mark a letter as being sent, under our lease; False when it is not any more as it was read. Raises LeaseLost.

    It was undone or put off meanwhile, or a round that has just ended has delivered it. When we die while it is being
    sent, nobody takes it again before `rests_until`, real time.
    """
    as_read = sa.and_(_c.state == letter.state.value, _c.attempts == letter.attempts)
    as_read &= _c.not_before == to_ms(letter.not_before)
    sending = {"state": MailState.SENDING.value, "attempts": letter.attempts + 1, "not_before": to_ms(rests_until)}
    return _changed(journal, epoch, letter.n, as_read, sending)


def mark_letter(journal: Journal, epoch: int, n: int, state: MailState, **columns: Any) -> bool:
    """Change a letter's state under our lease; False when it was cancelled meanwhile. Raises LeaseLost.

    `columns`: attempts, not_before and sent_at (datetimes), error, next_step, answer (a mapping).
    """
    values = {name: _column(value) for name, value in columns.items()} | {"state": state.value}
    return _changed(journal, epoch, n, _c.state != MailState.CANCELLED.value, values)


def _changed(journal: Journal, epoch: int, n: int, still: Any, values: Mapping[str, Any]) -> bool:
    """Change one letter if it is still so."""
    with trouble_named(), writing(journal.engine) as connection:
        fence(connection, epoch)
        done = connection.execute(outbox.update().where(_c.n == n, still).values(values)).rowcount
        announce(connection)
    return bool(done)


def _column(value: Any) -> Any:
    if isinstance(value, datetime):
        return to_ms(value)
    return to_json(dict(value)) if isinstance(value, Mapping) else value


def letters_of(connection: Connection, case: str) -> list[Letter]:
    """All letters of a case, newest first."""
    query = sa.select(outbox).where(_c.case_id == case).order_by(_c.n.desc())
    return [letter_of(row) for row in connection.execute(query)]


def letter_counts(connection: Connection) -> dict[MailState, int]:
    """How many letters are in each state."""
    rows = connection.execute(sa.select(_c.state, sa.func.count()).group_by(_c.state))
    return {MailState(state): count for state, count in rows}


def letter_of(row: Any) -> Letter:
    """The letter of a row of `outbox`."""
    mail = Mail(row.id, What(row.what), row.target, row.case_id, from_json(row.payload, {}), row.order_id)
    return Letter(
        row.n,
        row.operation,
        mail,
        MailState(row.state),
        from_ms(row.created_at),
        from_ms(row.not_before),
        row.attempts,
        time_or_none(row.sent_at),
        row.error,
        row.next_step,
        from_json(row.answer, {}),
    )
