"""The journal's tables. Times are integers: milliseconds since 1970-01-01 UTC.

Streams are append-only and say of whom they speak (`source`, `id`), so that `*_heads`, one row an entity, can be made
again from them, as can `complaint_words`. `personal`, `sources`, `watches` and `lease` are mutable and no part of
history. Keys of an entity are dense (1, 2, 3 …) within its kind; versions `v` are dense within their stream and ascend
with the commits.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
BigKey = BigInteger().with_variant(Integer, "sqlite")  # SQLite's rowid alias must be spelt INTEGER


def version_column() -> Column[int]:
    return Column("v", BigKey, primary_key=True, autoincrement=False)


def _key() -> Column[int]:
    return Column("key", BigKey, primary_key=True, autoincrement=False)


def text_column(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def dated(*extra: Column) -> list[Column]:  # type: ignore[type-arg]
    return [Column("commit_n", BigInteger, nullable=False), Column("valid_at", BigInteger, nullable=False), *extra]


meta = Table("meta", metadata, Column("key", Text, primary_key=True), text_column("value"))
commits = Table(
    "commits",
    metadata,
    Column("n", BigKey, primary_key=True, autoincrement=False),
    Column("recorded_at", BigInteger, nullable=False, index=True),
)


def heads_table(name: str, *extra: Column) -> Table:  # type: ignore[type-arg]
    return Table(
        name,
        metadata,
        _key(),
        text_column("source"),
        text_column("id"),
        Column("incarnation", SmallInteger, nullable=False, server_default="0"),
        Column("v", BigInteger, nullable=False),
        Column("valid_at", BigInteger, nullable=False),
        Column("hash", BigInteger, nullable=False),
        *extra,
        UniqueConstraint("source", "id", "incarnation"),
    )


def versions_table(name: str, *columns: Column) -> Table:  # type: ignore[type-arg]
    return Table(
        name,
        metadata,
        version_column(),
        Column("key", BigInteger, nullable=False),
        *dated(Column("hash", BigInteger, nullable=False), text_column("source"), text_column("id")),
        *columns,
        Index(f"ix_{name}_key_commit_n", "key", "commit_n"),
        Index(f"ix_{name}_key_valid_at", "key", "valid_at"),
        Index(f"ix_{name}_commit_n", "commit_n"),
    )


complaint_heads = heads_table(
    "complaint_heads",
    Column("requested_at", BigInteger),  # with the place, what tells a complaint from another under the same id;
    Column("lat", Double),  # none when the source did not say when it was made
    Column("lon", Double),
)
complaint_versions = versions_table(
    "complaint_versions",
    text_column("status"),
    Column("state", SmallInteger, nullable=False),
    Column("requested_at", BigInteger, nullable=False),
    Column("updated_at", BigInteger),
    Column("expected_at", BigInteger),
    *map(text_column, ("status_notes", "service_code", "service_name", "category", "title", "description", "address")),
    Column("lat", Double),
    Column("lon", Double),
    text_column("agency"),
    text_column("media"),
    Column("flags", Integer, nullable=False),
    text_column("extra"),
)
complaint_words = Table(
    "complaint_words", metadata, _key(), text_column("words")
)  # folded, for the search; see `words`
vehicle_heads = heads_table("vehicle_heads", Column("last_update", BigInteger))
vehicle_versions = versions_table(
    "vehicle_versions",
    *map(text_column, ("name", "vehicle_kind", "group_name", "status", "unique_id")),
    Column("last_update", BigInteger),
    text_column("attributes"),
)
geofence_heads = heads_table("geofence_heads")
geofence_versions = versions_table("geofence_versions", *map(text_column, ("name", "area", "attributes")))
positions = Table(
    "positions",
    metadata,
    Column("vehicle", Integer, primary_key=True, autoincrement=False),
    Column("fix_at", BigInteger, primary_key=True, autoincrement=False),
    Column("ref", Text, primary_key=True),
    Column("commit_n", BigInteger, nullable=False, index=True),
    Column("lat_e7", Integer, nullable=False),
    Column("lon_e7", Integer, nullable=False),
    Column("speed_mkmh", BigInteger),  # thousandths of km/h
    Column("course_mdeg", Integer),  # thousandths of a degree
    Column("accuracy_m", Double),
    Column("valid", SmallInteger, nullable=False),
    Column("flags", Integer, nullable=False),
    Column("attributes", Text),
    Index("ix_positions_vehicle_commit_n", "vehicle", "commit_n"),
    sqlite_with_rowid=False,
)
indicator_heads = heads_table("indicator_heads")
indicator_versions = versions_table(
    "indicator_versions",
    *map(text_column, ("agency", "name")),
    Column("day_from", Integer, nullable=False),  # days since 1970-01-01
    Column("day_to", Integer, nullable=False),
    Column("value", Double),
    *map(text_column, ("unit", "labels")),
    Column("flags", Integer, nullable=False),
    text_column("extra"),
)
series_heads = heads_table("series_heads")
series_versions = versions_table(
    "series_versions", *map(text_column, ("station", "parameter", "unit")), Column("lat", Double), Column("lon", Double)
)
readings = Table(
    "readings",
    metadata,
    Column("series", Integer, primary_key=True, autoincrement=False),
    Column("valid_at", BigInteger, primary_key=True, autoincrement=False),
    Column("commit_n", BigInteger, primary_key=True, autoincrement=False),  # a corrected value stands beside the old
    text_column("ref"),
    Column("value", Double),
    Column("flags", Integer, nullable=False),
    Column("extra", Text),
    Index("ix_readings_series_commit_n", "series", "commit_n"),
    Index("ix_readings_commit_n", "commit_n"),
    sqlite_with_rowid=False,
)
health = Table(
    "health",
    metadata,
    version_column(),
    *dated(text_column("source"), text_column("state"), Column("link_age_s", Double), text_column("error")),
    Column("behind", Integer, nullable=False, server_default="0"),
    Index("ix_health_source_commit_n", "source", "commit_n"),
    Index("ix_health_source_valid_at", "source", "valid_at"),
    Index("ix_health_commit_n", "commit_n"),
)
rejected = Table(
    "rejected",
    metadata,
    version_column(),
    *dated(*map(text_column, ("source", "of", "id", "reason", "field", "raw"))),
    Column("hash", BigInteger, nullable=False),
    UniqueConstraint("source", "hash"),
    Index("ix_rejected_commit_n", "commit_n"),
)
derived = Table(
    "derived",
    metadata,
    version_column(),
    *dated(
        text_column("watch"),
        Column("version", Integer, nullable=False),
        text_column("entity"),
        Column("cause", BigInteger, nullable=False),
        text_column("what"),
        text_column("body"),
    ),
    UniqueConstraint("watch", "entity", "cause", "what"),
    Index("ix_derived_entity_valid_at", "entity", "valid_at"),
    Index("ix_derived_commit_n", "commit_n"),
)
requests = Table(
    "requests",
    metadata,
    version_column(),
    *dated(*map(text_column, ("source", "id", "ask", "by"))),
    UniqueConstraint("id"),
    Index("ix_requests_commit_n", "commit_n"),
)
room = Table(
    "room",
    metadata,
    version_column(),
    *dated(*map(text_column, ("source", "id", "what", "body"))),
    UniqueConstraint("source", "id"),
    Index("ix_room_commit_n", "commit_n"),
)
reports = Table(
    "reports",
    metadata,
    version_column(),
    *dated(
        *map(text_column, ("source", "id", "name")),
        Column("day", Integer, nullable=False),  # days since 1970-01-01
        text_column("language"),
        Column("of_commit", BigInteger, nullable=False),
        *map(text_column, ("program", "figures", "fingerprint")),
    ),
    UniqueConstraint("source", "id"),
    Index("ix_reports_commit_n", "commit_n"),
)
personal = Table(
    "personal",
    metadata,
    Column("source", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    text_column("fields"),
    Column("received_at", BigInteger, nullable=False),
    Column("erased_at", BigInteger),  # set once: what was erased is never taken again, however often it is sent
)
sources = Table(
    "sources",
    metadata,
    Column("source", Text, primary_key=True),
    text_column("state"),
    *(
        Column(name, BigInteger)
        for name in ("last_try", "last_good", "next_try", "newest", "latency_ms", "records_per_min")
    ),
    *map(text_column, ("error", "next_step", "note")),
    *(Column(name, BigInteger, nullable=False, server_default="0") for name in ("polls", "records", "rejections")),
    *map(text_column, ("cursor", "breaker")),
    Column("behind", Integer, nullable=False, server_default="0"),
)
watches = Table(
    "watches",
    metadata,
    Column("watch", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("cursor", BigInteger, nullable=False),
    text_column("state"),
)
lease = Table(
    "lease",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    text_column("holder"),
    Column("epoch", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
)
