"""Deadlines and money of a case beside its action, where a picture reads them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIMES, _MONEY = ("due_at", "legal_at", "ended_at"), ("committed", "spent")


def upgrade() -> None:
    """Add the columns; a journal made by this program has them already."""
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("actions")}
    for name in _TIMES:
        if name not in known:
            op.add_column("actions", sa.Column(name, sa.BigInteger))
    for name in _MONEY:
        if name not in known:
            op.add_column("actions", sa.Column(name, sa.BigInteger, nullable=False, server_default="0"))
