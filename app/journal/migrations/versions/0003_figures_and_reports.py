"""Indicators of agencies, readings of stations, issued reports."""

from alembic import op

from app.journal import tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEW = (
    tables.indicator_heads,
    tables.indicator_versions,
    tables.series_heads,
    tables.series_versions,
    tables.readings,
    tables.reports,
)


def upgrade() -> None:
    """Add the tables; a journal made by this program has them already."""
    tables.metadata.create_all(op.get_bind(), tables=_NEW, checkfirst=True)
