"""Tasks: create, read, replace and delete."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from .client import User
from .helpers import verdict

FULL: dict[str, Any] = {
    "name": "Call Carol",
    "note": "about the roof",
    "due_date": "2030-01-02T03:04:05.000000Z",
    "completed": True,
}
DEFAULTS: dict[str, Any] = {"note": "", "due_date": None, "completed": False}
NO_SUCH_ID = 2**63 - 1


def path(user: User, task: dict[str, Any]) -> str:
    """Return the path of a task."""
    return f"{user.tasks}/{task['id']}"


def state(task: dict[str, Any]) -> dict[str, Any]:
    """Return the members that the client chose: all except the read-only ones."""
    return {name: task[name] for name in FULL}


@pytest.mark.promise("TASK-1")
def test_a_created_task_is_found_where_location_says(ann: User) -> None:
    """201 returns the task, and a GET of its Location returns the same."""
    response = ann.post(ann.tasks, json=FULL)
    assert response.status_code == 201
    assert state(response.json()) == FULL
    assert ann.location(response) == path(ann, response.json())
    assert ann.get(ann.location(response)).json() == response.json()


@pytest.mark.promise("TASK-2")
def test_only_a_name_is_required(ann: User) -> None:
    """Each missing member gets its default, and null means no due date."""
    assert state(ann.create_task(name="Buy milk")) == {"name": "Buy milk"} | DEFAULTS
    for member, value in FULL.items():
        body = {"name": "Buy milk"} | {member: value}
        assert state(ann.create_task(**body)) == DEFAULTS | body
    assert state(ann.create_task(**DEFAULTS)) == {"name": "Buy milk"} | DEFAULTS


@pytest.mark.promise("TASK-3")
def test_a_creation_date_is_the_moment_of_creation(ann: User) -> None:
    """It is the current time in UTC, and never earlier than that of the task before."""
    tasks = [ann.create_task() for _ in range(3)]
    dates = [task["creation_date"] for task in tasks]
    assert dates == sorted(dates)
    age = datetime.now(UTC) - datetime.fromisoformat(dates[0])
    assert abs(age) < timedelta(minutes=1)


@pytest.mark.promise("TASK-3", "BODY-11")
def test_a_creation_date_never_changes(ann: User, task: dict[str, Any]) -> None:
    """Neither a replacement nor a creation_date in a body changes it."""
    sent = {"creation_date": "2001-01-01T00:00:00.000000Z"}
    for body in (FULL, FULL | sent):
        replaced = ann.put(path(ann, task), json=body).json()
        assert replaced["creation_date"] == task["creation_date"]
    assert ann.create_task(**sent)["creation_date"] > task["creation_date"]


@pytest.mark.promise("TASK-7")
def test_a_replacement_is_the_new_state(ann: User, task: dict[str, Any]) -> None:
    """PUT returns all that was sent, and so does a later GET."""
    response = ann.put(path(ann, task), json=FULL)
    assert response.status_code == 200
    assert response.json() == task | FULL
    assert ann.get(path(ann, task)).json() == task | FULL


@pytest.mark.promise("TASK-7", "TASK-2")
def test_a_replacement_forgets_what_it_leaves_out(ann: User) -> None:
    """Missing members get their defaults again: PUT is not PATCH."""
    task = ann.create_task(**FULL)
    response = ann.put(path(ann, task), json={"name": "Call Dave"})
    assert response.json() == task | DEFAULTS | {"name": "Call Dave"}
    assert ann.get(path(ann, task)).json() == response.json()
    assert verdict(ann.put(path(ann, task), json={"completed": True})) == "422 #/name"


@pytest.mark.promise("TASK-7", "BODY-11")
def test_a_task_can_be_read_edited_and_sent_back(ann: User) -> None:
    """PUT accepts what GET returns."""
    task = ann.create_task(**FULL)
    edited = ann.get(path(ann, task)).json() | {"completed": False}
    assert ann.put(path(ann, task), json=edited).json() == task | {"completed": False}


@pytest.mark.promise("TASK-7", "TASK-9")
def test_a_write_touches_one_task_only(ann: User) -> None:
    """PUT and DELETE leave all other tasks unchanged."""
    first, second, third = (ann.create_task(name=name) for name in ("one", "two", "three"))
    replaced = ann.put(path(ann, second), json=FULL).json()
    assert ann.get(ann.tasks).json()["tasks"] == [first, replaced, third]
    ann.delete(path(ann, second))
    assert ann.get(ann.tasks).json()["tasks"] == [first, third]


@pytest.mark.promise("TASK-8")
def test_a_replacement_never_creates(ann: User, task: dict[str, Any]) -> None:
    """PUT on an unknown or a deleted id is a 404."""
    ann.delete(path(ann, task))
    for number in (task["id"], NO_SUCH_ID):
        assert ann.put(f"{ann.tasks}/{number}", json=FULL).status_code == 404
    assert ann.get(ann.tasks).json() == {"tasks": []}


@pytest.mark.promise("TASK-9")
def test_a_deleted_task_is_gone(ann: User, task: dict[str, Any]) -> None:
    """DELETE is a 204; every later request is a 404."""
    gone = path(ann, task)
    assert ann.delete(gone).status_code == 204
    after = [ann.get(gone), ann.head(gone), ann.put(gone, json=FULL), ann.delete(gone)]
    assert [response.status_code for response in after] == [404] * 4
    assert ann.get(ann.tasks).json() == {"tasks": []}


@pytest.mark.promise("TASK-10")
def test_every_write_is_read_at_once(ann: User) -> None:
    """Any process that answers next sees the last write."""
    for round_number in range(10):
        task = ann.create_task()
        assert ann.get(path(ann, task)).json() == task
        replaced = ann.put(path(ann, task), json={"name": f"Round {round_number}"}).json()
        assert ann.get(path(ann, task)).json() == replaced
        assert ann.get(ann.tasks).json() == {"tasks": [replaced]}
        ann.delete(path(ann, task))
        assert ann.get(path(ann, task)).status_code == 404
