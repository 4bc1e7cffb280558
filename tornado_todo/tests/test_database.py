"""The tables, and a database that is busy or lost."""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

from datetime import timedelta
from unittest.mock import patch

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text, update
from tornado.locks import Semaphore
from tornado_sqlalchemy import SQLAlchemy

from .. import base
from ..changes import has_model
from ..database import Base, db
from ..models import User
from .case import TASKS, InsideTest


class DatabaseTests(InsideTest):
    """What the application does with its database, and without."""

    def test_models_and_migrations_agree(self) -> None:
        """TASK-14: a migration made now would be empty."""
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"include_name": has_model})
            self.assertEqual(compare_metadata(context, Base.metadata), [])

    def test_a_read_is_answered_while_a_write_is_open(self) -> None:
        """TASK-13: readers do not wait for writers."""
        headers = self.log_in()
        with db.engine.connect() as writer:
            if writer.dialect.name == "sqlite":
                writer.execute(text("BEGIN EXCLUSIVE"))  # shuts readers out, but for WAL
            writer.execute(update(User).values(email="b@example.org"))
            self.assertEqual(self.fetch(TASKS, headers=headers).code, 200)

    def test_who_waits_too_long_for_a_connection_is_answered_503(self) -> None:
        """HEALTH-3: only requests that hold a connection wait for a database that is silent."""
        headers = self.log_in()
        self._app.settings["db_connections"] = Semaphore(0)
        with (
            patch.object(base, "LONGEST_WAIT", timedelta(seconds=0.01)),
            self.assertLogs("tornado.application") as log,
        ):
            self.assertEqual(self.fetch(TASKS, headers=headers).code, 503)
        self.assertEqual(len(log.records), 1)

    def test_a_lost_database_is_answered_503(self) -> None:
        """HEALTH-3: try again soon; the process itself is well."""
        nowhere = "sqlite:////no/such/folder/todo.db"
        self._app.settings["db"] = SQLAlchemy(nowhere)
        self._app.settings["readiness_engine"] = create_engine(nowhere)
        for path in ("/readyz", TASKS):
            with self.subTest(path), self.assertLogs("tornado.application") as log:
                answer = self.fetch(path, headers={"Authorization": "Bearer some"})
            self.assertEqual((answer.code, answer.headers["Retry-After"]), (503, "5"))
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
            line = "the database fails: (sqlite3.OperationalError) unable to open database file"
            self.assertEqual([record.getMessage() for record in log.records], [line])
        self.assertEqual(self.fetch("/healthz").code, 200)
