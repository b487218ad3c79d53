"""Questions to a router and its answers."""

from alembic import op

from app.journal.tables import metadata
from app.journal.way_tables import ways

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    metadata.create_all(op.get_bind(), tables=[ways])
