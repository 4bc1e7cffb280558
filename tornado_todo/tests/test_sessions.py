"""Sessions of the pages: the key that signs cookies, what they keep, and when they end."""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial, partialmethod
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest import TestCase
from unittest.mock import patch

from argon2 import PasswordHasher
from sqlalchemy import delete, select, update
from tornado.web import decode_signed_value

from ..database import db
from ..models import Token, User, now
from ..secret_key import kept_secret_key
from ..tokens import hash_token
from .case import PASSWORD
from .visitor import PagesTest


class SecretKeyTests(TestCase):
    """The key for those who set none."""

    def test_processes_that_start_at_once_share_a_secret_key(self) -> None:
        """The first one writes the file, which nobody else may read."""
        with TemporaryDirectory() as folder, ThreadPoolExecutor(16) as processes:
            path = Path(folder, "var", "key")
            keys = {*processes.map(kept_secret_key, [path] * 16)}
            self.assertEqual(keys, {path.read_text()})
            self.assertEqual(oct(path.stat().st_mode & 0o777), "0o600")
            self.assertEqual([*path.parent.iterdir()], [path])


class SessionTests(PagesTest):
    """Sessions, and the passwords that begin and end them."""

    def digests(self) -> list[str]:
        """Return what the database has of the sessions."""
        with db.sessionmaker() as session:
            return [*session.scalars(select(Token.digest))]

    def test_a_session_is_a_token_of_which_the_database_has_the_digest(self) -> None:
        """Nobody can make a session from what the table holds."""
        self.log_in_to_pages()
        secret = self._app.settings["cookie_secret"]
        text = decode_signed_value(secret, "tornado_session", self.cookies["tornado_session"])
        self.assertEqual(self.digests(), [hash_token((text or b"").decode())])

    def test_a_new_session_replaces_the_old_one(self) -> None:
        """SESSION-1: one row stays, and it is another one."""
        self.log_in_to_pages()
        before = self.digests()
        self.log_in_to_pages()
        self.assertEqual(len(self.digests()), 1)
        self.assertNotEqual(self.digests(), before)

    def test_an_expired_session_leads_to_the_log_in(self) -> None:
        """SESSION-5, without waiting: the session of yesterday."""
        self.log_in_to_pages()
        with db.sessionmaker.begin() as session:
            session.execute(update(Token).values(expiry_date=now() - timedelta(days=1)))
        self.assertEqual(self.open("/account").headers["Location"], "/login?next=%2Faccount")

    def test_a_session_that_ends_during_a_request_leads_to_the_log_in(self) -> None:
        """Somebody logs out elsewhere with a copy of the cookie while the password is verified."""
        self.log_in_to_pages()

        async def check_password(user: User, password: str) -> bool:
            with db.sessionmaker.begin() as session:
                session.execute(delete(Token))
            return True

        with patch.object(User, "check_password", check_password):
            answer = self.submit("/account/delete", current_password=PASSWORD)
        self.assertEqual(answer.headers["Location"], "/login")
        self.assertEqual(self.cookies["tornado_session"], "")
        self.assertEqual(self.log_in_to_pages().headers["Location"], "/tasks")

    def test_no_page_hashes_on_the_loop_or_while_it_holds_a_connection(self) -> None:
        """SESSION-11: registration, log-in, a new password, and the end of the account."""
        used, threads = [], set()

        def hashing(method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            used.append(db.engine.pool.checkedout())
            threads.add(threading.current_thread())
            return method(*args, **kwargs)

        verify, compute = PasswordHasher.verify, PasswordHasher.hash
        twice = {"password": "battery 5", "repeat_password": "battery 5"}
        changed = {"new_password": "battery 6", "repeat_password": "battery 6"}
        with (
            patch.object(PasswordHasher, "verify", partialmethod(partial(hashing, verify))),
            patch.object(PasswordHasher, "hash", partialmethod(partial(hashing, compute))),
        ):
            answers = [
                self.submit("/register", username="bob", email="a@b.c", **twice),
                self.submit("/login", username="bob", password="battery 5"),
                self.submit("/account/password", current_password="battery 5", **changed),
                self.submit("/account/delete", current_password="battery 6"),
            ]
        self.assertEqual([answer.code for answer in answers], [302] * 4)
        self.assertEqual(used, [0] * 5)
        self.assertNotIn(threading.main_thread(), threads)

    def test_the_token_against_forgery_does_not_outlive_the_browser(self) -> None:
        """Tornado would keep it for 30 days, for strangers too, once it has met a user."""
        self.log_in_to_pages()
        self.open("/tasks")
        self.cookies.clear()
        (cookie,) = self.open("/login").headers.get_list("Set-Cookie")
        self.assertTrue(cookie.startswith("tornado_xsrf="))
        self.assertNotIn("expires", cookie.lower())
