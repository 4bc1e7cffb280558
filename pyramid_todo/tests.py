"""What cannot be seen over HTTP, tested as Pyramid's documentation does: fixtures and WebTest.

https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/testing.html
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from unittest.mock import create_autospec

import argon2
import pytest
from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from pyramid.paster import get_app
from pyramid.router import Router
from pyramid.scripting import prepare
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from . import wire
from .database import Base
from .models import FailedLogin, Token, User, now

INI = str(Path(__file__).with_name("production.ini"))
PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Router]:
    """The application with a migrated database of its own, or with that of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{tmp_path}/todo.db"
    monkeypatch.setenv("DATABASE_URL", url)
    upgrade(Config(INI), "head")
    yield get_app(INI)
    downgrade(Config(INI), "base")


@pytest.fixture
def dbsession(app: Router) -> Iterator[Session]:
    """A session with the engine of the application, beside those of the requests."""
    with prepare(registry=app.registry) as environment:
        engine = environment["request"].dbsession.get_bind()
    with Session(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture
def testapp(app: Router, dbsession: Session) -> TestApp:
    """Somebody who calls the application; ann is registered."""
    testapp = TestApp(app)
    testapp.post_json(ACCOUNTS, ACCOUNT)
    return testapp


def log_in(testapp: TestApp, username: str = "ann") -> dict[str, str]:
    """Log in and return the header to send from then on."""
    credentials = {"username": username, "password": PASSWORD}
    answer = testapp.post_json(f"{ACCOUNTS}/login", credentials, expect_errors=True)
    return {"Authorization": f"Bearer {answer.json.get('token')}"}


def test_a_crash_is_answered_without_internals_and_logged(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PROBLEM-8: the client gets a problem, the log gets the traceback."""
    monkeypatch.setattr(wire, "tag", lambda _: 1 / 0)
    answer = testapp.post_json(TASKS, {"name": "Buy milk"}, headers=log_in(testapp), status=500)
    assert answer.content_type == "application/problem+json"
    assert "division" not in answer
    assert "ZeroDivisionError" in caplog.text


def test_passwords_are_kept_as_argon2id_hashes(testapp: TestApp, dbsession: Session) -> None:
    """REGISTER-11: 19 MiB, two passes, one lane."""
    encoded = dbsession.scalars(select(User.password)).one()
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_tokens_are_kept_as_digests(testapp: TestApp, dbsession: Session) -> None:
    """TOKEN-9: nobody can log in with what the table holds."""
    token = log_in(testapp)["Authorization"].removeprefix("Bearer ")
    assert dbsession.scalars(select(Token.digest)).one() == sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("username", ["ann", "nobody", "not a username"])
def test_a_log_in_computes_exactly_one_hash(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    """LOGIN-4: so that nobody can tell from the time whether the username exists."""
    verify = create_autospec(argon2.PasswordHasher.verify, wraps=argon2.PasswordHasher.verify)
    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    log_in(testapp, username)
    verify.assert_called_once()


def test_no_secret_is_logged(testapp: TestApp, caplog: pytest.LogCaptureFixture) -> None:
    """LOGIN-9: neither the password nor the token."""
    caplog.set_level(logging.DEBUG)
    headers = log_in(testapp)
    testapp.get(TASKS, headers=headers)
    assert "path=/api/v1/accounts/{username}/tasks status=200" in caplog.text
    assert PASSWORD not in caplog.text
    assert headers["Authorization"].removeprefix("Bearer ") not in caplog.text


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


def test_an_expired_token_is_refused(testapp: TestApp, dbsession: Session) -> None:
    """TOKEN-8, without waiting: the token of yesterday."""
    headers = log_in(testapp)
    dbsession.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    dbsession.commit()
    testapp.get(TASKS, headers=headers, status=401)


def test_a_lost_database_is_answered_503(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """HEALTH-3: try again soon; the process itself is well."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/no such folder/todo.db")
    testapp = TestApp(get_app(INI))
    for path in ("/readyz", TASKS):
        answer = testapp.get(path, headers={"Authorization": "Bearer some"}, status=503)
        assert answer.content_type == "application/problem+json"
        assert answer.headers["Retry-After"] == "5"
    testapp.get("/healthz", status=200)


def test_what_has_expired_is_pruned(testapp: TestApp, dbsession: Session) -> None:
    """The token of yesterday and the failure of an hour ago go, what counts stays."""
    log_in(testapp)
    dbsession.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    dbsession.add(FailedLogin(digest="old", creation_date=now() - timedelta(hours=1)))
    dbsession.add(FailedLogin(digest="new"))
    dbsession.commit()
    log_in(testapp)
    for found in ("1 expired tokens, 1 old failed log-ins", "0 expired tokens, 0 old"):
        prune = [sys.executable, "-m", "pyramid_todo.scripts.prune", INI]
        assert found in subprocess.check_output(prune, text=True, stderr=subprocess.DEVNULL)
    assert dbsession.scalars(select(FailedLogin.digest)).all() == ["new"]
    assert len(dbsession.scalars(select(Token.id)).all()) == 1
