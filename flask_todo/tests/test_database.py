"""The database: readers beside writers, and the migrations."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text, update

from flask_todo.database import db
from flask_todo.models import User

from .client import TASKS, log_in


def test_a_read_is_answered_while_a_write_is_open(client: FlaskClient) -> None:
    """TASK-13: readers do not wait for writers."""
    headers = log_in(client)
    with db.engine.connect() as writer:
        if writer.dialect.name == "sqlite":
            writer.execute(text("BEGIN EXCLUSIVE"))  # shuts readers out, but for WAL
        writer.execute(update(User).values(email="b@example.org"))
        assert client.get(TASKS, headers=headers).status_code == 200


def test_models_and_migrations_agree(app: Flask) -> None:
    """TASK-14: a migration made now would be empty."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []
