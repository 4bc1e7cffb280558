"""How passwords are stored, verified and changed."""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

from collections.abc import Callable
from datetime import timedelta
from functools import partial, partialmethod
from typing import Any
from unittest.mock import create_autospec, patch

from argon2 import PasswordHasher
from sqlalchemy import select, update
from tornado.locks import Semaphore

from .. import passwords
from ..database import db
from ..models import FailedLogin, Token, User
from ..throttle import LIMIT, log_in_key
from .case import ACCOUNT, ACCOUNTS, PASSWORD, InsideTest


class PasswordTests(InsideTest):
    """Passwords, and the log-ins that verify them."""

    def test_passwords_are_kept_as_argon2id_hashes(self) -> None:
        """REGISTER-11: 19 MiB, two passes, one lane."""
        with db.sessionmaker() as session:
            encoded = session.scalars(select(User.password)).one()
        self.assertTrue(encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$"))

    def test_a_log_in_computes_exactly_one_hash(self) -> None:
        """LOGIN-4: so that nobody can tell from the time whether the username exists."""
        for username in ("ann", "nobody", "not a username"):
            verify = create_autospec(PasswordHasher.verify, wraps=PasswordHasher.verify)
            with self.subTest(username), patch.object(PasswordHasher, "verify", verify):
                self.log_in(username)
                verify.assert_called_once()

    def test_a_throttled_log_in_computes_no_hash(self) -> None:
        """LOGIN-4: whoever is turned away costs nothing."""
        with db.sessionmaker.begin() as session:
            session.add_all([FailedLogin(digest=log_in_key("ann")) for _ in range(LIMIT)])
        with patch.object(PasswordHasher, "verify", None):
            answer = self.post(f"{ACCOUNTS}/login", {"username": "ann", "password": PASSWORD})
        self.assertEqual(answer.code, 429)

    def test_a_log_in_loses_to_a_change_of_password(self) -> None:
        """LOGIN-11: the hash is replaced after it was verified: no token, and no failure counts."""

        async def check_password(user: User, password: str) -> bool:
            with db.sessionmaker.begin() as session:
                session.execute(update(User).values(password="another hash"))
            return True

        with patch.object(User, "check_password", check_password):
            self.assertEqual(self.log_in(), {"Authorization": "Bearer None"})
        with db.sessionmaker() as session:
            self.assertEqual(session.scalars(select(Token)).all(), [])
            self.assertEqual(session.scalars(select(FailedLogin)).all(), [])

    def test_nobody_hashes_while_holding_a_connection(self) -> None:
        """Others need the connections meanwhile: registration, log-in and change of password."""
        used = []

        def hashing(method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            used.append(db.engine.pool.checkedout())
            return method(*args, **kwargs)

        verify, compute = PasswordHasher.verify, PasswordHasher.hash
        with (
            patch.object(PasswordHasher, "verify", partialmethod(partial(hashing, verify))),
            patch.object(PasswordHasher, "hash", partialmethod(partial(hashing, compute))),
        ):
            self.post(ACCOUNTS, ACCOUNT | {"username": "bob"})
            body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery 5"}
            self.put(f"{ACCOUNTS}/ann", body, **self.log_in())
        self.assertEqual(used, [0] * 4)

    def test_who_waits_too_long_for_a_hash_is_answered_503(self) -> None:
        """PROBLEM-7: hashes at once are bounded, and so is the time in the queue."""
        shortly = timedelta(seconds=0.01)
        with (
            patch.object(passwords, "slots", Semaphore(0)),
            patch.object(passwords, "LONGEST_WAIT", shortly),
        ):
            answer = self.post(ACCOUNTS, ACCOUNT | {"username": "bob"})
        self.assertEqual((answer.code, answer.headers["Retry-After"]), (503, "5"))
