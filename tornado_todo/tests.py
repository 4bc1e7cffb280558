"""What cannot be seen over HTTP, tested as Tornado's documentation does: AsyncHTTPTestCase.

https://www.tornadoweb.org/en/stable/testing.html
"""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

import json
import os
from datetime import timedelta
from functools import partial, partialmethod
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import create_autospec, patch

from alembic.autogenerate import compare_metadata
from alembic.command import downgrade, upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from argon2 import PasswordHasher
from sqlalchemy import create_engine, delete, select, text, update
from tornado.httpclient import HTTPResponse
from tornado.locks import Semaphore
from tornado.testing import AsyncHTTPTestCase
from tornado.web import Application
from tornado_sqlalchemy import SQLAlchemy

from . import accounts, database, passwords, wire
from .database import Base, db
from .models import FailedLogin, Token, User, now
from .prune import prune
from .routing import make_app
from .throttle import LIMIT, log_in_key

ALEMBIC = Config(Path(__file__).parent / "migrations" / "alembic.ini")
PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


class InsideTest(AsyncHTTPTestCase):
    """Calls to an application with a migrated database of its own, in which ann is registered."""

    @classmethod
    def setUpClass(cls) -> None:
        """Choose one place for all databases: the library's engine stays where it first was."""
        super().setUpClass()
        folder = cls.enterClassContext(TemporaryDirectory())
        url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder}/todo.db"
        cls.enterClassContext(patch.dict(os.environ, DATABASE_URL=url))

    def get_app(self) -> Application:
        """Return the application with new tables, which go with the test."""
        upgrade(ALEMBIC, "head")  # loads the settings and connects, too
        self.addCleanup(db.engine.dispose)
        self.addCleanup(downgrade, ALEMBIC, "base")  # the last to be added is the first to be done
        return make_app()

    def setUp(self) -> None:
        """Serve the application, and register ann."""
        super().setUp()
        self.post(ACCOUNTS, ACCOUNT)

    def post(self, path: str, body: object, **headers: str) -> HTTPResponse:
        """Return the answer to a JSON body."""
        headers |= {"Content-Type": "application/json"}
        return self.fetch(path, method="POST", body=json.dumps(body), headers=headers)

    def log_in(self, username: str = "ann") -> dict[str, str]:
        """Log in and return the header to send from then on."""
        answer = self.post(f"{ACCOUNTS}/login", {"username": username, "password": PASSWORD})
        return {"Authorization": f"Bearer {json.loads(answer.body).get('token')}"}

    def test_a_crash_is_answered_without_internals_and_logged(self) -> None:
        """PROBLEM-8: the client gets a problem, the log gets the traceback."""
        headers = self.log_in()
        with self.assertLogs() as log, patch.object(wire, "tag", lambda _: 1 / 0):
            answer = self.post(TASKS, {"name": "Buy milk"}, **headers)
        self.assertEqual(answer.code, 500)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertNotIn(b"division", answer.body)
        self.assertIn("ZeroDivisionError", "\n".join(log.output))

    def test_passwords_are_kept_as_argon2id_hashes(self) -> None:
        """REGISTER-11: 19 MiB, two passes, one lane."""
        with db.sessionmaker() as session:
            encoded = session.scalars(select(User.password)).one()
        self.assertTrue(encoded.startswith("$argon2id$v=19$m=19456,t=2,p=1$"))

    def test_tokens_are_kept_as_digests(self) -> None:
        """TOKEN-9: nobody can log in with what the table holds."""
        token = self.log_in()["Authorization"].removeprefix("Bearer ")
        with db.sessionmaker() as session:
            digest = session.scalars(select(Token.digest)).one()
        self.assertEqual(digest, sha256(token.encode()).hexdigest())

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

        async def verify(encoded: str, password: str) -> bool:
            with db.sessionmaker.begin() as session:
                session.execute(update(User).values(password="another hash"))
            return True

        with patch.object(accounts, "verify_password", verify):
            self.assertEqual(self.log_in(), {"Authorization": "Bearer None"})
        with db.sessionmaker() as session:
            self.assertEqual(session.scalars(select(Token)).all(), [])
            self.assertEqual(session.scalars(select(FailedLogin)).all(), [])

    def test_an_ended_token_is_not_taken_for_the_next_one(self) -> None:
        """ACCOUNT-9: SQLite gives the id of a deleted token to the next one."""
        headers = self.log_in() | {"Content-Type": "application/json"}

        async def verify(encoded: str, password: str) -> bool:
            with db.sessionmaker.begin() as session:
                session.execute(delete(Token))
                user, later = session.scalars(select(User)).one(), now() + timedelta(1)
                session.add(Token(digest="another", expiry_date=later, user_id=user.id))
            return True

        body = json.dumps({"email": "a@b.c", "current_password": PASSWORD})
        with patch.object(accounts, "verify_password", verify):
            answer = self.fetch(f"{ACCOUNTS}/ann", method="PUT", body=body, headers=headers)
        self.assertEqual(answer.code, 401)

    def test_nobody_hashes_while_holding_a_connection(self) -> None:
        """Others need the connections meanwhile: registration, log-in and change of password."""
        used = []

        def hashing(method: Any, *args: Any, **kwargs: Any) -> Any:
            used.append(db.engine.pool.checkedout())
            return method(*args, **kwargs)

        verify, compute = PasswordHasher.verify, PasswordHasher.hash
        with (
            patch.object(PasswordHasher, "verify", partialmethod(partial(hashing, verify))),
            patch.object(PasswordHasher, "hash", partialmethod(partial(hashing, compute))),
        ):
            self.post(ACCOUNTS, ACCOUNT | {"username": "bob"})
            headers = self.log_in() | {"Content-Type": "application/json"}
            body = {"email": "a@b.c", "current_password": PASSWORD, "new_password": "battery 5"}
            self.fetch(f"{ACCOUNTS}/ann", method="PUT", body=json.dumps(body), headers=headers)
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

    def test_who_waits_too_long_for_a_connection_is_answered_503(self) -> None:
        """HEALTH-3: only requests that hold a connection wait for a database that is silent."""
        headers = self.log_in()
        self._app.settings["connections"] = Semaphore(0)
        with (
            patch.object(database, "LONGEST_WAIT", timedelta(seconds=0.01)),
            self.assertLogs("tornado.application") as log,
        ):
            self.assertEqual(self.fetch(TASKS, headers=headers).code, 503)
        self.assertEqual(len(log.records), 1)

    def test_no_secret_is_logged(self) -> None:
        """LOGIN-9: neither the password nor the token."""
        with self.assertLogs(level="DEBUG") as log:
            headers = self.log_in()
            self.fetch(TASKS, headers=headers)
        text = "\n".join(log.output)
        self.assertIn("path=/api/v1/accounts/{username}/tasks status=200", text)
        self.assertNotIn(PASSWORD, text)
        self.assertNotIn(headers["Authorization"].removeprefix("Bearer "), text)

    def test_a_read_is_answered_while_a_write_is_open(self) -> None:
        """TASK-13: readers do not wait for writers."""
        headers = self.log_in()
        with db.engine.connect() as writer:
            if writer.dialect.name == "sqlite":
                writer.execute(text("BEGIN EXCLUSIVE"))  # shuts readers out, but for WAL
            writer.execute(update(User).values(email="b@example.org"))
            self.assertEqual(self.fetch(TASKS, headers=headers).code, 200)

    def test_models_and_migrations_agree(self) -> None:
        """TASK-14: a migration made now would be empty."""
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection)
            self.assertEqual(compare_metadata(context, Base.metadata), [])

    def test_an_expired_token_is_refused(self) -> None:
        """TOKEN-8, without waiting: the token of yesterday."""
        headers = self.log_in()
        with db.sessionmaker.begin() as session:
            session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
        self.assertEqual(self.fetch(TASKS, headers=headers).code, 401)

    def test_a_lost_database_is_answered_503(self) -> None:
        """HEALTH-3: try again soon; the process itself is well."""
        nowhere = "sqlite:////no/such/folder/todo.db"
        self._app.settings["db"] = SQLAlchemy(nowhere)
        self._app.settings["readiness_engine"] = create_engine(nowhere)
        for path in ("/readyz", TASKS):
            with self.subTest(path), self.assertLogs("tornado.application") as log:
                answer = self.fetch(path, headers={"Authorization": "Bearer some"})
            self.assertEqual((answer.code, answer.headers["Retry-After"]), (503, "5"))
            self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
            line = "the database fails: (sqlite3.OperationalError) unable to open database file"
            self.assertEqual([record.getMessage() for record in log.records], [line])
        self.assertEqual(self.fetch("/healthz").code, 200)

    def test_what_has_expired_is_pruned(self) -> None:
        """The token of yesterday and the failure of an hour ago go, what counts stays."""
        self.log_in()
        with db.sessionmaker.begin() as session:
            session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
            session.add(FailedLogin(digest="old", creation_date=now() - timedelta(hours=1)))
            session.add(FailedLogin(digest="new"))
        self.log_in()
        with db.sessionmaker() as session:
            self.assertEqual([prune(session), prune(session)], [(1, 1), (0, 0)])
            self.assertEqual(session.scalars(select(FailedLogin.digest)).all(), ["new"])
            self.assertEqual(len(session.scalars(select(Token.id)).all()), 1)
