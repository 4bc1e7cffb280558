"""What cannot be seen over HTTP, tested as Flask's documentation does: fixtures and the client.

https://flask.palletsprojects.com/en/stable/testing/
"""

import logging
import os
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
from alembic.migration import MigrationContext
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, upgrade
from sqlalchemy import delete, select, text, update

from . import create_app, passwords, wire
from .database import Base, db
from .models import FailedLogin, Token, User, now
from .throttle import LIMIT, log_in_key

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """An application with a migrated database of its own, or with that of DATABASE_URL."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{tmp_path}/todo.db"
    app = create_app({"SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        downgrade(revision="base")
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody who calls the application; ann is registered."""
    client = app.test_client()
    client.post(ACCOUNTS, json=ACCOUNT)
    return client


def log_in(client: FlaskClient, username: str = "ann") -> dict[str, str]:
    """Log in and return the header to send from then on."""
    answer = client.post(f"{ACCOUNTS}/login", json={"username": username, "password": PASSWORD})
    return {"Authorization": f"Bearer {answer.json.get('token')}"}  # type: ignore[union-attr]


def test_a_crash_is_answered_without_internals_and_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PROBLEM-8: the client gets a problem, the log gets the traceback."""
    monkeypatch.setattr(wire, "tag", lambda _: 1 / 0)
    answer = client.post(TASKS, json={"name": "Buy milk"}, headers=log_in(client))
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert b"division" not in answer.data
    assert "ZeroDivisionError" in caplog.text


def test_passwords_are_kept_as_argon2id_hashes(client: FlaskClient) -> None:
    """REGISTER-11: 19 MiB, two passes, one lane."""
    encoded = db.session.scalars(select(User.password)).one()
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_tokens_are_kept_as_digests(client: FlaskClient) -> None:
    """TOKEN-9: nobody can log in with what the table holds."""
    token = log_in(client)["Authorization"].removeprefix("Bearer ")
    assert db.session.scalars(select(Token.digest)).one() == sha256(token.encode()).hexdigest()


@pytest.mark.parametrize("username", ["ann", "nobody", "not a username"])
def test_a_log_in_computes_exactly_one_hash(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    """LOGIN-4: so that nobody can tell from the time whether the username exists."""
    verify = create_autospec(argon2.PasswordHasher.verify, wraps=argon2.PasswordHasher.verify)
    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    log_in(client, username)
    verify.assert_called_once()


def test_a_throttled_log_in_computes_no_hash(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOGIN-4: whoever is turned away costs nothing."""
    db.session.add_all([FailedLogin(digest=log_in_key("ann")) for _ in range(LIMIT)])
    db.session.commit()
    monkeypatch.setattr(argon2.PasswordHasher, "verify", None)
    answer = client.post(f"{ACCOUNTS}/login", json={"username": "ann", "password": PASSWORD})
    assert answer.status_code == 429


def test_a_log_in_loses_to_a_change_of_password(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LOGIN-11: the hash is replaced after it was verified: no token, and no failure counts."""

    def verify(encoded: str, password: str) -> bool:
        db.session.execute(update(User).values(password="another hash"))
        db.session.commit()
        return True

    monkeypatch.setattr("flask_todo.accounts.verify_password", verify)
    assert log_in(client) == {"Authorization": "Bearer None"}
    assert db.session.scalars(select(Token)).all() == []
    assert db.session.scalars(select(FailedLogin)).all() == []


def test_an_ended_token_is_not_taken_for_the_next_one(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ACCOUNT-9: SQLite gives the id of a deleted token to the next one."""
    headers = log_in(client)

    def verify(encoded: str, password: str) -> bool:
        db.session.execute(delete(Token))
        user = db.session.scalars(select(User)).one()
        db.session.add(Token(digest="another", expiry_date=now() + timedelta(1), user_id=user.id))
        db.session.commit()
        return True

    monkeypatch.setattr("flask_todo.accounts.verify_password", verify)
    body = {"email": "a@b.c", "current_password": PASSWORD}
    assert client.put(f"{ACCOUNTS}/ann", json=body, headers=headers).status_code == 401


def test_nobody_hashes_while_holding_a_connection(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Others need the connections meanwhile: registration, log-in and change of password."""
    used = []
    for name in ("verify", "hash"):
        method = getattr(argon2.PasswordHasher, name)

        def hashing(*args: Any, method: Any = method, **kwargs: Any) -> Any:
            used.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
            return method(*args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, hashing)
    client.post(ACCOUNTS, json=ACCOUNT | {"username": "bob"})
    body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery staple"}
    assert client.put(f"{ACCOUNTS}/ann", json=body, headers=log_in(client)).status_code == 200
    assert used == [0, 0, 0, 0]


def test_who_waits_too_long_for_a_hash_is_answered_503(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PROBLEM-7: hashes at once are bounded, and so is the time in the queue."""
    monkeypatch.setattr(passwords, "slots", Semaphore(0))
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.01)
    answer = client.post(ACCOUNTS, json=ACCOUNT | {"username": "bob"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


def test_no_secret_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """LOGIN-9: neither the password nor the token."""
    caplog.set_level(logging.DEBUG)
    headers = log_in(client)
    client.get(TASKS, headers=headers)
    assert "path=/api/v1/accounts/{username}/tasks status=200" in caplog.text
    assert PASSWORD not in caplog.text
    assert headers["Authorization"].removeprefix("Bearer ") not in caplog.text


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
        assert compare_metadata(context, Base.metadata) == []


def test_an_expired_token_is_refused(client: FlaskClient) -> None:
    """TOKEN-8, without waiting: the token of yesterday."""
    headers = log_in(client)
    db.session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    db.session.commit()
    assert client.get(TASKS, headers=headers).status_code == 401


def test_a_lost_database_is_answered_503(tmp_path: Path) -> None:
    """HEALTH-3: try again soon; the process itself is well."""
    nowhere = tmp_path / "no such folder" / "todo.db"
    client = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{nowhere}"}).test_client()
    for path in ("/readyz", TASKS):
        answer = client.get(path, headers={"Authorization": "Bearer some"})
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert answer.headers["Retry-After"] == "5"
    assert client.get("/healthz").status_code == 200


def test_what_has_expired_is_pruned(app: Flask, client: FlaskClient) -> None:
    """The token of yesterday and the failure of an hour ago go, what counts stays."""
    log_in(client)
    db.session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    db.session.add(FailedLogin(digest="old", creation_date=now() - timedelta(hours=1)))
    db.session.add(FailedLogin(digest="new"))
    db.session.commit()
    log_in(client)
    for found in ("1 expired tokens, 1 old failed log-ins", "0 expired tokens, 0 old"):
        assert found in app.test_cli_runner().invoke(args=["prune"]).output
    assert db.session.scalars(select(FailedLogin.digest)).all() == ["new"]
    assert len(db.session.scalars(select(Token.id)).all()) == 1
