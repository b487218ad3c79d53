"""Both stores for a benchmark: a SQLite file, and a PostgreSQL that writes to the disk as in a control room."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.benchmarks.measure import say
from tests.benchmarks.places import kept
from tests.postgres import PostgresServer, find_binaries


class DurableServer(PostgresServer):
    """The tests' server with fsync on: a commit is on the disk when it returns."""

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=60"
        self._run("pg_ctl", "-D", str(self.data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one run, on the disk where kept journals lie too."""
    with tempfile.TemporaryDirectory(dir=kept("tmp")) as name:
        yield Path(name)


@contextmanager
def postgres() -> Iterator[PostgresServer | None]:
    """A running server; None where PostgreSQL is not installed."""
    binaries = find_binaries()
    if binaries is None:
        say("PostgreSQL is not installed: left out")
        yield None
        return
    server = DurableServer(binaries)
    try:
        server.create()
        yield server
    finally:
        server.remove()


@contextmanager
def stores(how_many: int = 1) -> Iterator[Iterator[tuple[str, list[str]]]]:
    """Name and fresh addresses of each store, one after the other."""
    with folder() as where, postgres() as server:

        def each() -> Iterator[tuple[str, list[str]]]:
            yield "SQLite", [str(where / f"{i}.sqlite") for i in range(how_many)]
            if server is not None:
                yield "PostgreSQL", [server.url(server.create_database()) for _ in range(how_many)]

        yield each()
