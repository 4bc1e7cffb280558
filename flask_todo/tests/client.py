"""What the tests send: ann's account, and her log-in."""

from flask.testing import FlaskClient

PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


def log_in(client: FlaskClient, username: str = "ann") -> dict[str, str]:
    """Log in and return the header to send from then on."""
    answer = client.post(f"{ACCOUNTS}/login", json={"username": username, "password": PASSWORD})
    return {"Authorization": f"Bearer {answer.json.get('token')}"}  # type: ignore[union-attr]
