"""Who may do what in a PostgreSQL journal: group roles, their rights on each table, and guards (see `guards`).

A shared password would make the roles of the windows worthless, so each person or workstation has a login of its own
in one of these groups, and the database itself refuses what `app.actions` refuses. A SQLite file belongs to whoever
may read it: there the rights are those of the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.domain.person import Role
from app.errors import JournalError
from app.journal.engine import journal_url, make_engine, writing
from app.journal.guards import GROUP_OF, guard_statements
from app.journal.reach import DISTRICTS, Ground, make_districts, put_districts
from app.journal.tables import metadata
from app.journal.trouble import trouble_named

VIEW = GROUP_OF[Role.BRIEFING]
COLLECT = "poc_collect"
_CREWS = (GROUP_OF[Role.AGENCY], GROUP_OF[Role.OPERATOR], GROUP_OF[Role.SUPERVISOR], GROUP_OF[Role.ADMIN])
_DESK, _SENIOR, _ADMIN = _CREWS[1:], _CREWS[2:], _CREWS[3:]
GROUPS = (VIEW, *_CREWS, COLLECT)


@dataclass(frozen=True, slots=True)
class Right:
    """What some groups may do with some tables; `columns` narrows it to these."""

    tables: tuple[str, ...]
    what: str
    groups: Sequence[str]
    columns: tuple[str, ...] = ()


_HISTORY = (
    *("vehicle_versions", "geofence_versions", "indicator_versions", "series_versions"),
    *("positions", "readings", "health", "rejected", "derived"),
)
_STANDING = (
    *("vehicle_heads", "geofence_heads", "indicator_heads", "series_heads"),
    *("sources", "watches", "lease"),
)
_COMPLAINTS = ("complaint_versions", "complaint_heads", "complaint_words")
_DESKS_OWN = ("requests", "room", "reports")
_OUTBOX_SHOWN = ("n", "id", "operation", "what", "target", "case_id", "order_id", "state", "created_at", "not_before")
RIGHTS = (
    Right(("meta", "alembic_version", "commits", *_COMPLAINTS, *_HISTORY, *_STANDING), "SELECT", GROUPS),
    Right((*_DESKS_OWN, "actions", "cases", "order_heads", "order_versions", "presence"), "SELECT", GROUPS),
    Right((*_HISTORY, *_STANDING, *_COMPLAINTS), "INSERT", (COLLECT,)),
    Right((*_STANDING, "complaint_heads", "complaint_words", "readings"), "UPDATE", (COLLECT,)),
    Right((DISTRICTS,), "SELECT", GROUPS),  # of the guards' own: only the owner writes it
    Right(_COMPLAINTS, "INSERT", _DESK),  # of the room's own number alone, says a guard
    Right(_DESKS_OWN, "INSERT", (*_DESK, COLLECT)),
    Right(("commits", "actions", "cases", "order_heads", "order_versions"), "INSERT", (*_CREWS, COLLECT)),
    Right(("cases", "order_heads"), "UPDATE", (*_CREWS, COLLECT)),
    Right(("outbox",), "SELECT", (*_CREWS, COLLECT)),
    Right(("outbox",), "SELECT", (VIEW,), _OUTBOX_SHOWN),
    Right(("outbox",), "INSERT", (*_CREWS, COLLECT)),
    Right(("outbox",), "UPDATE", _CREWS, ("state", "not_before")),  # only to take back or hold, says a guard
    Right(("outbox",), "UPDATE", (COLLECT,)),
    Right(("audit",), "SELECT", (VIEW,), ("seq", "at", "hash")),  # the head, for pages that are printed
    Right(("audit",), "SELECT, INSERT", (*_CREWS, COLLECT)),  # nobody changes or deletes a row
    Right(("presence",), "INSERT, UPDATE, DELETE", _CREWS),
    Right(("kept",), "SELECT", (VIEW, *_CREWS)),
    Right(("kept",), "INSERT, DELETE", _CREWS),
    Right(("ways",), "SELECT, INSERT", _CREWS),  # a desk asks how long units would be on the road
    Right(("ways",), "SELECT, UPDATE, DELETE", (COLLECT,)),
    Right(("people",), "SELECT", (VIEW, COLLECT), ("id", "name", "role", "agency", "areas", "disabled_at")),
    Right(("people",), "SELECT", _CREWS),
    Right(("people",), "UPDATE", _CREWS, ("tries", "not_before", "password", "pin")),  # their own, says a guard
    Right(("people",), "INSERT, UPDATE", _ADMIN),
    Right(("personal",), "SELECT", (*_DESK, COLLECT)),  # after an audit row of the same transaction, says a policy
    Right(("personal",), "INSERT", (*_DESK, COLLECT)),
    Right(("personal",), "UPDATE", (*_SENIOR, COLLECT)),  # only to erase, says a policy
    Right(("photos",), "SELECT", (*_CREWS, COLLECT)),
    Right(("photos", "personal_pictures", "order_pictures"), "INSERT", (COLLECT,)),
    Right(("photos",), "UPDATE", (*_SENIOR, COLLECT)),
    Right(("order_pictures",), "SELECT", (*_CREWS, COLLECT)),
    Right(("personal_pictures",), "SELECT", (*_DESK, COLLECT)),  # as with `personal`
    Right(("personal_pictures",), "DELETE", (*_SENIOR, COLLECT)),
    Right(("photo_wishes",), "INSERT", (*_CREWS, COLLECT)),
    Right(("photo_wishes",), "SELECT, DELETE", (COLLECT,)),
)


def grant(url: str, agencies: Sequence[str] = (), grounds: Sequence[Ground] = ()) -> int:
    """Make the groups where they are missing and give them their rights, no more and no less; how many groups.

    `agencies`: ids of the city's agencies, each a group for its own staff. `grounds`: the official boundaries, by
    which people are held to their districts; without them nobody is shut out by place. Raises JournalError on a
    SQLite journal, and when the login that does it may make no roles or owns no tables.
    """
    where = journal_url(url)
    if where.get_backend_name() != "postgresql":
        raise JournalError("people", "a journal in a file knows no logins.", "Protect the file, or use PostgreSQL.")
    engine = make_engine(where, patient=True)
    try:
        with trouble_named(), writing(engine) as connection:
            groups = [*GROUPS, *map(agency_group, agencies)]
            make_districts(connection)
            put_districts(connection, grounds)
            for statement in (*_roles(groups, agencies), *_rights(connection), *guard_statements()):
                connection.exec_driver_sql(statement)
        return len(groups)
    finally:
        engine.dispose()


def renew_rights(connection: Connection) -> bool:
    """Give the rights anew after a new schema, where they were given before; whether that was so."""
    if connection.dialect.name != "postgresql":
        return False
    given = connection.exec_driver_sql("SELECT to_regproc('poc_roles')").scalar() is not None
    if given:
        make_districts(connection)
    for statement in (*_rights(connection), *guard_statements()) if given else ():
        connection.exec_driver_sql(statement)
    return given


def agency_group(agency: str) -> str:
    """The group of one agency's staff. Raises JournalError for an id that makes no plain name."""
    if not re.fullmatch(r"[a-z0-9_-]{1,40}", agency):
        raise JournalError("people", f"{agency!r} makes no name for a group.", "Use small letters, digits, - and _.")
    return f"poc_agency_{agency}"


