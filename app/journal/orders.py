"""Orders that have not ended, for whoever asks a channel how far they have come."""

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.case import CaseId
from app.domain.order import ENDED, SOURCE, Order, OrderState
from app.journal.acting_tables import order_heads, order_versions
from app.journal.engine import reading
from app.journal.figure_rows import order_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_o = order_versions.c


def case_of_order(connection: Connection, order: str) -> CaseId | None:
    """The case an order belongs to now; None for an order nobody gave. It moves when its case gets another number."""
    joined = order_heads.join(order_versions, _o.v == order_heads.c.v)
    query = sa.select(_o.case_id).select_from(joined).where(order_heads.c.source == SOURCE, order_heads.c.id == order)
    found = connection.execute(query).scalar()
    return CaseId.parse(found) if found else None


def open_orders(journal: Journal, channel: str, limit: int = 200) -> list[Order]:
    """Orders of a channel that have left and may still go on, oldest first. Raises JournalError."""
    joined = order_heads.join(order_versions, _o.v == order_heads.c.v)
    query = sa.select(order_versions).select_from(joined)
    at_rest = [state.value for state in (OrderState.WAITING, *ENDED)]
    query = query.where(_o.channel == channel, _o.state.not_in(at_rest))
    with trouble_named(), reading(journal.engine) as connection:
        return [order_of(row) for row in connection.execute(query.order_by(_o.key).limit(limit))]
