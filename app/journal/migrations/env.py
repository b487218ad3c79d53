"""Alembic's entry: runs on the connection the journal hands over, inside its write transaction."""

from alembic import context

from app.journal.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, transactional_ddl=False)
context.run_migrations()
