"""Expiry of sessions. Only these tests may sleep, for as long as the server says."""

from time import sleep

import pytest

from ..client import User
from ..helpers import log_in as log_in_by_api
from .helpers import logged_in
from .http_driver import HttpDriver


@pytest.mark.promise("SESSION-5")
def test_use_does_not_prolong_a_session(stranger: HttpDriver, ann: User) -> None:
    """A session ends when a token of its age does, whatever was done since."""
    lifetime = log_in_by_api(ann, ann.username, ann.password).json()["expires_in"]
    logged_in(stranger, ann)
    for _ in range(10):
        sleep(lifetime / 10)
        stranger.open("/account")
    assert stranger.path == "/login"


@pytest.mark.promise("SESSION-5")
def test_a_session_that_has_ended_saves_nothing(stranger: HttpDriver, ann: User) -> None:
    """A form that was opened in time and sent too late leads to /login or is 403."""
    lifetime = log_in_by_api(ann, ann.username, ann.password).json()["expires_in"]
    logged_in(stranger, ann)
    stranger.fill("Name", "Buy milk")
    sleep(lifetime)
    stranger.press("Add")
    assert stranger.path == "/login" or stranger.status == 403
    again = ann.log_in()
    assert again.get(ann.tasks).json() == {"tasks": []}
