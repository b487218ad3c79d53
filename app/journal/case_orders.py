"""The orders of one case with all their states, and every order that is still open anywhere: what sending needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import Case, CaseId
from app.domain.mail import MailState
from app.domain.order import ENDED, Order
from app.journal.acting_tables import order_heads, order_versions, outbox
from app.journal.cases import case_of_key, find_case
from app.journal.engine import reading
from app.journal.figure_rows import order_of
from app.journal.people import names_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_o = order_versions.c
MOST = 1_000


@dataclass(frozen=True, slots=True)
class OrderLetter:
    """How far an order's letter to its channel has come, and what was said when it did not go."""

    state: MailState
    error: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class CaseOrders:
    """`case` is "source/id"; `told` every version of its orders in the order they were recorded, by order; `open` all
    open orders of the room, newest first; `letters` by order; `names` of those who told of its orders."""

    key: int
    case: str
    stands: Case | None = None
    told: Mapping[str, tuple[Order, ...]] = field(default_factory=dict)
    open: tuple[Order, ...] = ()
    letters: Mapping[str, OrderLetter] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def case_orders(journal: Journal, key: int) -> CaseOrders:
    """Orders for the complaint with this dense key. Raises JournalError, also for a key there is not.

    Read from the journal itself and not from a copy: whoever acts sees what stands.
    """
    case = case_of_key(journal, key)
    with trouble_named(), reading(journal.engine) as connection:
        return _read(connection, key, case)


def _read(connection: Connection, key: int, case: CaseId) -> CaseOrders:
    told: dict[str, list[Order]] = {}
    for row in connection.execute(sa.select(order_versions).where(_o.case_id == str(case)).order_by(_o.v)):
        order = order_of(row)
        told.setdefault(order.id, []).append(order)
    found = find_case(connection, case)
    return CaseOrders(
        key,
        str(case),
        found.case if found else None,
        {id_: tuple(orders) for id_, orders in told.items()},
        _open(connection),
        _letters(connection, str(case)),
        names_of(connection, {order.by for orders in told.values() for order in orders}),
    )


def _open(connection: Connection) -> tuple[Order, ...]:
    ended = [state.value for state in ENDED]
    joined = order_heads.join(order_versions, _o.v == order_heads.c.v)
    query = sa.select(order_versions).select_from(joined).where(_o.state.not_in(ended)).order_by(_o.key.desc())
    return tuple(order_of(row) for row in connection.execute(query.limit(MOST)))


def _letters(connection: Connection, case: str) -> dict[str, OrderLetter]:
    c = outbox.c
    query = sa.select(c.order_id, c.state, c.error, c.next_step).where(c.case_id == case, c.order_id != "")
    found = connection.execute(query.order_by(c.n))
    return {row.order_id: OrderLetter(MailState(row.state), row.error, row.next_step) for row in found}
