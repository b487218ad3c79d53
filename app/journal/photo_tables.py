"""Tables of photos: a row for each, its picture by the hash of its content, and who waits to see a case's.

No part of history and of no export. Citizens' pictures stand apart from crews', with rights and an end of their own.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from app.journal.tables import BigKey, metadata, text_column

photos = Table(
    "photos",
    metadata,
    Column("n", BigKey, primary_key=True, autoincrement=False),
    *map(text_column, ("part", "source", "id", "line", "order_id", "url", "state")),
    Column("urgent", SmallInteger, nullable=False, server_default="0"),  # a person waits for it
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("not_before", BigInteger, nullable=False, server_default="0"),  # real time, ms
    *map(text_column, ("error", "hash")),
    Column("wanted_at", BigInteger, nullable=False),  # the city's time, as all below
    Column("stored_at", BigInteger),
    Column("taken_at", BigInteger),
    Column("taken_sure", SmallInteger, nullable=False, server_default="0"),
    Column("lat", Double),
    Column("lon", Double),
    UniqueConstraint("source", "id", "order_id", "part", "url"),
    Index("ix_photos_state_not_before", "state", "not_before"),
    Index("ix_photos_hash", "hash"),
)


def _pictures(name: str) -> Table:
    return Table(
        name,
        metadata,
        Column("hash", Text, primary_key=True),  # SHA-256 of `picture`, hex
        Column("picture", LargeBinary, nullable=False),  # JPEG of our own making
        Column("thumb", LargeBinary, nullable=False),
        Column("width", Integer, nullable=False),
        Column("height", Integer, nullable=False),
    )


personal_pictures = _pictures("personal_pictures")
order_pictures = _pictures("order_pictures")
photo_wishes = Table(
    "photo_wishes",
    metadata,
    Column("source", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    text_column("by"),
)
TABLES = (photos, personal_pictures, order_pictures, photo_wishes)
