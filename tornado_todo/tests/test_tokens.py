"""How tokens are stored, and when they end."""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

import subprocess
import sys
from datetime import timedelta
from hashlib import sha256
from unittest.mock import patch

from sqlalchemy import delete, select, update
from tornado.options import options

from ..database import db
from ..models import FailedLogin, Token, User, now
from .case import ACCOUNTS, PASSWORD, TASKS, InsideTest


class TokenTests(InsideTest):
    """Tokens, and what is pruned with them."""

    def test_tokens_are_kept_as_digests(self) -> None:
        """TOKEN-9: nobody can log in with what the table holds."""
        token = self.log_in()["Authorization"].removeprefix("Bearer ")
        with db.sessionmaker() as session:
            digest = session.scalars(select(Token.digest)).one()
        self.assertEqual(digest, sha256(token.encode()).hexdigest())

    def test_an_expired_token_is_refused(self) -> None:
        """TOKEN-8, without waiting: the token of yesterday."""
        headers = self.log_in()
        with db.sessionmaker.begin() as session:
            session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
        self.assertEqual(self.fetch(TASKS, headers=headers).code, 401)

    def test_an_ended_token_is_not_taken_for_the_next_one(self) -> None:
        """ACCOUNT-9: SQLite gives the id of a deleted token to the next one."""
        headers = self.log_in()

        async def check_password(user: User, password: str) -> bool:
            with db.sessionmaker.begin() as session:
                session.execute(delete(Token))
                later = now() + timedelta(1)
                session.add(Token(digest="another", expiry_date=later, user_id=user.id))
            return True

        body = {"email": "a@b.c", "current_password": PASSWORD}
        with patch.object(User, "check_password", check_password):
            answer = self.put(f"{ACCOUNTS}/ann", body, **headers)
        self.assertEqual(answer.code, 401)

    def test_what_has_expired_is_pruned(self) -> None:
        """The token of yesterday and the failure of an hour ago go, what counts stays."""
        self.log_in()
        with db.sessionmaker.begin() as session:
            session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
            session.add(FailedLogin(digest="old", creation_date=now() - timedelta(hours=1)))
            session.add(FailedLogin(digest="new"))
        self.log_in()
        prune = [
            sys.executable,
            "-m",
            "tornado_todo.prune",
            f"--database_url={options.database_url}",
        ]
        for found in ("1 expired tokens, 1 old failed log-ins", "0 expired tokens, 0 old"):
            self.assertIn(found, subprocess.check_output(prune, text=True))
        with db.sessionmaker() as session:
            self.assertEqual(session.scalars(select(FailedLogin.digest)).all(), ["new"])
            self.assertEqual(len(session.scalars(select(Token.id)).all()), 1)
