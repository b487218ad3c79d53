"""Table of what people keep for themselves and for each other: named filters, lists of what they follow.

The rows are mutable and no part of history.
"""

from sqlalchemy import BigInteger, Column, Table, Text

from app.journal.tables import metadata, text_column

kept = Table(
    "kept",
    metadata,
    Column("person", Text, primary_key=True),  # "" for everybody
    Column("what", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    text_column("value"),
    Column("changed_at", BigInteger, nullable=False),  # the city's time
    text_column("by"),
)
