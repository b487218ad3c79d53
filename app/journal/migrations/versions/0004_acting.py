"""What people do: actions, cases, orders, audit, outbox, people, presence."""

from alembic import op

from app.journal.acting_tables import TABLES
from app.journal.tables import metadata

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables and the audit's triggers."""
    metadata.create_all(op.get_bind(), tables=TABLES)
