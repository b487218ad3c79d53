"""What people keep under a name."""

from alembic import op

from app.journal.kept_tables import kept
from app.journal.tables import metadata

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    metadata.create_all(op.get_bind(), tables=[kept])
