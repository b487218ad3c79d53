"""The first schema: all tables as `app.journal.tables` declares them."""

from alembic import op

from app.journal.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table and index."""
    metadata.create_all(op.get_bind())
