"""The log: tracebacks are in it, secrets are not."""

import logging

import pytest
from webtest import TestApp  # type: ignore[import-untyped]

from . import PASSWORD, TASKS, log_in


def test_a_crash_is_answered_without_internals_and_logged(
    testapp: TestApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """PROBLEM-8: the client gets a problem, the log gets the traceback."""
    monkeypatch.setattr("pyramid_todo.api.renderers.etag", lambda _: 1 / 0)
    answer = testapp.post_json(TASKS, {"name": "Buy milk"}, headers=log_in(testapp), status=500)
    assert answer.content_type == "application/problem+json"
    assert "division" not in answer
    assert "ZeroDivisionError" in caplog.text


def test_no_secret_is_logged(testapp: TestApp, caplog: pytest.LogCaptureFixture) -> None:
    """LOGIN-9: neither the password nor the token."""
    caplog.set_level(logging.DEBUG)
    headers = log_in(testapp)
    testapp.get(TASKS, headers=headers)
    assert "path=/api/v1/accounts/{username}/tasks status=200" in caplog.text
    assert PASSWORD not in caplog.text
    assert headers["Authorization"].removeprefix("Bearer ") not in caplog.text
