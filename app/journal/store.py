"""The journal: opening it, appending to it. Reading is in `reader`, leadership in `lease`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from app.clock import REAL, Clock, parse_instant
from app.domain.complaint import Complaint, Personal
from app.domain.indicator import Indicator
from app.domain.kind import Kind
from app.domain.order import Order
from app.domain.reading import Reading
from app.domain.report import IssuedReport
from app.domain.source import Derived, Health, Rejected, Request, RoomFact
from app.domain.vehicle import Geofence, Position, Vehicle
from app.errors import JournalError, LeaseLost
from app.journal import migrate, streams, tables
from app.journal.bulk import without_collection
from app.journal.encode import to_json, to_ms
from app.journal.engine import CHANNEL, journal_url, make_engine, reading, writing
from app.journal.personal import store_personal
from app.journal.readings import append_readings
from app.journal.trouble import trouble_named

Polled = Complaint | Vehicle | Position | Geofence | Indicator | Reading
Fact = Polled | Order | Health | Rejected | Derived | Request | RoomFact | IssuedReport
MOST_ROWS = 2_000  # rows of one bulk commit; between two the writer yields, so that an operator's action gets in


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append did: its commit number (None when nothing was new) and how many facts were new."""

    commit: int | None
    stored: int


class Journal:
    """One city's journal. Safe for use from several threads; each call is one transaction."""

    def __init__(self, engine: Engine, clock: Clock, url: str, id_: str = "", reads: Engine | None = None) -> None:
        self.engine, self.clock, self.url, self.id = engine, clock, url, id_
        self.reads = reads or engine  # what screens read; a copy may be behind, so no decision to write rests on it

    @classmethod
    def create(cls, url: str, clock: Clock = REAL) -> "Journal":
        """Make or migrate the journal at `url` and open it. `clock` counts only for a new journal."""
        with _opening(url, patient=True) as engine:
            migrate.upgrade(engine)
            with writing(engine) as connection:
                _write_clock_once(connection, clock)
        engine.dispose()
        return cls.open(url)

    @classmethod
    def open(cls, url: str, *, patient: bool = False, read_url: str | None = None) -> "Journal":
        """Open an existing journal; `read_url` is a copy of it that screens read, such as a PostgreSQL replica.

        Raises JournalError when one of both is away, empty, or newer than this program, or the copy is of another.
        """
        with _opening(url, patient=patient) as engine:
            meta = _checked(engine)
            reads = None if read_url in (None, url) else _copy_of(meta, str(read_url), patient=patient)
        return cls(engine, _clock_of(meta), url, meta.get("journal", ""), reads)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
        self.reads.dispose()

    def append(
        self,
        facts: Sequence[Fact],
        *,
        personal: Sequence[Personal] = (),
        epoch: int | None = None,
        also: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Appended:
        """Store what is new among `facts` in one transaction.

        `epoch` fences: LeaseLost when another collector leads. `also` are columns of `sources` rows by source id,
        written in the same transaction (cursor, counters). `at` overrides the recording time.
        """
        with trouble_named(), without_collection(), writing(self.engine) as connection:
            fence(connection, epoch)
            number, recorded_at = next_commit(connection, to_ms(at or self.clock.now()))
            stored = append_facts(connection, number, facts, recorded_at)
            store_personal(connection, personal, recorded_at)
            for source, columns in (also or {}).items():
                store_source(connection, source, columns)
            if stored:
                connection.execute(tables.commits.insert(), {"n": number, "recorded_at": recorded_at})
            if stored or also:
                announce(connection)
        return Appended(number if stored else None, stored)


def next_commit(connection: Connection, now: int) -> tuple[int, int]:
    """The next number and its time. Times never go back, so that "as known at" is one cut through the numbers."""
    c = tables.commits.c
    newest = connection.execute(sa.select(c.n, c.recorded_at).order_by(c.n.desc()).limit(1)).first()
    return (1, now) if newest is None else (newest.n + 1, max(now, newest.recorded_at))


@contextmanager
def _opening(url: str, *, patient: bool) -> Iterator[Engine]:
    """An engine for whoever opens a journal; when that fails its connections are not left behind."""
    engine = make_engine(journal_url(url), patient=patient)
    try:
        with trouble_named():
            yield engine
    except BaseException:
        engine.dispose()
        raise


def _checked(engine: Engine) -> dict[str, str]:
    """What a journal of this program's schema says of itself. Raises JournalError for any other."""
    migrate.check(engine)
    with reading(engine) as connection:
        return {row.key: row.value for row in connection.execute(sa.select(tables.meta))}


def _copy_of(meta: Mapping[str, str], read_url: str, *, patient: bool) -> Engine:
    with _opening(read_url, patient=patient) as engine:
        if _checked(engine).get("journal") != meta.get("journal"):
            raise JournalError(
                "journal", "the copy to read from is of another journal.", "Correct [database] read_url."
            )
    return engine


def append_facts(connection: Connection, number: int, facts: Sequence[Fact], recorded_at: int) -> int:
    """Store what is new among facts inside a write transaction, under the commit `number`; how many were."""
    by_kind: dict[Kind, list[Any]] = defaultdict(list)
    for fact in facts:
        by_kind[fact.kind].append(fact)
    stored = 0
    for stream in streams.ENTITIES:
        stored += stream.append(connection, number, by_kind.pop(stream.kind, ()))
    stored += streams.append_positions(connection, number, by_kind.pop(Kind.POSITION, ()), recorded_at)
    stored += append_readings(connection, number, by_kind.pop(Kind.READING, ()))
    return stored + sum(streams.append_log(connection, number, kind, many) for kind, many in by_kind.items())


def store_source(connection: Connection, source: str, columns: Mapping[str, Any]) -> None:
    """Change columns of a source's one mutable row; dictionaries become JSON."""
    values = {name: to_json(value) if isinstance(value, dict) else value for name, value in columns.items()}
    table = tables.sources
    if values and not connection.execute(table.update().where(table.c.source == source).values(values)).rowcount:
        connection.execute(table.insert().values(source=source, **values))


def fence(connection: Connection, epoch: int | None) -> None:
    """Refuse a writer whose lease has passed to another. Raises LeaseLost."""
    if epoch is None:
        return
    now_leading = connection.execute(sa.select(tables.lease.c.epoch)).scalar()
    if now_leading != epoch:
        raise LeaseLost("collector", f"another collector leads now (epoch {now_leading}, ours {epoch}).")


def announce(connection: Connection) -> None:
    """A hint to consoles on PostgreSQL that there is something new; losing it is harmless."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"NOTIFY {CHANNEL}")


def _write_clock_once(connection: Connection, clock: Clock) -> None:
    has_clock = connection.execute(sa.select(tables.meta.c.key).where(tables.meta.c.key == "speed")).first()
    if has_clock:
        return
    rows = [{"key": "speed", "value": repr(clock.speed)}, {"key": "journal", "value": uuid4().hex}]
    if clock.real_start and clock.city_start:
        rows.append({"key": "real_start", "value": clock.real_start.isoformat()})
        rows.append({"key": "city_start", "value": clock.city_start.isoformat()})
    connection.execute(tables.meta.insert(), rows)


def _clock_of(meta: Mapping[str, str]) -> Clock:
    if "real_start" not in meta:
        return REAL
    return Clock(parse_instant(meta["real_start"]), parse_instant(meta["city_start"]), float(meta["speed"]))
