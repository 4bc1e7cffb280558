"""Run the migrations on the database of the application (Alembic calls this module)."""

from alembic import context
from pyramid.paster import get_appsettings

from pyramid_todo import models, override
from pyramid_todo.database import get_engine

settings = override(get_appsettings(context.config.config_file_name))
metadata = models.User.metadata

with get_engine(settings).connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
