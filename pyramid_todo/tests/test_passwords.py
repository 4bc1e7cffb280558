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

from . import ACCOUNT, ACCOUNTS, PASSWORD, log_in, log_in_to_pages, submit


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


@pytest.fixture
def used(dbsession: Session, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A list that gets the number of connections in use, at each hash."""
    pool: Any = dbsession.get_bind().pool  # type: ignore[union-attr]
    used: list[int] = []
    for name in ("verify", "hash"):
        method = getattr(argon2.PasswordHasher, name)

        def hashing(*args: Any, method: Any = method, **kwargs: Any) -> Any:
            used.append(pool.checkedout())
            return method(*args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, hashing)
    return used


def test_nobody_hashes_while_holding_a_connection(testapp: TestApp, used: list[int]) -> None:
    """Others need the connections meanwhile: registration, log-in and change of password."""
    used.clear()  # the registration of ann
    testapp.post_json(ACCOUNTS, ACCOUNT | {"username": "bob"})
    body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery staple"}
    testapp.put_json(f"{ACCOUNTS}/ann", body, headers=log_in(testapp))
    assert used == [0, 0, 0, 0]


def test_no_page_hashes_while_holding_a_connection(testapp: TestApp, used: list[int]) -> None:
    """SESSION-11: registration, change of password, log-in, and deletion of the account."""
    used.clear()
    new = {"password": PASSWORD, "repeat_password": PASSWORD}
    change = {"current_password": PASSWORD, "new_password": PASSWORD, "repeat_password": PASSWORD}
    assert submit(testapp, "/register", username="bob", email="a@b.c", **new).status_int == 303
    assert submit(testapp, "/account/password", **change).status_int == 303
    assert log_in_to_pages(testapp).status_int == 303
    assert submit(testapp, "/account/delete", current_password="wrong").status_int == 422
    assert submit(testapp, "/account/delete", current_password=PASSWORD).status_int == 303
    assert used == [0] * 6


def test_who_waits_too_long_for_a_hash_is_answered_503(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PROBLEM-7: hashes at once are bounded, and so is the time in the queue."""
    monkeypatch.setattr(passwords, "slots", Semaphore(0))
    monkeypatch.setattr(passwords, "LONGEST_WAIT", 0.01)
    api = testapp.post_json(ACCOUNTS, ACCOUNT | {"username": "bob"}, status=503)
    for answer in (api, log_in_to_pages(testapp)):
        assert (answer.status_int, answer.headers["Retry-After"]) == (503, "5")
