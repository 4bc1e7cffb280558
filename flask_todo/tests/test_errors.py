"""Crashes, and a database that cannot be reached."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from flask_todo import create_app
from flask_todo.api import formats
from flask_todo.models import Token

from .client import TASKS, log_in, log_in_to_pages


def test_a_crash_is_answered_without_internals_and_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PROBLEM-8: the client gets a problem, the log gets the traceback."""
    monkeypatch.setattr(formats, "etag", lambda _: 1 / 0)
    answer = client.post(TASKS, json={"name": "Buy milk"}, headers=log_in(client))
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert b"division" not in answer.data
    assert "ZeroDivisionError" in caplog.text


def test_a_crash_of_a_page_is_a_page(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """GUARD-7: the visitor gets a page, the log gets the traceback."""
    log_in_to_pages(client)
    monkeypatch.setattr(Token, "find", lambda _: 1 / 0)
    answer = client.get("/tasks")
    assert (answer.status_code, answer.mimetype) == (500, "text/html")
    assert "<h1>Server error</h1>" in answer.text
    assert "division" not in answer.text
    assert "ZeroDivisionError" in caplog.text


def test_a_lost_database_is_answered_503(tmp_path: Path) -> None:
    """HEALTH-3: try again soon; the process itself is well."""
    nowhere = tmp_path / "no such folder" / "todo.db"
    client = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{nowhere}"}).test_client()
    for path in ("/readyz", TASKS):
        answer = client.get(path, headers={"Authorization": "Bearer some"})
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert answer.headers["Retry-After"] == "5"
    assert client.get("/healthz").status_code == 200
    with client.session_transaction() as session:
        session["token"] = "some"
    answer = client.get("/tasks")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "<h1>Try again soon</h1>" in answer.text
