"""Parallel password requests: limits hold, one change wins, old passwords stop working."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

import httpx2 as httpx
import pytest

from .client import Caller, User
from .helpers import (
    WRONG_PASSWORD,
    at_once,
    change,
    log_in,
    random_name,
    statuses,
    verdict,
)

MANY = 8  # fewer than the ten wrong passwords allowed per window


def waiting_times(answers: list[httpx.Response]) -> list[int]:
    """Return the Retry-After values of the answers with 429."""
    return [int(each.headers["Retry-After"]) for each in answers if each.status_code == 429]


@pytest.mark.promise("LOGIN-5")
@pytest.mark.parametrize("known", [True, False], ids=["known", "unknown"])
def test_ten_of_many_wrong_log_ins_are_answered_401(anyone: Caller, ann: User, known: bool) -> None:
    """Of many parallel log-ins only ten get 401; the others, and a later right one, get 429."""
    username = ann.username if known else random_name()
    answers = at_once(*[partial(log_in, anyone, username, WRONG_PASSWORD)] * 64)
    assert statuses(answers) == [401] * 10 + [429] * 54
    assert min(waiting_times(answers)) >= 1
    assert log_in(anyone, username, ann.password).status_code == 429


@pytest.mark.promise("LOGIN-5")
def test_no_right_log_in_turns_another_one_away(anyone: Caller, ann: User) -> None:
    """A log-in in progress does not count as a failure, however many there are."""
    answers = at_once(*[partial(log_in, anyone, ann.username, ann.password)] * 32)
    assert statuses(answers) == [200] * 32


@pytest.mark.promise("LOGIN-5", "LOGIN-7")
def test_nine_failures_turn_nobody_away(anyone: Caller, ann: User) -> None:
    """Nine wrong log-ins among many right ones get nine 401 answers and no 429."""
    words = [WRONG_PASSWORD] * 9 + [ann.password] * 23
    answers = at_once(*(partial(log_in, anyone, ann.username, word) for word in words))
    assert statuses(answers) == [200] * 23 + [401] * 9


@pytest.mark.promise("LOGIN-10", "PROBLEM-7")
def test_no_log_in_outlives_a_change_of_password(
    anyone: Caller, new_user: Callable[..., User]
) -> None:
    """After all answers, no token from a log-in with the old password works."""
    for _ in range(4):
        user = new_user()
        old = partial(log_in, anyone, user.username, user.password)
        changed, *log_ins = at_once(partial(user.put, user.path, json=change(user)), *[old] * 24)
        assert changed.status_code == 200
        assert {*statuses(log_ins)} <= {200, 401, 429}
        tokens = [answer.json()["token"] for answer in log_ins if answer.status_code == 200]
        callers = [anyone.with_token(token) for token in tokens]
        assert {caller.get(user.path).status_code for caller in callers} <= {401}
        assert user.get(user.path).status_code == 200
        assert old().status_code in {401, 429}


def change_at_once(
    user: User, callers: Sequence[Caller], *crowd: Callable[[], httpx.Response]
) -> dict[str, httpx.Response]:
    """Let all callers change the password in parallel; return the answers by new password."""
    words = [f"swordfish {number}" for number in range(len(callers))]
    bodies = [change(user, new_password=word) for word in words]
    pairs = zip(callers, bodies, strict=True)
    changes = [partial(caller.put, user.path, json=body) for caller, body in pairs]
    answers = at_once(*changes, *crowd)[: len(changes)]
    return dict(zip(words, answers, strict=True))


def winners(answers: dict[str, httpx.Response]) -> list[str]:
    """Return the passwords whose change got 200."""
    return [word for word, answer in answers.items() if answer.status_code == 200]


def right_ones(user: User, words: Iterable[str]) -> list[str]:
    """Return the passwords that log in."""
    anyone = user.with_token(None)
    return [word for word in words if log_in(anyone, user.username, word).status_code == 200]


@pytest.mark.promise("ACCOUNT-9", "ACCOUNT-4")
def test_one_of_many_changes_with_one_token_wins(ann: User) -> None:
    """The winner's password is valid; for all others current_password was already wrong."""
    answers = change_at_once(ann, [ann] * MANY)
    verdicts = sorted(map(verdict, answers.values()))
    assert verdicts == ["200"] + ["422 #/current_password"] * (MANY - 1)
    assert right_ones(ann, [ann.password, *answers]) == winners(answers)


@pytest.mark.promise("ACCOUNT-9", "ACCOUNT-5")
def test_one_of_many_changes_with_tokens_of_their_own_wins(
    anyone: Caller, bob: User, ann: User
) -> None:
    """The winner's password is valid, and only the winner's token still works."""
    callers = [ann, *(ann.log_in() for _ in range(MANY - 1))]
    # Bob logs in meanwhile: SQLite may give his new tokens the ids of ann's revoked ones.
    crowd = [partial(log_in, anyone, bob.username, bob.password)] * MANY
    answers = change_at_once(ann, callers, *crowd)
    assert statuses([*answers.values()]) == [200] + [401] * (MANY - 1)
    afterwards = [caller.get(ann.path).status_code for caller in callers]
    assert afterwards == [answer.status_code for answer in answers.values()]
    assert right_ones(ann, [ann.password, *answers]) == winners(answers)
    (ann.password,) = winners(answers)  # ann's token may have been revoked


@pytest.mark.promise("ACCOUNT-10")
def test_ten_of_many_wrong_current_passwords_are_answered_422(ann: User) -> None:
    """Of many in parallel only ten get 422; the others, and a later right one, get 429."""
    body = change(ann, current_password=WRONG_PASSWORD)
    answers = at_once(*[partial(ann.put, ann.path, json=body)] * 32)
    verdicts = sorted(map(verdict, answers))
    assert verdicts == ["422 #/current_password"] * 10 + ["429"] * 22
    assert min(waiting_times(answers)) >= 1
    assert verdict(ann.put(ann.path, json=change(ann))) == "429"
