"""Crashes, a lost database, and an account that is gone."""

from contextlib import ExitStack
from unittest.mock import patch

from django.db import connections

from todo import accounts
from todo.models import User

from .base import PageTestCase


class FailureTests(PageTestCase):
    """What fails is answered with a page."""

    def test_a_crash_is_answered_without_internals_and_logged(self) -> None:
        """GUARD-7: the visitor gets a page, the log gets the traceback."""
        self.log_in()
        with patch("pages.views.tasks.Paginator", lambda *_: 1 / 0):
            answer = self.client.get("/tasks")
        self.assertContains(answer, "<h1>Server error</h1>", status_code=500)
        self.assertNotContains(answer, "division", status_code=500)
        self.assertIn("ZeroDivisionError", "\n".join(self.log.output))

    def test_a_lost_database_is_answered_503(self) -> None:
        """GUARD-7: the page of the error needs no database, not even to know the user."""
        self.log_in()
        connections.close_all()
        with ExitStack() as stack:
            for each in connections.all():
                stack.enter_context(patch.dict(each.settings_dict, NAME="no such folder/todo.db"))
            answer = self.client.get("/tasks")
        self.assertContains(answer, "<h1>Try again soon</h1>", status_code=503)
        self.assertEqual(answer.headers["Retry-After"], "5")

    def test_who_is_deleted_during_a_request_is_led_to_the_log_in(self) -> None:
        """SESSION-4: by the API, for example."""
        self.log_in()
        with patch.object(accounts, "lock_user", side_effect=User.DoesNotExist):
            answer = self.client.post("/account", {"email": "a@b.c", "time_zone": "UTC"})
        self.assertRedirects(answer, "/login")
