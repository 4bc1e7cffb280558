"""Crashes, a lost database, and writers in the way."""

from contextlib import ExitStack, closing
from unittest.mock import patch

from django.db import connection, connections

from api import formats

from .base import TASKS, ApiTestCase


class FailureTests(ApiTestCase):
    """What fails is answered with a problem."""

    def test_a_crash_is_answered_without_internals_and_logged(self) -> None:
        """PROBLEM-8: the client gets a problem, the log gets the traceback."""
        headers = self.log_in()
        with patch.object(formats, "etag", lambda _: 1 / 0):
            answer = self.post(TASKS, {"name": "Buy milk"}, **headers)
        self.assertEqual(answer.status_code, 500)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertNotIn("division", answer.text)
        self.assertIn("ZeroDivisionError", "\n".join(self.log.output))

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

    def test_a_read_is_answered_while_a_write_is_open(self) -> None:
        """TASK-13: readers do not wait for writers."""
        headers = self.log_in()
        # Alone on SQLite, a writer shuts readers out too, but for WAL.
        begin = "BEGIN EXCLUSIVE" if connection.vendor == "sqlite" else "BEGIN"
        with closing(connection.copy()) as writer, writer.cursor() as cursor:
            cursor.execute(begin)
            cursor.execute("UPDATE users SET email = 'b@example.org'")
            self.assertEqual(self.client.get(TASKS, headers=headers).status_code, 200)
