"""What cannot be seen over HTTP, tested as Django's documentation does: TestCase and its client.

https://docs.djangoproject.com/en/5.2/topics/testing/tools/
"""

from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from io import StringIO
from unittest.mock import create_autospec, patch

from argon2 import PasswordHasher, low_level
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import TransactionTestCase
from django.utils.timezone import now

from . import wire
from .models import FailedLogin, Token, User

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


class InsideTests(TransactionTestCase):
    """Calls to the application, with an empty database each, in which ann is registered.

    In a TestCase every test is one transaction, which would keep all other connections waiting.
    """

    def setUp(self) -> None:
        """Listen to the log, and register ann."""
        self.log = self.enterContext(self.assertLogs(level="DEBUG"))
        self.client.raise_request_exception = False
        self.post(ACCOUNTS, ACCOUNT)

    def post(self, path: str, body: object, **headers: str) -> HttpResponse:
        """Return the answer to a JSON body."""
        return self.client.post(path, body, content_type="application/json", headers=headers)

    def log_in(self, username: str = "ann") -> dict[str, str]:
        """Log in and return the header to send from then on."""
        answer = self.post(f"{ACCOUNTS}/login", {"username": username, "password": PASSWORD})
        return {"Authorization": f"Bearer {answer.json().get('token')}"}

    def test_a_crash_is_answered_without_internals_and_logged(self) -> None:
        """PROBLEM-8: the client gets a problem, the log gets the traceback."""
        headers = self.log_in()
        with patch.object(wire, "tag", lambda _: 1 / 0):
            answer = self.post(TASKS, {"name": "Buy milk"}, **headers)
        self.assertEqual(answer.status_code, 500)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertNotIn("division", answer.text)
        self.assertIn("ZeroDivisionError", "\n".join(self.log.output))

    def test_passwords_are_kept_as_argon2id_hashes(self) -> None:
        """REGISTER-11: 19 MiB, two passes, one lane."""
        encoded = User.objects.get().password
        self.assertTrue(encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$"))

    def test_tokens_are_kept_as_digests(self) -> None:
        """TOKEN-9: nobody can log in with what the table holds."""
        token = self.log_in()["Authorization"].removeprefix("Bearer ")
        self.assertEqual(Token.objects.get().digest, sha256(token.encode()).hexdigest())

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

    def test_no_secret_is_logged(self) -> None:
        """LOGIN-9: neither the password nor the token."""
        headers = self.log_in()
        self.client.get(TASKS, headers=headers)
        text = "\n".join(self.log.output)
        self.assertIn("path=/api/v1/accounts/{username}/tasks status=200", text)
        self.assertNotIn(PASSWORD, text)
        self.assertNotIn(headers["Authorization"].removeprefix("Bearer "), text)

    def test_a_read_is_answered_while_a_write_is_open(self) -> None:
        """TASK-13: readers do not wait for writers."""
        headers = self.log_in()
        # Alone on SQLite, a writer shuts readers out too, but for WAL.
        begin = "BEGIN EXCLUSIVE" if connection.vendor == "sqlite" else "BEGIN"
        with closing(connection.copy()) as writer, writer.cursor() as cursor:
            cursor.execute(begin)
            cursor.execute("UPDATE users SET email = 'b@example.org'")
            self.assertEqual(self.client.get(TASKS, headers=headers).status_code, 200)

    def test_models_and_migrations_agree(self) -> None:
        """TASK-14: a migration made now would be empty."""
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)

    def test_an_expired_token_is_refused(self) -> None:
        """TOKEN-8, without waiting: the token of yesterday."""
        headers = self.log_in()
        Token.objects.update(expiry_date=now() - timedelta(days=1))
        self.assertEqual(self.client.get(TASKS, headers=headers).status_code, 401)

    def test_a_lost_database_is_answered_503(self) -> None:
        """HEALTH-3: try again soon; the process itself is well."""
        connection.close()
        with patch.dict(connection.settings_dict, NAME="no such folder/todo.db"):
            for path in ("/readyz", TASKS):
                answer = self.client.get(path, headers={"Authorization": "Bearer some"})
                self.assertEqual(answer.status_code, 503)
                self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
                self.assertEqual(answer.headers["Retry-After"], "5")
            self.assertEqual(self.client.get("/healthz").status_code, 200)

    def test_what_has_expired_is_pruned(self) -> None:
        """The token of yesterday and the failure of an hour ago go, what counts stays."""
        self.log_in()
        Token.objects.update(expiry_date=now() - timedelta(days=1))
        FailedLogin.objects.create(digest="old", creation_date=now() - timedelta(hours=1))
        FailedLogin.objects.create(digest="new")
        self.log_in()
        for found in ("1 expired tokens, 1 old failed log-ins", "0 expired tokens, 0 old"):
            call_command("prune", stdout=(output := StringIO()))
            self.assertIn(found, output.getvalue())
        self.assertEqual(FailedLogin.objects.get().digest, "new")
        self.assertEqual(Token.objects.count(), 1)

    def test_a_session_of_the_admin_does_not_open_the_api(self) -> None:
        """TOKEN-1, which only here can be broken so: cookies are the admin's."""
        self.client.force_login(User.objects.get())
        answer = self.client.get(TASKS)
        self.assertEqual(answer.status_code, 401)
        self.assertFalse(answer.cookies)
