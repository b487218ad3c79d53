"""The words of complaints in a table of their own for the search, made from what is stored."""

from alembic import op

from app.journal.tables import complaint_words
from app.journal.words import fill

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and fill it; a million complaints take some seconds."""
    connection = op.get_bind()
    complaint_words.create(connection)
    fill(connection)
