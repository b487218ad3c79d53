"""What the store of a journal says about itself, for the people who look after it."""

import shutil
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Connection

from app.clock import real_now
from app.journal.encode import to_ms
from app.journal.engine import database_now_ms, reading
from app.journal.store import Journal
from app.journal.trouble import trouble_named


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """Sizes in bytes, None where they cannot be known from here; `drift_s`: how far the database's clock is ahead."""

    product: str
    is_replica: bool
    size: int | None
    free: int | None
    drift_s: float | None


def store_facts(journal: Journal) -> StoreFacts:
    """Ask the store. Raises JournalError when it does not answer."""
    with trouble_named(), reading(journal.reads) as connection:
        return _postgres(connection) if connection.dialect.name == "postgresql" else _sqlite(journal)


def _postgres(connection: Connection) -> StoreFacts:
    """A database server: its disk is its own secret, its clock is not."""
    drift_s = (database_now_ms(connection) - to_ms(real_now())) / 1000
    sql = "SELECT current_setting('server_version'), pg_is_in_recovery(), pg_database_size(current_database())"
    version, in_recovery, size = connection.exec_driver_sql(sql).one()
    return StoreFacts(f"PostgreSQL {version.split()[0]}", bool(in_recovery), int(size), None, drift_s)


def _sqlite(journal: Journal) -> StoreFacts:
    """A file of this machine: its disk is ours and so is its clock."""
    product, path = f"SQLite {sqlite3.sqlite_version}", Path(str(journal.engine.url.database))
    parts = [path.with_name(path.name + end) for end in ("", "-wal")]
    size = sum(part.stat().st_size for part in parts if part.exists())
    return StoreFacts(product, False, size, shutil.disk_usage(path.parent).free, None)
