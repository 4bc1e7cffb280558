"""Run the migrations on the database of the application (Alembic calls this module)."""

from alembic import context
from flask import current_app
from sqlalchemy import text

# Whoever migrates first takes it, the others wait and find nothing left to do.
LOCK = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(2026)",  # the number is free to choose
}
migrate = current_app.extensions["migrate"]

with migrate.db.engine.begin() as connection:
    connection.execute(text(LOCK[connection.dialect.name]))
    context.configure(
        connection=connection, target_metadata=migrate.db.metadata, **migrate.configure_args
    )
    context.run_migrations()
