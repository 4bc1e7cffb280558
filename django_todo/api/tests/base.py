"""The test case of the API: its calls, and somebody who is registered."""

from django.http import HttpResponse
from django.test import TransactionTestCase

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


class ApiTestCase(TransactionTestCase):
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
