"""Alembic's entry: runs the migrations on the connection that `bellhop.store.migrate` gives."""

from alembic import context

from bellhop.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