def _roles(groups: Sequence[str], agencies: Sequence[str]) -> Iterator[str]:
    for name in groups:
        yield (f'DO $$ BEGIN CREATE ROLE "{name}" NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$')
    for agency in agencies:
        yield f'GRANT poc_agency TO "{agency_group(agency)}"'
    # whoever owns the tables keeps acting on them; a superuser needs no membership
    for name in GROUPS:
        yield (
            f"DO $$ BEGIN IF NOT pg_has_role(current_user, '{name}', 'MEMBER') THEN GRANT {name} TO CURRENT_USER; "
            "END IF; END $$"
        )


def _rights(connection: Connection) -> Iterator[str]:
    there = set(sa.inspect(connection).get_table_names())
    groups = ", ".join(GROUPS)
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA public TO {groups}"
    for name in sorted(there & (set(metadata.tables) | {"alembic_version", DISTRICTS})):
        yield f'REVOKE ALL ON "{name}" FROM PUBLIC, {groups}'
    for right in RIGHTS:
        columns = f" ({', '.join(right.columns)})" if right.columns else ""
        for what in right.what.split(", "):
            for table in sorted(set(right.tables) & there):
                yield f'GRANT {what}{columns} ON "{table}" TO {", ".join(right.groups)}'


def named_tables() -> set[str]:
    """Tables whose rights are told here; a new one belongs into RIGHTS."""
    return {name for right in RIGHTS for name in right.tables}
