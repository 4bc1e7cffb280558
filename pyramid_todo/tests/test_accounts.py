"""Log-in and change of password, against the throttle and against each other."""

from datetime import timedelta

import argon2
import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo.models import FailedLogin, Token, User, now
from pyramid_todo.throttle import LIMIT, log_in_key

from . import ACCOUNTS, PASSWORD, log_in


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

    def check_password(user: User, password: str) -> bool:
        dbsession.execute(update(User).values(password="another hash"))
        dbsession.commit()
        return True

    monkeypatch.setattr(User, "check_password", check_password)
    assert log_in(testapp) == {"Authorization": "Bearer None"}
    assert dbsession.scalars(select(Token)).all() == []
    assert dbsession.scalars(select(FailedLogin)).all() == []


def test_an_ended_token_is_not_taken_for_the_next_one(
    testapp: TestApp, dbsession: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ACCOUNT-9: SQLite gives the id of a deleted token to the next one."""
    headers = log_in(testapp)

    def check_password(user: User, password: str) -> bool:
        dbsession.execute(delete(Token))
        expiry_date = now() + timedelta(days=1)
        dbsession.add(Token(digest="another", expiry_date=expiry_date, user_id=user.id))
        dbsession.commit()
        return True

    monkeypatch.setattr(User, "check_password", check_password)
    body = {"email": "a@b.c", "current_password": PASSWORD}
    testapp.put_json(f"{ACCOUNTS}/ann", body, headers=headers, status=401)
