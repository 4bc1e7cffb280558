"""The database: readers beside writers, the migrations, and what happens without it."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from pyramid.paster import get_app
from sqlalchemy import text, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo.models import Base, User

from . import INI, TASKS, log_in


def test_a_read_is_answered_while_a_write_is_open(testapp: TestApp, dbsession: Session) -> None:
    """TASK-13: readers do not wait for writers."""
    headers = log_in(testapp)
    if dbsession.get_bind().dialect.name == "sqlite":
        dbsession.execute(text("BEGIN EXCLUSIVE"))  # shuts readers out, but for WAL
    dbsession.execute(update(User).values(email="b@example.org"))
    testapp.get(TASKS, headers=headers, status=200)


def test_models_and_migrations_agree(dbsession: Session) -> None:
    """TASK-14: a migration made now would be empty."""
    context = MigrationContext.configure(dbsession.connection())
    assert compare_metadata(context, Base.metadata) == []


def test_a_lost_database_is_answered_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HEALTH-3: try again soon; the process itself is well."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/no such folder/todo.db")
    testapp = TestApp(get_app(INI))
    for path in ("/readyz", TASKS):
        answer = testapp.get(path, headers={"Authorization": "Bearer some"}, status=503)
        assert answer.content_type == "application/problem+json"
        assert answer.headers["Retry-After"] == "5"
    testapp.get("/healthz", status=200)
    answer = testapp.get("/login", status=200)  # it asks nobody
    answer = answer.form.submit(status=503)
    assert answer.headers["Retry-After"] == "5"
    assert "<h1>Try again soon</h1>" in answer
