"""Alembic's way in: runs the migrations on the connection it is given, inside that connection's transaction."""

from __future__ import annotations

from alembic import context

from bot.store.migrating import VERSION_TABLE
from bot.store.tables import Table


def run() -> None:
    """Runs what Alembic was asked to, on a connection or as SQL text."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        context.configure(
            dialect_name="postgresql", target_metadata=Table.metadata, version_table=VERSION_TABLE, literal_binds=True
        )
    else:
        context.configure(connection=connection, target_metadata=Table.metadata, version_table=VERSION_TABLE)
    context.run_migrations()


run()
