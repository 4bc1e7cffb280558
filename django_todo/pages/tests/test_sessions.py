"""Sessions, in the table, and the hashes that begin and end them."""

from datetime import timedelta
from functools import partial, partialmethod
from io import StringIO
from typing import Any
from unittest.mock import patch

from argon2 import PasswordHasher, low_level
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from todo.models import User

from .base import CREDENTIALS, PASSWORD, PageTestCase


class SessionTests(PageTestCase):
    """Sessions end in time, and nobody holds a connection while a password is hashed."""

    def test_a_session_ends_in_time_whatever_happens(self) -> None:
        """SESSION-5: a change of the session begins no new TOKEN_TTL."""
        self.log_in()
        begun = Session.objects.get()
        lifetime = timedelta(seconds=settings.TOKEN_TTL)
        self.assertAlmostEqual(begun.expire_date, now() + lifetime, delta=timedelta(minutes=1))
        self.change_password("battery 5")
        kept = Session.objects.get()
        self.assertNotEqual(kept.session_key, begun.session_key)
        self.assertEqual(kept.expire_date, begun.expire_date)

    def test_expired_sessions_are_pruned(self) -> None:
        """The command for the nightly job removes them, too."""
        self.log_in()
        Session.objects.update(expire_date=now() - timedelta(days=1))
        call_command("prune", stdout=StringIO())
        self.assertFalse(Session.objects.exists())

    def test_a_log_in_loses_to_a_change_of_password(self) -> None:
        """LOGIN-11: the hash is replaced just before the session begins."""

        def flush(session: Any) -> None:
            User.objects.update(password="another hash")

        with patch("django.contrib.sessions.backends.db.SessionStore.flush", flush):
            self.log_in()
        self.assertRedirects(self.client.get("/tasks"), "/login?next=/tasks")

    def test_nobody_hashes_while_holding_a_connection(self) -> None:
        """SESSION-11: registration, log-in, change of password, deletion of the account."""
        used = []

        def hashing(method: Any, *args: Any, **kwargs: Any) -> Any:
            used.append(connection.connection)
            return method(*args, **kwargs)

        verify, encode = PasswordHasher.verify, low_level.hash_secret
        with (
            patch.object(PasswordHasher, "verify", partialmethod(partial(hashing, verify))),
            patch.object(low_level, "hash_secret", partial(hashing, encode)),
        ):
            bob = CREDENTIALS | {"username": "bob", "email": "a@b.c", "repeat_password": PASSWORD}
            self.client.post("/register", bob)
            self.log_in()
            self.change_password(PASSWORD)
            self.client.post("/account/delete", {"current_password": PASSWORD})
        self.assertEqual(used, [None] * 5)
        self.assertEqual([user.username for user in User.objects.all()], ["bob"])
