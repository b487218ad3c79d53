"""Schema versions of the journal, by Alembic: only `collect` and `journal upgrade` migrate.

Alembic is imported when it is asked: a console whose journal has the newest schema starts without it.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from app.errors import JournalError
from app.journal.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_FOLDER = Path(__file__).parent / "migrations"
_VERSION = sa.table("alembic_version", sa.column("version_num", sa.String))  # Alembic's own, of one row


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The schema version this program writes."""
    return str(_scripts().get_current_head())


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def current(engine: Engine) -> str | None:
    """The schema version of the store, None for an empty one."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table(_VERSION.name):
            return None
        return connection.execute(sa.select(_VERSION.c.version_num)).scalar()


def last_named() -> str:
    """The newest revision by the names of the files, which begin with their revision's number."""
    return max(path.stem.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*.py"))


def upgrade(engine: Engine) -> None:
    """Bring the store to the newest schema; a SQLite file is copied beside itself first.

    Raises JournalError when the store was written by a newer program.
    """
    from alembic import command

    from app.journal.grants import renew_rights

    _refuse_newer(engine)
    before = current(engine)
    if before == newest():
        return
    if before is not None and engine.dialect.name == "sqlite" and engine.url.database:
        _copy_beside(engine.url.database)
    with writing(engine) as connection:
        command.upgrade(_config(connection), "head")
        renew_rights(connection)  # a new table has none yet


def _copy_beside(path: str) -> None:
    """A whole copy of a SQLite journal, with what its write-ahead log still holds."""
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(f"{path}.before-{newest()}")) as copy:
        source.backup(copy)


def check(engine: Engine) -> None:
    """Raise JournalError unless the store has the schema of this program."""
    check_exists(engine)
    version = current(engine)
    if version is not None and version == last_named():
        return
    _refuse_newer(engine)
    if version != newest():
        what = "is empty" if version is None else f"has the older schema {version}"
        raise JournalError("journal", f"it {what}.", "Start a collector, or run: journal upgrade")


def check_exists(engine: Engine) -> None:
    """Raise JournalError when there is no such SQLite file: asking for one would make it."""
    if engine.dialect.name == "sqlite" and engine.url.database and not Path(engine.url.database).exists():
        raise JournalError("journal", f"{engine.url.database} does not exist.", "Start a collector first.")


def _refuse_newer(engine: Engine) -> None:
    version = current(engine)
    known = {script.revision for script in _scripts().walk_revisions()}
    if version is not None and version not in known:
        raise JournalError("journal", f"it has the schema {version} of a newer program.", "Update this program.")
