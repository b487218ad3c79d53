"""Photos of citizens and crews."""

from alembic import op

from app.journal.photo_tables import TABLES
from app.journal.tables import metadata

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    metadata.create_all(op.get_bind(), tables=TABLES)
