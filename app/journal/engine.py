"""Engines for both stores, set up so that writers queue instead of failing and a dead server is noticed.

SQLite: WAL, synchronous FULL, writers begin IMMEDIATE (a deferred BEGIN refuses a reader that wants to write at once).
PostgreSQL: short limits on the server and longer ones on our side (`postgres`), keepalive, pre-ping.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError

from app.clock import monotonic
from app.errors import JournalError

COMMIT_LOCK = 0x504F43  # the advisory lock under which PostgreSQL commits take their number
CHANNEL = "poc_commit"
BUSY_S = 5.0  # how long a writer waits for others on SQLite
RETRY_S = 0.0015
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_S * 1000:.0f}",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "wal_autocheckpoint=4000",  # pages: a back-fill copies its log back four times less often
    "secure_delete=ON",  # erased personal data leaves no trace in free pages
)


def journal_url(text: str) -> URL:
    """The database address for what a person wrote: a file path, `sqlite:///…` or `postgresql://…`.

    Raises JournalError for anything else.
    """
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
    except ArgumentError as fault:
        raise JournalError("journal", "the address cannot be read.", "Write a file path or postgresql://…") from fault
    backend = url.get_backend_name()
    if backend not in ("sqlite", "postgresql"):
        raise JournalError("journal", f"{backend} is not supported.", "Use sqlite:///FILE or postgresql://….")
    return url.set(drivername="postgresql+psycopg") if backend == "postgresql" else url


def make_engine(url: URL, *, patient: bool = False) -> Engine:
    """An engine for the journal at `url`; `patient` lifts the server's statement limit for bulk jobs."""
    if url.get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    from app.journal.postgres import BoundedConnection, PatientConnection, connecting

    kind = PatientConnection if patient else BoundedConnection
    return sa.create_engine(url, creator=connecting(url, kind), pool_pre_ping=True, pool_recycle=1800)


def _sqlite_engine(url: URL) -> Engine:
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False})
    sa.event.listen(engine, "connect", _prepare_sqlite)
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get("write"):
        connection.exec_driver_sql("BEGIN")
    elif not _begun_writing(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # fails under SQLAlchemy's names


def _begun_writing(connection: Connection) -> bool:
    """Whether we got the write lock within BUSY_S, by asking again every RETRY_S.

    SQLite's own waiting asks ever more seldom, up to every 100 ms, and so misses the 5 ms in which a back-fill rests.
    """
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    patience = monotonic() + BUSY_S
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                raw.execute("BEGIN IMMEDIATE")
                return True
            except sqlite3.Error as fault:
                if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > patience:
                    return False
            time.sleep(RETRY_S)
    finally:
        raw.execute(f"PRAGMA busy_timeout={BUSY_S * 1000:.0f}")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One write transaction under the journal's commit lock: numbers become visible in order."""
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({COMMIT_LOCK})")
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One consistent read transaction."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


def database_now_ms(connection: Connection) -> int:
    """The database's own clock, ms since 1970; used for the lease alone."""
    if connection.dialect.name == "postgresql":
        sql = "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint"
    else:
        sql = "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)"
    return int(connection.exec_driver_sql(sql).scalar_one())
