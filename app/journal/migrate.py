"""Schema versions of the journal, by Alembic: only `collect` and `journal upgrade` migrate."""

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from app.errors import JournalError
from app.journal.engine import writing

_FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The schema version this program writes."""
    head = ScriptDirectory.from_config(_config()).get_current_head()
    return str(head)


def current(engine: Engine) -> str | None:
    """The schema version of the store, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: Engine) -> None:
    """Bring the store to the newest schema; a SQLite file is copied beside itself first.

    Raises JournalError when the store was written by a newer program.
    """
    _refuse_newer(engine)
    before = current(engine)
    if before == newest():
        return
    if before is not None and engine.dialect.name == "sqlite" and engine.url.database:
        _copy_beside(engine.url.database)
    with writing(engine) as connection:
        command.upgrade(_config(connection), "head")


def _copy_beside(path: str) -> None:
    """A whole copy of a SQLite journal, with what its write-ahead log still holds."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(f"{path}.before-{newest()}")) as copy:
        source.backup(copy)


def check(engine: Engine) -> None:
    """Raise JournalError unless the store has the schema of this program."""
    check_exists(engine)
    _refuse_newer(engine)
    version = current(engine)
    if version != newest():
        what = "is empty" if version is None else f"has the older schema {version}"
        raise JournalError("journal", f"it {what}.", "Start a collector, or run: journal upgrade")


def check_exists(engine: Engine) -> None:
    """Raise JournalError when there is no such SQLite file: asking for one would make it."""
    if engine.dialect.name == "sqlite" and engine.url.database and not Path(engine.url.database).exists():
        raise JournalError("journal", f"{engine.url.database} does not exist.", "Start a collector first.")


def _refuse_newer(engine: Engine) -> None:
    version = current(engine)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if version is not None and version not in known:
        raise JournalError("journal", f"it has the schema {version} of a newer program.", "Update this program.")
