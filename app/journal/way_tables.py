"""The table of questions to a router and its answers: no part of history, each row lives for minutes."""

import sqlalchemy as sa
from sqlalchemy import BigInteger, Column, Double, Table, Text

from app.journal.tables import metadata, text_column

ways = Table(
    "ways",
    metadata,
    Column("id", Text, primary_key=True),
    Column("asked_at", BigInteger, nullable=False),  # real time, ms
    Column("lat", Double, nullable=False),
    Column("lon", Double, nullable=False),
    text_column("spots"),
    Column("answered_at", BigInteger),
    *map(text_column, ("seconds", "error")),
    sa.Index("ix_ways_asked_at", "asked_at"),
)
