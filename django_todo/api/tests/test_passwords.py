"""Log-in and hashing, as the API uses them."""

import json
from functools import partial, partialmethod
from threading import Semaphore
from typing import Any
from unittest.mock import create_autospec, patch

from argon2 import PasswordHasher, low_level
from django.db import connection

from todo import hashers
from todo.models import FailedLogin, Token, User
from todo.throttle import LIMIT, log_in_key

from .base import ACCOUNT, ACCOUNTS, PASSWORD, ApiTestCase


class PasswordTests(ApiTestCase):
    """Hashes are few, bounded, and never made while a connection is held."""

    def test_a_log_in_computes_exactly_one_hash(self) -> None:
        """LOGIN-4: so that nobody can tell from the time whether the username exists."""
        for username in ("ann", "nobody", "not a username"):
            verify = create_autospec(PasswordHasher.verify, wraps=PasswordHasher.verify)
            compute = create_autospec(low_level.hash_secret, wraps=low_level.hash_secret)
            with (
                self.subTest(username),
                patch.object(PasswordHasher, "verify", verify),
                patch.object(low_level, "hash_secret", compute),
            ):
                self.log_in(username)
                self.assertEqual(verify.call_count + compute.call_count, 1)

    def test_a_throttled_log_in_computes_no_hash(self) -> None:
        """LOGIN-4: whoever is turned away costs nothing."""
        FailedLogin.objects.bulk_create([FailedLogin(digest=log_in_key("ann"))] * LIMIT)
        with patch.object(PasswordHasher, "verify", None):
            answer = self.post(f"{ACCOUNTS}/login", {"username": "ann", "password": PASSWORD})
        self.assertEqual(answer.status_code, 429)

    def test_a_log_in_loses_to_a_change_of_password(self) -> None:
        """LOGIN-11: the hash is replaced after it was verified: no token, and no failure counts."""

        def check_password(password: str, encoded: str) -> bool:
            return bool(User.objects.update(password="another hash"))

        with patch("todo.backends.check_password", check_password):
            self.assertEqual(self.log_in(), {"Authorization": "Bearer None"})
        self.assertFalse(Token.objects.exists())
        self.assertFalse(FailedLogin.objects.exists())

    def test_nobody_hashes_while_holding_a_connection(self) -> None:
        """Others need the connections meanwhile: registration, log-in and change of password."""
        used = []

        def hashing(method: Any, *args: Any, **kwargs: Any) -> Any:
            used.append(connection.connection)
            return method(*args, **kwargs)

        verify, encode = PasswordHasher.verify, low_level.hash_secret
        with (
            patch.object(PasswordHasher, "verify", partialmethod(partial(hashing, verify))),
            patch.object(low_level, "hash_secret", partial(hashing, encode)),
        ):
            self.post(ACCOUNTS, ACCOUNT | {"username": "bob"})
            body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery 5"}
            headers = self.log_in() | {"Content-Type": "application/json"}
            self.client.put(f"{ACCOUNTS}/ann", json.dumps(body), headers=headers)
        self.assertEqual(used, [None] * 4)

    def test_who_waits_too_long_for_a_hash_is_answered_503(self) -> None:
        """PROBLEM-7: hashes at once are bounded, and so is the time in the queue."""
        with patch.object(hashers, "slots", Semaphore(0)), patch.object(hashers, "LONGEST_WAIT", 0):
            answer = self.post(ACCOUNTS, ACCOUNT | {"username": "bob"})
        self.assertEqual((answer.status_code, answer.headers["Retry-After"]), (503, "5"))
