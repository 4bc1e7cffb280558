"""Wrong current passwords: counted per account, separately from failed log-ins."""

import httpx2 as httpx
import pytest

from .client import Caller, User
from .helpers import WRONG_PASSWORD, change, log_in, verdict

WRONG = "422 #/current_password"


def guess(user: User, **members: str | None) -> httpx.Response:
    """Return the answer to an update with a wrong or the given current password."""
    body = change(user, **{"new_password": None, "current_password": WRONG_PASSWORD} | members)
    return user.put(user.path, json=body)


def guesses(user: User, times: int) -> list[str]:
    """Guess this many times, half of them with a new password, and return the verdicts."""
    words = [None, "swordfish 1932"] * times
    return [verdict(guess(user, new_password=word)) for word in words[:times]]


@pytest.mark.promise("ACCOUNT-10")
def test_after_ten_wrong_ones_even_the_right_one_has_to_wait(ann: User, bob: User) -> None:
    """The eleventh gets 429, with or without a new password; other accounts still work."""
    assert guesses(ann, 10) == [WRONG] * 10
    refused = guess(ann, current_password=ann.password)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert guesses(ann, 2) == ["429"] * 2
    assert verdict(ann.put(ann.path, json=change(ann))) == "429"
    assert verdict(guess(bob, current_password=bob.password)) == "200"
    assert guesses(bob, 1) == [WRONG]


@pytest.mark.promise("ACCOUNT-10", "ACCOUNT-3")
def test_only_a_current_password_has_to_wait(ann: User) -> None:
    """Updates without current_password still work, and other errors are named as usual."""
    assert guesses(ann, 11) == [WRONG] * 10 + ["429"]
    assert verdict(ann.put(ann.path, json={"email": "ann@new.example"})) == "200"
    assert ann.get(ann.path).json()["email"] == "ann@new.example"
    assert verdict(guess(ann, email="ann")) == "422 #/email"
    assert verdict(guess(ann, new_password="x", current_password=ann.password)) == (
        "422 #/new_password"
    )
    assert verdict(ann.put(ann.path, json=change(ann, current_password=None))) == WRONG


@pytest.mark.promise("ACCOUNT-10")
def test_a_right_one_starts_the_count_anew(ann: User) -> None:
    """After nine wrong ones, a right one and nine wrong ones, the right one still works."""
    for _ in range(2):
        assert guesses(ann, 9) == [WRONG] * 9
        assert verdict(guess(ann, current_password=ann.password)) == "200"


@pytest.mark.promise("ACCOUNT-10", "ACCOUNT-3")
def test_one_that_is_not_verified_does_not_count(ann: User) -> None:
    """Eleven wrong ones with an invalid address do not count: the right one still works."""
    assert [verdict(guess(ann, email="ann")) for _ in range(11)] == ["422 #/email"] * 11
    assert verdict(guess(ann, current_password=ann.password)) == "200"


@pytest.mark.promise("ACCOUNT-10")
def test_the_tokens_of_an_account_share_its_count(ann: User) -> None:
    """Five wrong ones with each of two tokens count as ten."""
    body = change(ann, current_password=WRONG_PASSWORD)
    sessions = [ann, ann.log_in()] * 5
    assert [verdict(each.put(ann.path, json=body)) for each in sessions] == [WRONG] * 10
    assert [verdict(each.put(ann.path, json=body)) for each in sessions[:2]] == ["429"] * 2


@pytest.mark.promise("ACCOUNT-11", "LOGIN-5")
def test_failed_log_ins_are_no_wrong_current_passwords(anyone: Caller, ann: User) -> None:
    """After ten failed log-ins a right current password works, but log-in still gets 429."""
    answers = [log_in(anyone, ann.username, WRONG_PASSWORD).status_code for _ in range(10)]
    assert answers == [401] * 10
    assert guesses(ann, 1) == [WRONG]
    assert verdict(guess(ann, current_password=ann.password)) == "200"
    again = log_in(anyone, ann.username, ann.password).status_code
    assert again == 429, f"LOGIN-5: after a right current_password, log-in was answered {again}"
    assert verdict(ann.put(ann.path, json=change(ann))) == "200"


@pytest.mark.promise("ACCOUNT-11", "ACCOUNT-10")
def test_wrong_current_passwords_are_no_failed_log_ins(anyone: Caller, ann: User) -> None:
    """After ten wrong current passwords log-in works, but current_password still gets 429."""
    assert guesses(ann, 10) == [WRONG] * 10
    assert log_in(anyone, ann.username, WRONG_PASSWORD).status_code == 401
    assert log_in(anyone, ann.username, ann.password).status_code == 200
    again = verdict(guess(ann, current_password=ann.password))
    assert again == "429", f"ACCOUNT-10: after a log-in, current_password was answered {again}"
