"""Tables of what people do: actions and orders (append-only), cases (their heads), audit, outbox, people, presence.

The audit table takes rows and gives none back: triggers refuse to change or delete one.
"""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Double, Index, Integer, SmallInteger, Table, Text, UniqueConstraint

from app.journal.tables import BigKey, dated, heads_table, metadata, text_column, version_column, versions_table

actions = Table(
    "actions",
    metadata,
    version_column(),
    *dated(
        *map(text_column, ("id", "source", "case_id", "verb", "by", "workstation")),
        Column("key", BigInteger, nullable=False),  # of the complaint
        Column("version", Integer, nullable=False),
        Column("stage", SmallInteger, nullable=False),
        *map(text_column, ("agency", "severity")),
        Column("order_state", SmallInteger),
        Column("paused", SmallInteger, nullable=False),
        *(Column(name, BigInteger) for name in ("due_at", "legal_at", "ended_at")),  # net ends of done and of the law
        *(Column(name, BigInteger, nullable=False, server_default="0") for name in ("committed", "spent")),
        *map(text_column, ("said", "after")),
    ),
    UniqueConstraint("id"),
    Index("ix_actions_key_v", "key", "v"),
    Index("ix_actions_commit_n", "commit_n"),
)
cases = Table(
    "cases",
    metadata,
    Column("key", BigKey, primary_key=True, autoincrement=False),
    *map(text_column, ("source", "id")),
    Column("v", BigInteger, nullable=False),  # of its newest action
    Column("version", Integer, nullable=False),
    Column("stage", SmallInteger, nullable=False),
    text_column("agency"),
    Column("committed", BigInteger, nullable=False),
    Column("spent", BigInteger, nullable=False),
    text_column("after"),
    UniqueConstraint("source", "id", "key"),
)
order_heads = heads_table("order_heads")
order_versions = versions_table(
    "order_versions",
    *map(text_column, ("case_id", "unit", "agency", "channel", "state", "by", "text")),
    Column("lat", Double),
    Column("lon", Double),
    text_column("extra"),
)
audit = Table(
    "audit",
    metadata,
    Column("seq", BigKey, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    *map(text_column, ("actor", "workstation", "action", "entity", "before", "after", "prev_hash", "hash")),
    Index("ix_audit_entity", "entity"),
)
outbox = Table(
    "outbox",
    metadata,
    Column("n", BigKey, primary_key=True, autoincrement=False),
    *map(text_column, ("id", "operation", "what", "target", "case_id", "order_id", "payload", "state")),
    Column("created_at", BigInteger, nullable=False),  # the city's time
    Column("not_before", BigInteger, nullable=False),  # real time, ms
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("sent_at", BigInteger),
    *map(text_column, ("error", "next_step", "answer")),
    UniqueConstraint("id"),
    Index("ix_outbox_state_n", "state", "n"),
    Index("ix_outbox_case_id", "case_id"),
)
people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    *map(text_column, ("name", "role", "agency", "areas", "password", "pin")),
    Column("created_at", BigInteger, nullable=False),
    Column("disabled_at", BigInteger),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger, nullable=False, server_default="0"),  # real time, ms: after too many wrong tries
)
presence = Table(
    "presence",
    metadata,
    Column("case_id", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("workstation", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),  # real time, ms
)
TABLES = (actions, cases, order_heads, order_versions, audit, outbox, people, presence)

_REFUSALS = {
    "sqlite": (
        "CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
        "CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuses()",
    ),
}


@sa.event.listens_for(audit, "after_create")
def _refuse_changes(_target: Table, connection: sa.Connection, **_more: object) -> None:
    for statement in _REFUSALS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
