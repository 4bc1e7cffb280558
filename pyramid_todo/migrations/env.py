"""Run the migrations on the database of the application (Alembic calls this module)."""

from alembic import context
from pyramid.paster import get_appsettings
from sqlalchemy import text

from pyramid_todo import override
from pyramid_todo.models import Base, get_engine

# The first process takes it; the others wait, and then find nothing left to do.
LOCK = {
    "sqlite": "BEGIN IMMEDIATE",
    "postgresql": "SELECT pg_advisory_xact_lock(2026)",  # the number is free to choose
}
engine = get_engine(override(get_appsettings(context.config.config_file_name)))

with engine.begin() as connection:
    connection.execute(text(LOCK[connection.dialect.name]))
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    context.run_migrations()
engine.dispose()
