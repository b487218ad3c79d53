"""The mutable row of each source: last try, last answer, counters, cursor. No part of history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.source import LinkState
from app.journal import tables
from app.journal.encode import from_json, time_or_none
from app.journal.engine import reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How a source is doing now. Times are the city's, UTC; `next_try` too. `behind`: older records are missing yet."""

    source: str
    state: LinkState
    last_try: datetime | None
    last_good: datetime | None
    next_try: datetime | None
    newest: datetime | None
    latency_ms: int | None
    records_per_min: int | None
    error: str
    next_step: str
    note: str
    polls: int
    records: int
    rejections: int
    cursor: dict[str, Any]
    breaker: dict[str, Any]
    behind: bool = False


def source_statuses(journal: Journal) -> dict[str, SourceStatus]:
    """The status of every source that was ever tried."""
    with trouble_named(), reading(journal.reads) as connection:
        return {row.source: _status(row) for row in connection.execute(sa.select(tables.sources))}


def _status(row: Any) -> SourceStatus:
    return SourceStatus(
        row.source,
        LinkState(row.state or "never"),
        time_or_none(row.last_try),
        time_or_none(row.last_good),
        time_or_none(row.next_try),
        time_or_none(row.newest),
        row.latency_ms,
        row.records_per_min,
        row.error,
        row.next_step,
        row.note,
        row.polls,
        row.records,
        row.rejections,
        from_json(row.cursor, {}),
        from_json(row.breaker, {}),
        bool(row.behind),
    )
