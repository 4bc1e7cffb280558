"""Hashes: how they are stored, when one is computed, and what waits meanwhile."""

from threading import Semaphore
from typing import Any
from unittest.mock import create_autospec

import argon2
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo import passwords
from pyramid_todo.models import User

from . import ACCOUNT, ACCOUNTS, PASSWORD, log_in


def test_passwords_are_kept_as_argon2id_hashes(testapp: TestApp, dbsession: Session) -> None:
    """REGISTER-11: 19 MiB, two passes, one lane."""
    encoded = dbsession.scalars(select(User.password)).one()
    assert encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize("username", ["ann", "nobody", "not a username"])
def test_a_log_in_computes_exactly_one_hash(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch, username: str
) -> None:
    """LOGIN-4: so that nobody can tell from the time whether the username exists."""
    verify = create_autospec(argon2.PasswordHasher.verify, wraps=argon2.PasswordHasher.verify)
    monkeypatch.setattr(argon2.PasswordHasher, "verify", verify)
    log_in(testapp, username)
    verify.assert_called_once()


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
