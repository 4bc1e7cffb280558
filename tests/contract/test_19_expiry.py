"""Expiry. Only these tests may sleep, for as long as the server says."""

from time import sleep

import pytest

from .client import Caller, User
from .helpers import WRONG_PASSWORD, log_in


@pytest.mark.promise("TOKEN-8")
def test_a_token_expires(anyone: Caller, ann: User) -> None:
    """After expires_in the token is invalid, and a new log-in finds the same data."""
    session = log_in(anyone, ann.username, ann.password).json()
    caller = anyone.with_token(session["token"])
    assert caller.get(ann.path).status_code == 200
    task = ann.create_task()
    sleep(session["expires_in"])
    expired = caller.get(ann.path)
    assert expired.status_code == 401
    assert ann.log_in().get(ann.tasks).json() == {"tasks": [task]}


@pytest.mark.promise("TOKEN-8")
def test_use_does_not_prolong_a_token(anyone: Caller, ann: User) -> None:
    """Use does not extend the lifetime of a token."""
    session = log_in(anyone, ann.username, ann.password).json()
    caller = anyone.with_token(session["token"])
    for _ in range(10):
        sleep(session["expires_in"] / 10)
        caller.get(ann.path)
    assert caller.get(ann.path).status_code == 401


@pytest.mark.promise("LOGIN-8")
def test_who_waits_as_told_may_log_in_again(anyone: Caller, ann: User) -> None:
    """After Retry-After the right password works, despite attempts in between."""
    tries = [log_in(anyone, ann.username, WRONG_PASSWORD) for _ in range(20)]
    assert [answer.status_code for answer in tries] == [401] * 10 + [429] * 10
    refused = log_in(anyone, ann.username, ann.password)
    assert refused.status_code == 429
    sleep(int(refused.headers["Retry-After"]))
    assert log_in(anyone, ann.username, ann.password).status_code == 200


@pytest.mark.promise("LOGIN-8")
def test_who_does_not_wait_is_not_kept_waiting_longer(anyone: Caller, ann: User) -> None:
    """Attempts that get 429 do not extend the waiting time."""
    for _ in range(10):
        log_in(anyone, ann.username, WRONG_PASSWORD)
    waiting = int(log_in(anyone, ann.username, ann.password).headers["Retry-After"])
    for _ in range(4):
        sleep(waiting / 4)
        last = log_in(anyone, ann.username, ann.password)
    assert last.status_code == 200
