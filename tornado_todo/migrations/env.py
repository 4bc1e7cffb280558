"""Run the migrations on the database of the application (Alembic calls this module)."""

from alembic import context
from sqlalchemy import text

from tornado_todo import models, settings
from tornado_todo.changes import has_model
from tornado_todo.database import connect, db

# The first migration takes the lock; the others wait for it, and then find nothing left to do.
LOCK = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(2026)",  # the number is free to choose
}
settings.load()
connect()

with db.engine.begin() as connection:
    connection.execute(text(LOCK[connection.dialect.name]))
    context.configure(
        connection=connection,
        target_metadata=models.User.metadata,
        include_name=has_model,
        render_as_batch=True,
    )
    context.run_migrations()
