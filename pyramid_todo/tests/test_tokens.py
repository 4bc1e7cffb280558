"""Tokens: how they are stored, and when they end."""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import select, update
from sqlalchemy.orm import Session
from webtest import TestApp  # type: ignore[import-untyped]

from pyramid_todo.models import Token, now

from . import TASKS, log_in


def test_tokens_are_kept_as_digests(testapp: TestApp, dbsession: Session) -> None:
    """TOKEN-9: nobody can log in with what the table holds."""
    token = log_in(testapp)["Authorization"].removeprefix("Bearer ")
    assert dbsession.scalars(select(Token.digest)).one() == sha256(token.encode()).hexdigest()


def test_an_expired_token_is_refused(testapp: TestApp, dbsession: Session) -> None:
    """TOKEN-8, without waiting: the token of yesterday."""
    headers = log_in(testapp)
    dbsession.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
    # The request uses this session, and so sees what is not committed.
    testapp.get(TASKS, headers=headers, extra_environ={"app.dbsession": dbsession}, status=401)
