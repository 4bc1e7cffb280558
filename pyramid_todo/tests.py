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
from threading import Semaphore
from typing import Any
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
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from . import passwords, wire
from .database import Base
from .models import FailedLogin, Token, User, now
from .throttle import LIMIT, log_in_key

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


def test_a_throttled_log_in_computes_no_hash(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOGIN-4: whoever is turned away costs nothing."""
    dbsession.add_all([FailedLogin(digest=log_in_key("ann")) for _ in range(LIMIT)])
    dbsession.commit()
    monkeypatch.setattr(argon2.PasswordHasher, "verify", None)
    credentials = {"username": "ann", "password": PASSWORD}
    testapp.post_json(f"{ACCOUNTS}/login", credentials, status=429)


def test_a_log_in_loses_to_a_change_of_password(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOGIN-11: the hash is replaced after it was verified: no token, and no failure counts."""

    def verify(encoded: str, password: str) -> bool:
        dbsession.execute(update(User).values(password="another hash"))
        dbsession.commit()
        return True

    monkeypatch.setattr("pyramid_todo.accounts.verify_password", verify)
    assert log_in(testapp) == {"Authorization": "Bearer None"}
    assert dbsession.scalars(select(Token)).all() == []
    assert dbsession.scalars(select(FailedLogin)).all() == []


def test_an_ended_token_is_not_taken_for_the_next_one(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ACCOUNT-9: SQLite gives the id of a deleted token to the next one."""
    headers = log_in(testapp)

    def verify(encoded: str, password: str) -> bool:
        dbsession.execute(delete(Token))
        user = dbsession.scalars(select(User)).one()
        dbsession.add(Token(digest="another", expiry_date=now() + timedelta(1), user_id=user.id))
        dbsession.commit()
        return True

    monkeypatch.setattr("pyramid_todo.accounts.verify_password", verify)
    body = {"email": "a@b.c", "current_password": PASSWORD}
    testapp.put_json(f"{ACCOUNTS}/ann", body, headers=headers, status=401)


def test_nobody_hashes_while_holding_a_connection(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others need the connections meanwhile: registration, log-in and change of password."""
    pool: Any = dbsession.get_bind().pool  # type: ignore[union-attr]
    used = []
    for name in ("verify", "hash"):
        method = getattr(argon2.PasswordHasher, name)

        def hashing(*args: Any, method: Any = method, **kwargs: Any) -> Any:
            used.append(pool.checkedout())
            return method(*args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, hashing)
    testapp.post_json(ACCOUNTS, ACCOUNT | {"username": "bob"})
    body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery staple"}
    testapp.put_json(f"{ACCOUNTS}/ann", body, headers=log_in(testapp))
    assert used == [0, 0, 0, 0]


def test_who_waits_too_long_for_a_hash_is_answered_503(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PROBLEM-7: hashes at once are bounded, and so is the time in the queue."""
    monkeypatch.setattr(passwords, "slots", Semaphore(0))
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.01)
    answer = testapp.post_json(ACCOUNTS, ACCOUNT | {"username": "bob"}, status=503)
    assert answer.headers["Retry-After"] == "5"


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
