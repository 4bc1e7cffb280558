"""Run the migrations on the database of the application (Alembic calls this module)."""

from alembic import context

from tornado_todo import models, settings
from tornado_todo.database import connect, db

settings.load()
connect()

with db.engine.connect() as connection:
    context.configure(
        connection=connection, target_metadata=models.User.metadata, render_as_batch=True
    )
    with context.begin_transaction():
        context.run_migrations()
