"""After an account is deleted, nothing of it remains."""

from collections.abc import Callable

import pytest

from .client import User
from .document import OPERATIONS, path_of
from .helpers import log_in

Namesake = Callable[[User], User]

GUARDED = [operation for operation in OPERATIONS.values() if operation.needs_token]


@pytest.fixture
def namesake(new_user: Callable[..., User]) -> Namesake:
    """A function that deletes a user and registers a new user with the same name."""

    def replace(user: User) -> User:
        assert user.delete(user.path).status_code == 204
        return new_user(username=user.username)

    return replace


@pytest.mark.promise("ACCOUNT-8")
def test_a_namesake_inherits_no_tasks(ann: User, namesake: Namesake) -> None:
    """The new owner's list is empty, and the old paths are 404."""
    task = ann.create_task()
    new = namesake(ann)
    path = path_of("read_task", username=new.username, id=task["id"])
    assert new.get(new.tasks).json() == {"tasks": []}
    answers = [new.get(path), new.put(path, json={"name": "Buy bread"}), new.delete(path)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.promise("TASK-5", "ACCOUNT-8")
def test_a_namesake_inherits_no_ids(ann: User, namesake: Namesake) -> None:
    """A path of a task of the deleted account never points to another task."""
    used = {ann.create_task()["id"] for _ in range(3)}
    new = namesake(ann)
    assert not used & {new.create_task()["id"] for _ in range(4)}


@pytest.mark.promise("ACCOUNT-8", "ACCOUNT-7", "TOKEN-4")
def test_a_namesake_inherits_no_sessions(ann: User, namesake: Namesake) -> None:
    """All tokens of the deleted account stay invalid, and its password does not log in."""
    sessions = [ann.with_token(ann.token), ann.log_in()]
    new = namesake(ann)
    assert [session.get(new.path).status_code for session in sessions] == [401, 401]
    assert log_in(ann.with_token(None), ann.username, ann.password).status_code == 401
    assert new.get(new.path).json()["email"] == new.email


@pytest.mark.promise("ACCOUNT-8", "ACCOUNT-1")
def test_a_namesake_joins_anew(ann: User, namesake: Namesake) -> None:
    """The new account has its own address and date_joined."""
    ann.put(ann.path, json={"email": "ann@old.example"})
    before = ann.get(ann.path).json()
    after = namesake(ann)
    account = after.get(after.path).json()
    assert account["email"] == after.email != before["email"]
    assert account["date_joined"] > before["date_joined"]


@pytest.mark.promise("ACCOUNT-7", "TOKEN-1", "TOKEN-4")
def test_a_token_of_a_deleted_account_opens_nothing(ann: User, bob: User) -> None:
    """Every operation is a 401, under the deleted username and under another."""
    task = ann.create_task()["id"]
    ann.delete(ann.path)
    paths = {
        (operation, name): path_of(operation.id, username=name, id=task)
        for operation in GUARDED
        for name in (ann.username, bob.username)
    }
    answers = {
        (operation.id, name): ann.request(operation.method, path).status_code
        for (operation, name), path in paths.items()
    }
    assert answers == dict.fromkeys(answers, 401)


@pytest.mark.promise("ACCOUNT-7", "OWNER-4")
def test_a_deleted_account_takes_nobody_along(ann: User, bob: User) -> None:
    """Tasks, tokens and accounts of all other users stay the same."""
    task, second = bob.create_task(), bob.log_in()
    ann.create_task()
    ann.delete(ann.path)
    assert bob.get(bob.tasks).json() == {"tasks": [task]}
    assert bob.get(bob.path).status_code == second.get(bob.path).status_code == 200
    assert log_in(bob, bob.username, bob.password).status_code == 200


@pytest.mark.promise("ACCOUNT-7", "OWNER-2")
def test_a_deleted_account_is_forbidden_to_others_as_ever(ann: User, bob: User) -> None:
    """The 403 for other users does not reveal that the account is deleted."""
    before = bob.get(ann.path).json()
    ann.delete(ann.path)
    after = bob.get(ann.path)
    assert after.status_code == 403
    assert after.json() == before
