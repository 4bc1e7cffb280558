"""Hashes: how they are stored, how many are computed, and who waits for them."""

from threading import Semaphore
from typing import Any
from unittest.mock import create_autospec

import argon2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from flask_todo import passwords
from flask_todo.database import db
from flask_todo.models import FailedLogin, Token, User
from flask_todo.throttle import LIMIT, log_in_key

from .client import ACCOUNT, ACCOUNTS, PASSWORD, log_in, log_in_to_pages, submit


def test_passwords_are_kept_as_argon2id_hashes(client: FlaskClient) -> None:
    """REGISTER-11: 19 MiB, two passes, one lane."""
    encoded = db.session.scalars(select(User.password)).one()
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


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


@pytest.fixture
def used(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that gets the number of connections in use, at each hash."""
    used: list[int] = []
    for name in ("verify", "hash"):
        method = getattr(argon2.PasswordHasher, name)

        def hashing(*args: Any, method: Any = method, **kwargs: Any) -> Any:
            used.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
            return method(*args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, hashing)
    return used


def test_nobody_hashes_while_holding_a_connection(client: FlaskClient, used: list[int]) -> None:
    """Others need the connections meanwhile: registration, log-in and change of password."""
    client.post(ACCOUNTS, json=ACCOUNT | {"username": "bob"})
    body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery staple"}
    assert client.put(f"{ACCOUNTS}/ann", json=body, headers=log_in(client)).status_code == 200
    assert used == [0, 0, 0, 0]


def test_no_page_hashes_while_holding_a_connection(client: FlaskClient, used: list[int]) -> None:
    """SESSION-11: registration, change of password, log-in, and deletion of the account."""
    new = {"password": PASSWORD, "repeat_password": PASSWORD}
    change = {"current_password": PASSWORD, "new_password": PASSWORD, "repeat_password": PASSWORD}
    assert submit(client, "/register", username="bob", email="a@b.c", **new).status_code == 302
    assert submit(client, "/account/password", **change).status_code == 302
    assert log_in_to_pages(client).status_code == 302
    assert submit(client, "/account/delete", current_password="wrong").status_code == 422
    assert submit(client, "/account/delete", current_password=PASSWORD).status_code == 302
    assert used == [0] * 6


def test_who_waits_too_long_for_a_hash_is_answered_503(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PROBLEM-7: hashes at once are bounded, and so is the time in the queue."""
    monkeypatch.setattr(passwords, "slots", Semaphore(0))
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.01)
    for answer in (client.post(ACCOUNTS, json=ACCOUNT), log_in_to_pages(client)):
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
