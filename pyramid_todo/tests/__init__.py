"""What cannot be seen over HTTP, tested as Pyramid's documentation does: fixtures and WebTest.

https://docs.pylonsproject.org/projects/pyramid/en/latest/narr/testing.html
"""

from pathlib import Path

from webtest import TestApp, TestResponse  # type: ignore[import-untyped]

INI = str(Path(__file__).parent.with_name("production.ini"))
PASSWORD = "correct horse"
ACCOUNT = {"username": "ann", "email": "ann@example.org", "password": PASSWORD}
ACCOUNTS, TASKS = "/api/v1/accounts", "/api/v1/accounts/ann/tasks"


def log_in(testapp: TestApp, username: str = "ann") -> dict[str, str]:
    """Log in and return the header to send from then on."""
    credentials = {"username": username, "password": PASSWORD}
    answer = testapp.post_json(f"{ACCOUNTS}/login", credentials, expect_errors=True)
    return {"Authorization": f"Bearer {answer.json.get('token')}"}


def submit(testapp: TestApp, path: str, **fields: str) -> TestResponse:
    """Fill in the form of a page, its last one, and send it."""
    form = [*testapp.get(path).forms.values()][-1]
    for name, text in fields.items():
        form[name] = text
    return form.submit(expect_errors=True)


def log_in_to_pages(testapp: TestApp) -> TestResponse:
    """Log ann in; the client keeps the cookie."""
    return submit(testapp, "/login", username="ann", password=PASSWORD)
