"""Log-in: the right password gets a token; a wrong one reveals nothing."""

from collections.abc import Callable

import httpx2 as httpx
import pytest

from .client import LOG_IN, Caller, User
from .helpers import WRONG_PASSWORD, log_in, random_name

NewUser = Callable[..., User]

IMPOSSIBLE_USERNAMES = [
    *("", "a", "login", "Ann", "a" * 33, "a" * 10_000, "ann\n", "a/b", "%", "'; --", "\u00e4nn"),
    *("\0", "ann\0", "\ud83e", "\U0001f9c9"),
]
IMPOSSIBLE_PASSWORDS = ["", "x", "x" * 129, "x" * 10_000, "\0" * 8, "\ud83e" * 8]


def same(response: httpx.Response) -> tuple[int, dict[str, str], object]:
    """Return all parts of an answer that must stay the same: everything except Date."""
    headers = {name: value for name, value in response.headers.items() if name != "date"}
    return response.status_code, headers, response.json()


def fail(caller: Caller, username: str, times: int) -> list[int]:
    """Log in this many times with a wrong password, and return the statuses."""
    return [log_in(caller, username, WRONG_PASSWORD).status_code for _ in range(times)]


@pytest.mark.promise("LOGIN-1")
def test_the_right_password_is_answered_with_a_token(anyone: Caller, ann: User) -> None:
    """200 returns a bearer token that works, and its lifetime in seconds."""
    session = log_in(anyone, ann.username, ann.password)
    assert session.status_code == 200
    assert session.json()["token_type"] == "Bearer"
    assert session.json()["expires_in"] >= 1
    assert anyone.with_token(session.json()["token"]).get(ann.path).status_code == 200


@pytest.mark.promise("LOGIN-2")
def test_a_failed_log_in_does_not_tell_whether_the_username_exists(
    anyone: Caller, ann: User
) -> None:
    """A wrong password and an unknown username get the same answer."""
    wrong_password = log_in(anyone, ann.username, WRONG_PASSWORD)
    assert wrong_password.status_code == 401
    assert same(log_in(anyone, random_name(), WRONG_PASSWORD)) == same(wrong_password)
    assert same(log_in(anyone, "NOBODY", WRONG_PASSWORD)) == same(wrong_password)


@pytest.mark.promise("LOGIN-3")
def test_a_username_that_cannot_exist_is_only_unknown(anyone: Caller) -> None:
    """Any string is accepted as a username: 401."""
    answers = {name: log_in(anyone, name, "x" * 8).status_code for name in IMPOSSIBLE_USERNAMES}
    assert answers == dict.fromkeys(IMPOSSIBLE_USERNAMES, 401)


@pytest.mark.promise("LOGIN-3")
def test_a_username_is_matched_exactly(anyone: Caller, ann: User) -> None:
    """A username with another case or with white space around it is unknown."""
    variants = [ann.username.upper(), f"{ann.username} ", f" {ann.username}", f"{ann.username}\n"]
    answers = {name: log_in(anyone, name, ann.password).status_code for name in variants}
    assert answers == dict.fromkeys(variants, 401)


@pytest.mark.promise("LOGIN-3")
def test_an_email_address_is_no_username(anyone: Caller, ann: User) -> None:
    """The address of an account does not log in."""
    assert log_in(anyone, ann.email, ann.password).status_code == 401


@pytest.mark.promise("LOGIN-3", "LOGIN-2")
def test_a_password_that_cannot_exist_is_only_wrong(anyone: Caller, ann: User) -> None:
    """Any string is accepted as a password: 401."""
    words = IMPOSSIBLE_PASSWORDS
    assert {word: log_in(anyone, ann.username, word).status_code for word in words} == (
        dict.fromkeys(words, 401)
    )


@pytest.mark.promise("LOGIN-3")
def test_a_log_in_that_is_not_two_strings_is_refused(anyone: Caller) -> None:
    """Only missing members and values of other types are a 422."""
    for body in ({"username": "ann"}, {"username": 1, "password": "x"}, {"username": None}):
        assert anyone.post(LOG_IN, json=body).status_code == 422


@pytest.mark.promise("LOGIN-5", "LOGIN-6")
def test_after_ten_failures_even_the_right_password_has_to_wait(
    anyone: Caller, ann: User, bob: User
) -> None:
    """The eleventh log-in gets 429; other users and existing tokens still work."""
    assert fail(anyone, ann.username, 10) == [401] * 10
    refused = log_in(anyone, ann.username, ann.password)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert fail(anyone, ann.username, 1) == [429]
    others = [
        ann.get(ann.path).status_code,
        log_in(anyone, bob.username, bob.password).status_code,
        *fail(anyone, bob.username, 1),
    ]
    assert others == [200, 200, 401], f"LOGIN-6: valid tokens and other usernames got {others}"


@pytest.mark.promise("LOGIN-5", "LOGIN-2")
def test_a_username_that_nobody_has_is_throttled_too(anyone: Caller) -> None:
    """Throttling does not reveal whether a username exists."""
    username = random_name()
    assert fail(anyone, username, 11) == [401] * 10 + [429]


@pytest.mark.promise("LOGIN-6")
def test_failures_under_other_names_are_not_counted(anyone: Caller, ann: User) -> None:
    """Eleven failures from one address, each with another name, throttle nobody."""
    answers = [log_in(anyone, random_name(), WRONG_PASSWORD) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 11
    assert log_in(anyone, ann.username, ann.password).status_code == 200


@pytest.mark.promise("LOGIN-5")
def test_no_header_hides_a_failure(anyone: Caller, ann: User) -> None:
    """Failures count together, whatever X-Forwarded-For says."""
    body = {"username": ann.username, "password": WRONG_PASSWORD}
    headers = [{"X-Forwarded-For": f"192.0.2.{number}"} for number in range(11)]
    answers = [anyone.post(LOG_IN, json=body, headers=each) for each in headers]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]


@pytest.mark.promise("LOGIN-5")
def test_a_log_in_that_is_not_judged_does_not_count(anyone: Caller, ann: User) -> None:
    """Eleven log-ins without a password do not count as failures."""
    answers = [anyone.post(LOG_IN, json={"username": ann.username}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [422] * 11
    assert log_in(anyone, ann.username, ann.password).status_code == 200


@pytest.mark.promise("LOGIN-6")
def test_a_success_helps_no_other_username(anyone: Caller, ann: User, bob: User) -> None:
    """After bob's log-in, ann's username still has to wait."""
    assert fail(anyone, ann.username, 10) == [401] * 10
    assert log_in(anyone, bob.username, bob.password).status_code == 200
    assert log_in(anyone, ann.username, ann.password).status_code == 429


@pytest.mark.promise("LOGIN-7")
def test_a_success_starts_the_count_anew(anyone: Caller, ann: User) -> None:
    """After nine failures, a success and two more failures, the right password still logs in."""
    assert fail(anyone, ann.username, 9) == [401] * 9
    assert log_in(anyone, ann.username, ann.password).status_code == 200
    assert fail(anyone, ann.username, 2) == [401] * 2
    assert log_in(anyone, ann.username, ann.password).status_code == 200
