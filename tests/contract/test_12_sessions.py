"""Log-out: it revokes the token that it carries, and no other."""

import pytest

from .client import LOG_OUT, Caller, User


@pytest.mark.promise("LOGOUT-1")
def test_a_logged_out_token_is_invalid(ann: User) -> None:
    """After 204 the token is invalid, even for a second log-out."""
    assert ann.post(LOG_OUT).status_code == 204
    answers = [ann.get(ann.path), ann.get(ann.tasks), ann.post(LOG_OUT)]
    assert [answer.status_code for answer in answers] == [401, 401, 401]


@pytest.mark.promise("LOGOUT-2", "TOKEN-7")
def test_log_out_leaves_other_sessions_alone(ann: User, bob: User) -> None:
    """Log-out revokes only one token; other tokens of this and other users still work."""
    second, third = ann.log_in(), ann.log_in()
    assert second.post(LOG_OUT).status_code == 204
    assert second.get(ann.path).status_code == 401
    assert ann.get(ann.path).status_code == third.get(ann.path).status_code == 200
    assert bob.get(bob.path).status_code == 200


@pytest.mark.promise("LOGOUT-1")
def test_who_logged_out_may_log_in_again(ann: User) -> None:
    """After log-out the user can log in again and finds the same data."""
    task = ann.create_task()
    ann.post(LOG_OUT)
    again = ann.log_in()
    assert again.token != ann.token
    assert again.get(ann.tasks).json() == {"tasks": [task]}


@pytest.mark.promise("LOGOUT-1", "OWNER-4")
def test_a_log_out_without_a_token_ends_nothing(anyone: Caller, ann: User) -> None:
    """Without a token or with an invalid one it is a 401, and all tokens still work."""
    assert anyone.post(LOG_OUT).status_code == 401
    assert anyone.with_token(f"{ann.token}x").post(LOG_OUT).status_code == 401
    assert ann.get(ann.path).status_code == 200
