"""Which complaints somebody was seen at: a vehicle that stood there, or a crew that said it arrived."""

import numpy as np
import sqlalchemy as sa

from app.domain.order import OrderState
from app.journal import tables
from app.journal.acting_tables import actions
from app.journal.cases import ORDER_STATES
from app.journal.columns import Array
from app.journal.encode import from_json
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_d = tables.derived.c
_THERE = [ORDER_STATES.index(state) for state in (OrderState.ARRIVED, OrderState.DONE)]


def visited(journal: Journal) -> Array:
    """Keys of complaints with an arrival, ascending. Reads every arrival there is. Raises JournalError."""
    noted = sa.select(_d.body).where(_d.watch == "arrival", _d.body.contains('"complaint"'))
    told = sa.select(actions.c.key).where(actions.c.order_state.in_(_THERE)).distinct()
    with trouble_named(), reading(journal.reads) as connection:
        keys = {int(row.key) for row in connection.execute(told)}
        for (body,) in connection.execute(noted):
            said = from_json(body, {})
            if said.get("kind") == "complaint":
                keys.add(int(said.get("key", 0)))
    return np.array(sorted(keys), "i8")
