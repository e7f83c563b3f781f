"""Alembic's entry: runs on the connection that storage/migrate.py hands over, never on one of its own."""

from alembic import context

from storage import tables  # noqa: F401 - registers every table
from storage.tables.base import metadata

connection = context.config.attributes["connection"]
# SQLite alters a table by making it anew; batch mode writes that for both databases.
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
