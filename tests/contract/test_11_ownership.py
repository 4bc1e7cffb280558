"""Ownership: users see and change only their own data, and learn nothing about the rest."""

from itertools import product
from typing import Any

import httpx2 as httpx
import pytest

from .client import Caller, User
from .document import OPERATIONS, Operation, path_of
from .helpers import WRONG_PASSWORD, change, random_name

OWNED = [operation for operation in OPERATIONS.values() if "{username}" in operation.path]
ON_A_TASK = [operation for operation in OWNED if "{id}" in operation.path]
STRANGE_NAMES = ["a", "ANN", "%20", "%2E", "%C3%A4nn", "ann%00", "null", "1", "a" * 200]


def attempt(
    caller: Caller, operation: Operation, username: str, id: int | str = 1
) -> httpx.Response:
    """Send a request that is valid apart from who sends it."""
    path = path_of(operation.id, username=username, id=id)
    body: dict[str, Any] = {"json": operation.example} if operation.has_body else {}
    return caller.request(operation.method, path, **body)


def everything(user: User) -> list[Any]:
    """Return all data of a user: the account and the tasks."""
    return [user.get(user.path).json(), user.get(user.tasks).json()]


def refusal(response: httpx.Response) -> dict[str, Any]:
    """Return the body of a 403 without `instance`, which may repeat the path."""
    assert response.status_code == 403
    return {name: value for name, value in response.json().items() if name != "instance"}


@pytest.mark.promise("OWNER-1", "OWNER-2", "OWNER-4")
def test_ann_can_do_nothing_below_bobs_account(ann: User, bob: User) -> None:
    """Every operation on another user's account and tasks is a 403 and changes nothing."""
    task = bob.create_task()
    before = everything(bob)
    answers = {each.id: attempt(ann, each, bob.username, task["id"]).status_code for each in OWNED}
    assert answers == dict.fromkeys(answers, 403)
    assert everything(bob) == before, "OWNER-4: a request that was answered 403 changed something"


@pytest.mark.promise("OWNER-2")
def test_a_403_does_not_tell_what_exists(ann: User, bob: User) -> None:
    """The 403 is identical for accounts and tasks that exist and for those that do not."""
    task = bob.create_task()["id"]
    for operation in OWNED:
        existing = refusal(attempt(ann, operation, bob.username, task))
        assert refusal(attempt(ann, operation, bob.username, 2**62)) == existing
        assert refusal(attempt(ann, operation, bob.username, "0x")) == existing
        assert refusal(attempt(ann, operation, random_name(), task)) == existing


@pytest.mark.promise("OWNER-2", "OWNER-1")
def test_a_name_that_cannot_exist_is_somebody_elses(ann: User) -> None:
    """Any username other than the caller's is a 403, even one that cannot exist."""
    pairs = product(OWNED, STRANGE_NAMES)
    answers = {(each.id, name): attempt(ann, each, name).status_code for each, name in pairs}
    assert answers == dict.fromkeys(answers, 403)


@pytest.mark.promise("OWNER-1")
def test_nearly_the_own_username_is_somebody_elses(ann: User) -> None:
    """A path belongs to the caller only if the username matches exactly."""
    name = ann.username
    near = [name.upper(), f"{name}%20", f"%20{name}", f"{name}%0A", f"{name}%00", name[:-1]]
    answers = {each: ann.get(path_of("read_account", username=each)).status_code for each in near}
    assert answers == dict.fromkeys(near, 403)


@pytest.mark.promise("TOKEN-1", "OWNER-1", "OWNER-4")
def test_nobody_in_particular_can_do_nothing(anyone: Caller, ann: User) -> None:
    """Without a token every operation on an account is a 401 and changes nothing."""
    task = ann.create_task()
    before = everything(ann)
    answers = {each.id: attempt(anyone, each, ann.username, task["id"]) for each in OWNED}
    assert {name: answer.status_code for name, answer in answers.items()} == (
        dict.fromkeys(answers, 401)
    )
    assert everything(ann) == before


@pytest.mark.promise("OWNER-3", "OWNER-4")
def test_bobs_task_is_none_of_anns(ann: User, bob: User) -> None:
    """Another user's task under the caller's path is a 404, and stays unchanged."""
    task = bob.create_task(name="Call Carol", completed=True)
    answers = {each.id: attempt(ann, each, ann.username, task["id"]) for each in ON_A_TASK}
    answers["head"] = ann.head(f"{ann.tasks}/{task['id']}")
    assert {name: answer.status_code for name, answer in answers.items()} == (
        dict.fromkeys(answers, 404)
    )
    assert everything(bob)[1] == {"tasks": [task]}
    assert everything(ann)[1] == {"tasks": []}


@pytest.mark.promise("OWNER-3")
def test_bobs_task_is_missing_as_any_other(ann: User, bob: User) -> None:
    """Another user's task and a missing task get the same answer."""
    task = bob.create_task()["id"]
    answers = [ann.get(f"{ann.tasks}/{number}").json() for number in (task, 2**62)]
    theirs, nobodys = ({**answer, "instance": None} for answer in answers)
    assert theirs == nobodys


@pytest.mark.promise("OWNER-4")
def test_a_refused_body_changes_nothing(ann: User) -> None:
    """If one member is invalid, no member is stored."""
    path = f"{ann.tasks}/{ann.create_task()['id']}"
    before = everything(ann)
    refused = [
        ann.put(path, json={"name": "Buy bread", "completed": 1}),
        ann.post(ann.tasks, json={"name": "Buy bread", "priority": 1}),
        ann.put(ann.path, json={"email": "new@example.org", "is_admin": True}),
    ]
    assert [response.status_code for response in refused] == [422, 422, 422]
    assert everything(ann) == before


@pytest.mark.promise("OWNER-4")
def test_a_wrong_current_password_ends_no_session(ann: User) -> None:
    """After the 422 all tokens still work, and nothing else has changed."""
    second, before = ann.log_in(), everything(ann)
    body = change(ann, email="ann@new.example", current_password=WRONG_PASSWORD)
    assert ann.put(ann.path, json=body).status_code == 422
    assert second.get(ann.path).status_code == 200
    assert everything(ann) == before


@pytest.mark.promise("OWNER-4", "BODY-11", "BODY-12")
def test_a_body_moves_nothing_to_another_owner(ann: User, bob: User) -> None:
    """A username in the body is ignored; a task has no owner member."""
    update = {"email": ann.email, "username": bob.username}
    assert ann.put(ann.path, json=update).json()["username"] == ann.username
    for member in ("owner", "user", "user_id", "username", "account"):
        response = ann.post(ann.tasks, json={"name": "Buy milk", member: bob.username})
        assert response.status_code == 422
    assert bob.get(bob.tasks).json() == {"tasks": []}
