"""Orders that have not ended, for whoever asks a channel how far they have come."""

import sqlalchemy as sa

from app.domain.order import ENDED, Order
from app.journal.acting_tables import order_heads, order_versions
from app.journal.engine import reading
from app.journal.figure_rows import order_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_o = order_versions.c


def open_orders(journal: Journal, channel: str, limit: int = 200) -> list[Order]:
    """Orders of a channel that may still go on, oldest first. Raises JournalError."""
    joined = order_heads.join(order_versions, _o.v == order_heads.c.v)
    query = sa.select(order_versions).select_from(joined)
    query = query.where(_o.channel == channel, _o.state.not_in([state.value for state in ENDED]))
    with trouble_named(), reading(journal.engine) as connection:
        return [order_of(row) for row in connection.execute(query.order_by(_o.key).limit(limit))]
