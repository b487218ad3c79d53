"""Looking after a journal: making the heads again from the streams, and checking that everything agrees."""

from collections.abc import Iterator
from typing import Any, TextIO

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.kind import Kind
from app.journal import migrate, streams, tables, words
from app.journal.acting_tables import actions, cases
from app.journal.cases import rebuild_cases
from app.journal.engine import journal_url, make_engine, reading, writing
from app.journal.entities import EntityStream
from app.journal.readings import SERIES
from app.journal.rows import DATE_UNSURE
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_ENTITIES = (*streams.ENTITIES, SERIES)
_c = tables.complaint_versions.c
_made = sa.case((_c.flags.op("&")(DATE_UNSURE) == 0, _c.requested_at), else_=None).label("requested_at")
_EXTRA: dict[Kind, tuple[Any, ...]] = {Kind.COMPLAINT: (_made, _c.lat, _c.lon)}
_ROWS = (*(stream.versions for stream in _ENTITIES), tables.positions, tables.readings, actions, *streams.LOGS.values())


def command(what: str, url: str, out: TextIO) -> int:
    """`journal upgrade|rebuild|check`: 0 done, 1 when the check found something. Raises JournalError."""
    if what == "upgrade":
        version = upgrade(url)
        out.write(f"journal: schema {version}\n")
        return 0
    journal = Journal.open(url, patient=True)
    try:
        return _rebuild(journal, out) if what == "rebuild" else _check(journal, out)
    finally:
        journal.close()


def _rebuild(journal: Journal, out: TextIO) -> int:
    out.write(f"journal: {rebuild(journal)} heads made again\n")
    return 0


def _check(journal: Journal, out: TextIO) -> int:
    findings = check(journal)
    out.writelines(f"journal: {finding}\n" for finding in findings or ["everything agrees"])
    return 1 if findings else 0


def upgrade(url: str) -> str:
    """Bring the store to this program's schema; the schema it has now."""
    engine = make_engine(journal_url(url), patient=True)
    try:
        with trouble_named():
            migrate.check_exists(engine)
            migrate.upgrade(engine)
        return migrate.newest()
    finally:
        engine.dispose()


def rebuild(journal: Journal) -> int:
    """Make every head again from its stream, in one transaction; how many. Writers wait meanwhile.

    When a vehicle last spoke without news is in no stream: that is kept from the old heads.
    """
    with trouble_named(), writing(journal.engine) as connection:
        made = sum(_rebuild_heads(connection, stream) for stream in _ENTITIES)
        words.fill(connection)
        return made + rebuild_cases(connection)


def _rebuild_heads(connection: Connection, stream: EntityStream) -> int:
    heads, spoke = stream.heads, _last_spoken(connection, stream)
    connection.execute(heads.delete())
    columns = _true_heads(stream)
    connection.execute(heads.insert().from_select([c.name for c in columns.selected_columns], columns))
    if spoke:
        update = heads.update().where(heads.c.key == sa.bindparam("k")).values(last_update=sa.bindparam("spoke"))
        connection.execute(update, [{"k": key, "spoke": at} for key, at in spoke.items()])
    return connection.execute(sa.select(sa.func.count()).select_from(heads)).scalar_one()


def _last_spoken(connection: Connection, stream: EntityStream) -> dict[int, int]:
    if "last_update" not in stream.heads.c:
        return {}
    at: dict[int, int] = {}
    for table in (stream.heads, stream.versions):
        told = table.c.last_update
        query = sa.select(table.c.key, sa.func.max(told)).where(told.is_not(None)).group_by(table.c.key)
        for key, moment in connection.execute(query):
            at[key] = max(moment, at.get(key, moment))
    return at


def _true_heads(stream: EntityStream) -> sa.Select[Any]:
    """What the heads must be by the stream: the newest version of each key; incarnations in the order of their keys."""
    c = stream.versions.c
    rank = sa.func.row_number().over(partition_by=c.key, order_by=(c.valid_at.desc(), c.v.desc()))
    extra = _EXTRA.get(stream.kind, ())
    ranked = sa.select(c.key, c.source, c.id, c.v, c.valid_at, c.hash, *extra, rank.label("rank")).subquery().c
    turn = sa.func.row_number().over(partition_by=(ranked.source, ranked.id), order_by=ranked.key) - 1
    columns = (ranked.key, ranked.source, ranked.id, turn.label("incarnation"), ranked.v, ranked.valid_at, ranked.hash)
    return sa.select(*columns, *(ranked[column.name] for column in extra)).where(ranked.rank == 1)


def check(journal: Journal) -> list[str]:
    """What does not agree, in sentences; empty when all is well."""
    with trouble_named(), reading(journal.engine) as connection:
        return list(_findings(connection))


def _findings(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield f"the file is damaged: {line}"
    yield from _commit_findings(connection)
    for table in _ROWS:
        if lost := connection.execute(_rows_without_commit(table)).scalar():
            yield f"{table.name}: {lost} commits of its rows are not in the list of commits"
    for stream in _ENTITIES:
        yield from _head_findings(connection, stream)
    yield from _case_findings(connection)
    if count := words.count_wrong(connection):
        yield f"complaint_words: {count} missing or wrong; run: journal rebuild"


def _commit_findings(connection: Connection) -> Iterator[str]:
    c = tables.commits.c
    count, least, most = connection.execute(sa.select(sa.func.count(), sa.func.min(c.n), sa.func.max(c.n))).one()
    if count and (least, most) != (1, count):
        yield f"commits: {count} of them, but numbered {least} to {most}"
    before = sa.func.lag(c.recorded_at).over(order_by=c.n).label("before")
    times = sa.select(c.n, c.recorded_at, before).subquery().c
    for (n,) in connection.execute(sa.select(times.n).where(times.recorded_at < times.before).limit(1)):
        yield f"commits: number {n} was recorded before the one ahead of it"


def _rows_without_commit(table: sa.Table) -> sa.Select[Any]:
    numbers = sa.select(table.c.commit_n).distinct().except_(sa.select(tables.commits.c.n)).subquery()
    return sa.select(sa.func.count()).select_from(numbers)


def _case_findings(connection: Connection) -> Iterator[str]:
    newest = sa.select(actions.c.key, sa.func.max(actions.c.v)).group_by(actions.c.key)
    stands = sa.select(cases.c.key, cases.c.v)
    for one, other in ((newest, stands), (stands, newest)):
        rows = sa.select(sa.func.count()).select_from(one.except_(other).subquery())
        if count := connection.execute(rows).scalar():
            yield f"cases: {count} are not as their newest action left them; run: journal rebuild"


def _head_findings(connection: Connection, stream: EntityStream) -> Iterator[str]:
    true = _true_heads(stream)
    found = sa.select(*(stream.heads.c[c.name] for c in true.selected_columns))
    for wrong, one, other in (("missing or wrong", true, found), ("of nothing or outdated", found, true)):
        rows = sa.select(sa.func.count()).select_from(one.except_(other).subquery())
        if count := connection.execute(rows).scalar():
            yield f"{stream.heads.name}: {count} heads {wrong}; run: journal rebuild"
    keys, most = connection.execute(sa.select(sa.func.count(), sa.func.max(stream.heads.c.key))).one()
    if keys and keys != most:
        yield f"{stream.heads.name}: {keys} heads, but the greatest key is {most}"
