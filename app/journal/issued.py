"""Issued reports in the journal: found again by their id, or by what they are of."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.report import IssuedReport
from app.journal import tables
from app.journal.encode import to_ms
from app.journal.engine import reading
from app.journal.figure_rows import day_number, report_of
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_r, _p, _h = tables.reports.c, tables.positions.c, tables.vehicle_heads.c
_STREAMS = {
    "complaint": tables.complaint_versions,
    "vehicle": tables.vehicle_versions,
    "indicator": tables.indicator_versions,
}


def report_by_id(journal: Journal, id: str) -> IssuedReport | None:
    """The issued report with this id, or None."""
    return _first(journal, sa.select(tables.reports).where(_r.id == id))


def report_of_commit(
    journal: Journal, name: str, day: date, language: str, commit: int, program: str
) -> IssuedReport | None:
    """What was issued under this name for a day, as of a commit, by a version of the program; None if nothing was."""
    query = sa.select(tables.reports).where(_r.name == name, _r.day == day_number(day), _r.language == language)
    return _first(journal, query.where(_r.of_commit == commit, _r.program == program))


def _first(journal: Journal, query: sa.Select[Any]) -> IssuedReport | None:
    with trouble_named(), reading(journal.engine) as connection:
        row = connection.execute(query.order_by(_r.v).limit(1)).first()
    return None if row is None else report_of(row)


def facts_recorded(connection: Connection, commit: int) -> dict[str, int]:
    """How many facts of each kind were recorded up to a commit, by their dense numbers: a seek, not a count."""
    return {kind: _newest(connection, table, commit) for kind, table in _STREAMS.items()}


def facts_left(connection: Connection, commit: int) -> dict[str, int]:
    """How many of those facts there are still, counted one by one."""
    count = sa.func.count()
    return {
        kind: int(connection.execute(sa.select(count).where(table.c.commit_n <= commit)).scalar_one())
        for kind, table in _STREAMS.items()
    }


def fixes_recorded(connection: Connection, start: datetime, end: datetime, commit: int) -> int:
    """How many fixes of a span (`end` not included) there are among the commits up to one: a seek for each vehicle."""
    fixes = sa.select(sa.func.count()).where(_p.vehicle == _h.key, _p.fix_at >= to_ms(start), _p.fix_at < to_ms(end))
    each = fixes.where(_p.commit_n + 0 <= commit).correlate(tables.vehicle_heads).scalar_subquery()
    return int(
        connection.execute(
            sa.select(sa.func.coalesce(sa.func.sum(each), 0)).select_from(tables.vehicle_heads)
        ).scalar_one()
    )


def _newest(connection: Connection, table: sa.Table, commit: int) -> int:
    query = sa.select(table.c.v).where(table.c.commit_n <= commit)
    return connection.execute(query.order_by(table.c.commit_n.desc(), table.c.v.desc()).limit(1)).scalar() or 0
