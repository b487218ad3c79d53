"""A streaming replica of a PostgreSQL server, made by its own pg_basebackup."""

import time
from pathlib import Path

from tests.postgres import PostgresServer


class Replica(PostgresServer):
    """Follows another server; `pause` keeps what arrives from being shown."""

    def __init__(self, primary: PostgresServer) -> None:
        super().__init__(primary.binaries)
        self.primary = primary

    def create(self) -> None:
        """Copy the primary and follow it."""
        where = f"host=127.0.0.1 port={self.primary.port} user=poc"
        self._run("pg_basebackup", "-D", str(self.data), "-d", where, "-R", "-X", "stream", "-c", "fast", "--no-sync")
        self.start()

    def pause(self) -> None:
        """Receive but do not show."""
        self.sql("SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        """Show what was received."""
        self.sql("SELECT pg_wal_replay_resume()")

    def catch_up(self, timeout_s: float = 20.0) -> None:
        """Wait until all the primary has said is shown here."""
        said, end = self.primary.sql("SELECT pg_current_wal_lsn()").strip(), time.monotonic() + timeout_s
        while self.sql(f"SELECT pg_last_wal_replay_lsn() >= '{said}'").strip() != "t":
            if time.monotonic() > end:
                raise TimeoutError("the replica does not catch up")
            time.sleep(0.02)


def has_base_backup(binaries: Path) -> bool:
    """Whether this installation can make one."""
    return (binaries / "pg_basebackup").exists()
