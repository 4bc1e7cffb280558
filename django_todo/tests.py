"""What cannot be seen over HTTP, tested as Django's documentation does: TestCase and its client.

https://docs.djangoproject.com/en/5.2/topics/testing/tools/
"""

import json
from contextlib import ExitStack, closing
from datetime import timedelta
from functools import partial, partialmethod
from hashlib import sha256
from io import StringIO
from threading import Semaphore
from typing import Any
from unittest.mock import create_autospec, patch

from argon2 import PasswordHasher, low_level
from django.contrib import admin
from django.core.management import call_command
from django.db import connection, connections
from django.http import HttpResponse
from django.test import TransactionTestCase
from django.utils.timezone import now

from . import hashers, wire
from .models import FailedLogin, Token, User
from .throttle import LIMIT, log_in_key

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


class InsideTests(TransactionTestCase):
    """Calls to the application, with an empty database each, in which ann is registered.

    In a TestCase every test is one transaction, which would keep all other connections waiting.
    """

    databases = ("default", "readiness")

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

        with patch("django_todo.backends.check_password", check_password):
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

    def test_the_admin_throttles_log_ins_too(self) -> None:
        """LOGIN-5: ten failures for one username close the log-in of the admin as well."""
        User.objects.create_superuser("root", "root@example.org", PASSWORD)
        form = {"username": "root", "password": PASSWORD}
        wrong = [self.client.post("/admin/login/", form | {"password": "x"}) for _ in range(LIMIT)]
        self.assertEqual([answer.status_code for answer in wrong], [200] * LIMIT)
        self.assertEqual(self.client.post("/admin/login/", form).status_code, 429)

    def test_a_form_of_the_admin_is_bounded(self) -> None:
        """Nobody makes the log-in page of the admin parse hundreds of thousands of fields."""
        form = {f"field{number}": "" for number in range(1001)}
        self.assertEqual(self.client.post("/admin/login/", form).status_code, 400)

    def test_the_links_of_the_admin_lead_somewhere(self) -> None:
        """Its address without a slash leads to it, and "View site" to the API."""
        self.assertRedirects(self.client.get("/admin"), "/admin/", fetch_redirect_response=False)
        self.assertEqual(self.client.get(admin.site.site_url).status_code, 200)

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
        connections.close_all()
        with ExitStack() as stack:
            for each in connections.all():
                stack.enter_context(patch.dict(each.settings_dict, NAME="no such folder/todo.db"))
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
