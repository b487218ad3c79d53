"""Which vehicles were out on a day: those with a usable fix of it. A picture holds only each vehicle's newest fixes."""

from datetime import datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.journal import tables
from app.journal.bulk import fetch
from app.journal.encode import to_ms
from app.journal.fixes import UNTRUSTED
from app.journal.moments import Moment

_h, _p = tables.vehicle_heads.c, tables.positions.c
Keys = np.ndarray[tuple[int], np.dtype[np.int64]]


def driven(connection: Connection, start: datetime, end: datetime, moment: Moment) -> Keys:
    """Keys of vehicles with a usable fix from `start` up to, but not at, `end`, among what counts at a moment."""
    until = to_ms(end) if moment.until is None else min(to_ms(end), moment.until + 1)
    fix = sa.exists().where(
        _p.vehicle == _h.key,
        _p.fix_at >= to_ms(start),
        _p.fix_at < until,
        _p.flags.op("&")(UNTRUSTED) == 0,
        _p.commit_n + 0 <= moment.commit,
    )
    rows = fetch(connection.execute(sa.select(_h.key).where(fix).order_by(_h.key)))
    return np.array([row[0] for row in rows], "i8")
