"""Tokens: how they are stored, and when they end."""

from datetime import timedelta
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from flask_todo.database import db
from flask_todo.models import FailedLogin, Token, User, now

from .client import ACCOUNTS, PASSWORD, TASKS, log_in


def test_tokens_are_kept_as_digests(client: FlaskClient) -> None:
    """TOKEN-9: nobody can log in with what the table holds."""
    token = log_in(client)["Authorization"].removeprefix("Bearer ")
    assert db.session.scalars(select(Token.digest)).one() == sha256(token.encode()).hexdigest()


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

    monkeypatch.setattr("flask_todo.models.verify_password", verify)
    body = {"email": "a@b.c", "current_password": PASSWORD}
    assert client.put(f"{ACCOUNTS}/ann", json=body, headers=headers).status_code == 401


def test_an_expired_token_is_refused(client: FlaskClient) -> None:
    """TOKEN-8, without waiting: the token of yesterday."""
    headers = log_in(client)
    db.session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    db.session.commit()
    assert client.get(TASKS, headers=headers).status_code == 401


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
