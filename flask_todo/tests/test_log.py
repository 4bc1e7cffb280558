"""The log: what it must not tell."""

import logging

import pytest
from flask.testing import FlaskClient

from .client import PASSWORD, TASKS, log_in


def test_no_secret_is_logged(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    """LOGIN-9: neither the password nor the token."""
    caplog.set_level(logging.DEBUG)
    headers = log_in(client)
    client.get(TASKS, headers=headers)
    assert "path=/api/v1/accounts/{username}/tasks status=200" in caplog.text
    assert PASSWORD not in caplog.text
    assert headers["Authorization"].removeprefix("Bearer ") not in caplog.text
