"""Noticing that the journal has grown: cheap hints, never the truth."""

from typing import Any

from sqlalchemy.engine import Connection

from app.errors import JournalError
from app.journal.engine import CHANNEL
from app.journal.probe import NEXT_STEP, reason
from app.journal.store import Journal
from app.journal.trouble import trouble_named

_VERSION = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT max(n) FROM commits"}


class Tail:
    """One connection that tells whether others have committed since the last question.

    SQLite: `PRAGMA data_version`. PostgreSQL: LISTEN. A hint may be lost; readers also look every 10 s regardless.
    A replica of PostgreSQL gives no hints, so there the newest commit is asked for each time.
    """

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._connection: Connection | None = None
        self._seen: Any = None
        self._is_told = False  # whether the server will tell of commits by itself

    def has_news(self) -> bool:
        """Whether something was committed; True after a reconnect. Raises JournalError when the store is away."""
        try:
            with trouble_named():
                return self._has_news(self._connection or self._connect())
        except JournalError:
            self.close()
            raise

    def _has_news(self, connection: Connection) -> bool:
        if self._is_told:
            return self._notified(connection)
        version = connection.exec_driver_sql(_VERSION[connection.dialect.name]).scalar()
        connection.rollback()
        has_news, self._seen = bool(version != self._seen), version
        return has_news

    def _connect(self) -> Connection:
        self._connection = self._journal.reads.connect()
        self._seen, self._is_told = object(), False
        if self._connection.dialect.name == "postgresql":
            self._connection = self._connection.execution_options(isolation_level="AUTOCOMMIT")
            self._is_told = self._journal.reads is self._journal.engine and not _is_replica(self._connection)
        if self._is_told:
            self._connection.exec_driver_sql(f"LISTEN {CHANNEL}")
        return self._connection

    def _notified(self, connection: Connection) -> bool:
        import psycopg

        raw = connection.connection.driver_connection
        if not isinstance(raw, psycopg.Connection):
            raise TypeError(f"LISTEN needs psycopg, not {type(raw).__name__}")
        first, self._seen = self._seen is not None, None
        try:
            return bool(list(raw.notifies(timeout=0, stop_after=1))) or first
        except psycopg.Error as fault:
            raise JournalError("journal", f"the line for news broke ({reason(fault)}).", NEXT_STEP) from fault

    def close(self) -> None:
        """Let the connection go; the next question makes a new one."""
        if self._connection is not None:
            self._connection.invalidate()
            self._connection.close()
            self._connection = None


def _is_replica(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar())
