"""Whether a source's older records were still being fetched: without it a sum of the past looks whole."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column to what is recorded and to what is now; a journal made by this program has it already."""
    for table in ("health", "sources"):
        known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)}
        if "behind" not in known:
            op.add_column(table, sa.Column("behind", sa.Integer, nullable=False, server_default="0"))
