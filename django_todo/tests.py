"""What cannot be seen over HTTP, tested as Django's documentation does: TestCase and its client.

https://docs.djangoproject.com/en/5.2/topics/testing/tools/
"""

import sqlite3
from datetime import timedelta
from hashlib import sha256
from unittest.mock import patch

from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase, TransactionTestCase
from django.utils.timezone import now

from . import wire
from .auth import Argon2Hasher
from .models import Token, User

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


def log_in(client: Client, username: str = "ann") -> dict[str, str]:
    """Log in and return the header to send from then on."""
    credentials = {"username": username, "password": PASSWORD}
    answer = client.post(f"{ACCOUNTS}/login", credentials, content_type="application/json")
    return {"Authorization": f"Bearer {answer.json().get('token')}"}


class InsideTests(TestCase):
    """What one connection to the database shows."""

    def setUp(self) -> None:
        """Register ann."""
        self.client.post(ACCOUNTS, ACCOUNT, content_type="application/json")

    def test_a_crash_is_answered_without_internals_and_logged(self) -> None:
        """PROBLEM-8: the client gets a problem, the log gets the traceback."""
        self.client.raise_request_exception = False
        headers = log_in(self.client)
        with self.assertLogs("django.request") as log, patch.object(wire, "tag", lambda _: 1 / 0):
            task = {"name": "Buy milk"}
            answer = self.client.post(TASKS, task, "application/json", headers=headers)
        self.assertEqual(answer.status_code, 500)
        self.assertEqual(answer["Content-Type"], "application/problem+json")
        self.assertNotIn("division", answer.text)
        self.assertIn("ZeroDivisionError", log.output[0])

    def test_passwords_are_kept_as_argon2id_hashes(self) -> None:
        """REGISTER-11: 19 MiB, two passes, one lane."""
        encoded = User.objects.get().password
        self.assertTrue(encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$"))

    def test_tokens_are_kept_as_digests(self) -> None:
        """TOKEN-9: nobody can log in with what the table holds."""
        token = log_in(self.client)["Authorization"].removeprefix("Bearer ")
        self.assertEqual(Token.objects.get().digest, sha256(token.encode()).hexdigest())

    def test_a_log_in_computes_exactly_one_hash(self) -> None:
        """LOGIN-4: so that nobody can tell from the time whether the username exists."""
        for username in ("ann", "nobody", "not a username"):
            with (
                self.subTest(username),
                patch.object(Argon2Hasher, "encode", autospec=True, return_value="") as encode,
                patch.object(Argon2Hasher, "verify", autospec=True, return_value=True) as verify,
            ):
                log_in(self.client, username)
                self.assertEqual(encode.call_count + verify.call_count, 1)

    def test_no_secret_is_logged(self) -> None:
        """LOGIN-9: neither the password nor the token."""
        with self.assertLogs(level="DEBUG") as log:
            headers = log_in(self.client)
            self.client.get(TASKS, headers=headers)
        text = "\n".join(log.output)
        self.assertIn("path=/api/v1/accounts/{username}/tasks status=200", text)
        self.assertNotIn(PASSWORD, text)
        self.assertNotIn(headers["Authorization"].removeprefix("Bearer "), text)

    def test_models_and_migrations_agree(self) -> None:
        """TASK-14: a migration made now would be empty."""
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    def test_an_expired_token_is_refused(self) -> None:
        """TOKEN-8, without waiting: the token of yesterday."""
        headers = log_in(self.client)
        Token.objects.update(expiry_date=now() - timedelta(days=1))
        self.assertEqual(self.client.get(TASKS, headers=headers).status_code, 401)

    def test_a_session_of_the_admin_does_not_open_the_api(self) -> None:
        """TOKEN-1: cookies are the admin's."""
        self.client.force_login(User.objects.get())
        answer = self.client.get(TASKS)
        self.assertEqual(answer.status_code, 401)
        self.assertFalse(answer.cookies)


class ParallelTests(TransactionTestCase):
    """What takes a second connection."""

    def test_a_read_is_answered_while_a_write_is_open(self) -> None:
        """TASK-13: readers do not wait for writers."""
        self.client.post(ACCOUNTS, ACCOUNT, content_type="application/json")
        headers = log_in(self.client)
        with sqlite3.connect(connection.settings_dict["NAME"]) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("UPDATE users SET email = 'b@example.org'")
            self.assertEqual(self.client.get(TASKS, headers=headers).status_code, 200)
        writer.close()
