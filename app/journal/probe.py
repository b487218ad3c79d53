"""Asking the database whether it is there, on a connection of its own: a busy reader must not hide a dead store."""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import JournalError
from app.journal.driver import with_driver_errors
from app.journal.engine import journal_url

if TYPE_CHECKING:
    from app.journal.postgres import BoundedConnection

EVERY_S = 1.0
NEXT_STEP = "Check that the database runs and can be reached."


class Probe:
    """`ask` once a second from a thread of its own; with its deadline of 2 s an outage is known within 3 s."""

    def __init__(self, url: str) -> None:
        self._url = journal_url(url)
        self._connection: BoundedConnection | None = None

    def ask(self) -> None:
        """Raise JournalError unless the database answers now."""
        try:
            if self._url.get_backend_name() == "postgresql":
                self._ask_postgres()
            else:
                _ask_sqlite(str(self._url.database))
        except with_driver_errors(sqlite3.Error, OSError) as fault:
            self.close()
            raise JournalError("journal", f"the database does not answer ({reason(fault)}).", NEXT_STEP) from fault

    def _ask_postgres(self) -> None:
        from app.journal.postgres import ProbeConnection, connecting

        if self._connection is None:
            self._connection = connecting(self._url, ProbeConnection)()
            self._connection.autocommit = True
        self._connection.execute("SELECT 1")

    def close(self) -> None:
        """Let the connection go; the next question makes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.shut()


def reason(fault: BaseException) -> str:
    """The first line of a driver's complaint."""
    return next(iter(str(fault).strip().splitlines()), "no answer")


def _ask_sqlite(path: str) -> None:
    """The file must be there and be a database; a writer that holds it is no outage."""
    connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True, timeout=1.0)
    try:
        connection.execute("SELECT count(*) FROM meta").fetchone()
    finally:
        connection.close()
