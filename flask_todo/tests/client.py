"""What the tests send: ann's account, her log-in, and forms."""

import re

from flask import g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


def log_in(client: FlaskClient, username: str = "ann") -> dict[str, str]:
    """Log in and return the header to send from then on."""
    answer = client.post(f"{ACCOUNTS}/login", json={"username": username, "password": PASSWORD})
    return {"Authorization": f"Bearer {answer.json.get('token')}"}  # type: ignore[union-attr]


def submit(client: FlaskClient, path: str, **fields: str) -> TestResponse:
    """Send a form with the CSRF token of its page."""
    g.pop("csrf_token", None)  # kept for one request, but the context of `app` outlives requests
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)
    return client.post(path, data=fields | {"csrf_token": token[1] if token else ""})


def log_in_to_pages(client: FlaskClient) -> TestResponse:
    """Begin ann's session."""
    return submit(client, "/login", username="ann", password=PASSWORD)
