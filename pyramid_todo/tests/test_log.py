"""The log: tracebacks are in it, secrets are not."""

import logging

import pytest
from webtest import TestApp  # type: ignore[import-untyped]

from . import PASSWORD, TASKS, log_in, log_in_to_pages


def test_a_crash_is_answered_without_internals_and_logged(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PROBLEM-8: the client gets a problem, the log gets the traceback."""
    monkeypatch.setattr("pyramid_todo.api.renderers.etag", lambda _: 1 / 0)
    answer = testapp.post_json(TASKS, {"name": "Buy milk"}, headers=log_in(testapp), status=500)
    assert answer.content_type == "application/problem+json"
    assert "division" not in answer
    assert "ZeroDivisionError" in caplog.text


def test_a_crash_of_a_page_is_a_page(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """GUARD-7: the visitor gets a page, the log gets the traceback."""
    log_in_to_pages(testapp)
    monkeypatch.setattr("pyramid_todo.pages.tasks.ceil", lambda _: 1 / 0)
    answer = testapp.get("/tasks", status=500)
    assert "<h1>Server error</h1>" in answer
    assert "division" not in answer
    assert "ZeroDivisionError" in caplog.text


def test_no_secret_is_logged(testapp: TestApp, caplog: pytest.LogCaptureFixture) -> None:
    """LOGIN-9: neither the password, nor the token, nor the cookie."""
    caplog.set_level(logging.DEBUG)
    headers = log_in(testapp)
    testapp.get(TASKS, headers=headers)
    log_in_to_pages(testapp)
    cookie = testapp.cookies["pyramid_session"]
    assert "path=/login status=303" in caplog.text
    assert cookie not in caplog.text
    assert "path=/api/v1/accounts/{username}/tasks status=200" in caplog.text
    assert PASSWORD not in caplog.text
    assert headers["Authorization"].removeprefix("Bearer ") not in caplog.text
