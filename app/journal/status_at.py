"""How every source was doing at an instant, from its recorded health: the mutable row knows only now."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.source import LinkState
from app.journal import tables
from app.journal.encode import from_ms
from app.journal.moments import Moment
from app.journal.status import SourceStatus

CADENCE = timedelta(minutes=11)  # a state that lasts is told again after ten minutes; one more for being late
_h = tables.health.c


def statuses_at(connection: Connection, moment: Moment, at: datetime) -> dict[str, SourceStatus]:
    """The state of each source whose health was recorded by a moment that stands for the instant `at`.

    A good state is told again only after ten minutes, a change at once: until then no news means still good.
    """
    newest = sa.select(sa.func.max(_h.v)).where(_h.commit_n <= moment.commit).group_by(_h.source)
    rows = connection.execute(sa.select(tables.health).where(_h.v.in_(newest)))
    return {row.source: _status(row, at) for row in rows}


def _status(row: Any, at: datetime) -> SourceStatus:
    said_at = from_ms(row.valid_at)
    last_good = None if row.link_age_s is None else said_at - timedelta(seconds=row.link_age_s)
    if row.state == LinkState.OK and said_at <= at < said_at + CADENCE:
        last_good = at
    return SourceStatus(
        source=row.source,
        state=LinkState(row.state or "never"),
        last_try=said_at,
        last_good=last_good,
        next_try=None,
        newest=None,
        latency_ms=None,
        records_per_min=None,
        error=row.error,
        next_step="",
        note="",
        polls=0,
        records=0,
        rejections=0,
        cursor={},
        breaker={},
        behind=bool(row.behind),
    )
