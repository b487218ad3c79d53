"""The first schema. `app.journal.tables` declares what is there now; later tables come with later revisions."""

from alembic import op

from app.journal.tables import metadata

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    *("meta", "commits", "complaint_heads", "complaint_versions", "vehicle_heads", "vehicle_versions"),
    *("geofence_heads", "geofence_versions", "positions", "health", "rejected", "derived", "requests", "room"),
    *("personal", "sources", "watches", "lease"),
)


def upgrade() -> None:
    """Create every table and index of this revision."""
    metadata.create_all(op.get_bind(), [metadata.tables[name] for name in TABLES])
