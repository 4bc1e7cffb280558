"""The test case of the pages: a visitor with cookies, and somebody who is registered."""

from django.http import HttpResponse
from django.test import TransactionTestCase

from todo.models import User

PASSWORD = "correct horse"
CREDENTIALS = {"username": "ann", "password": PASSWORD}


class PageTestCase(TransactionTestCase):
    """Calls to the application, with an empty database each, in which ann is registered."""

    databases = ("default", "readiness")

    def setUp(self) -> None:
        """Listen to the log, and register ann."""
        self.log = self.enterContext(self.assertLogs(level="DEBUG"))
        self.client.raise_request_exception = False
        self.ann = User.objects.create_user("ann", "ann@example.org", PASSWORD)

    def log_in(self) -> HttpResponse:
        """Send the form of the log-in."""
        return self.client.post("/login", CREDENTIALS)

    def change_password(self, new: str) -> HttpResponse:
        """Send the form that changes the password."""
        form = {"current_password": PASSWORD, "new_password": new, "repeat_password": new}
        return self.client.post("/account/password", form)
