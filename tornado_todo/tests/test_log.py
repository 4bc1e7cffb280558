"""What is logged, and what is not."""

# ruff: noqa: PT009 - the assertions of unittest belong to the style

from unittest.mock import patch

from ..api import formats
from .case import PASSWORD, TASKS, InsideTest


class LogTests(InsideTest):
    """The line of a request, and the traceback of a crash."""

    def test_a_crash_is_answered_without_internals_and_logged(self) -> None:
        """PROBLEM-8: the client gets a problem, the log gets the traceback."""
        headers = self.log_in()
        with self.assertLogs() as log, patch.object(formats, "etag", lambda _: 1 / 0):
            answer = self.post(TASKS, {"name": "Buy milk"}, **headers)
        self.assertEqual(answer.code, 500)
        self.assertEqual(answer.headers["Content-Type"], "application/problem+json")
        self.assertNotIn(b"division", answer.body)
        self.assertIn("ZeroDivisionError", "\n".join(log.output))

    def test_no_secret_is_logged(self) -> None:
        """LOGIN-9: neither the password nor the token."""
        with self.assertLogs(level="DEBUG") as log:
            headers = self.log_in()
            self.fetch(TASKS, headers=headers)
        text = "\n".join(log.output)
        self.assertIn("path=/api/v1/accounts/{username}/tasks status=200", text)
        self.assertNotIn(PASSWORD, text)
        self.assertNotIn(headers["Authorization"].removeprefix("Bearer "), text)
