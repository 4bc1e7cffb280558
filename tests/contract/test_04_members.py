"""Members of a body: their types, and which are required, ignored or refused."""

from typing import Any
from urllib.parse import quote

import pytest

from .body_operations import Reader
from .client import User
from .document import OPERATIONS
from .helpers import random_name, verdict

VALUES: list[Any] = [None, True, False, 0, 1, 1.5, "", "true", [], ["text"], {}, {"a": 1}]
UNHEARD_OF = ["", "Name", "name ", "__proto__", "is_admin", "owner", "password_hash", "user_id"]


@pytest.mark.promise("BODY-9")
def test_a_value_of_another_type_is_refused(reader: Reader) -> None:
    """For every member, a value of another JSON type is a 422 and is never converted."""
    for name in reader.members:
        wrong = [value for value in VALUES if type(value) not in reader.types(name)]
        verdicts = {repr(value): reader.judge(**{name: value}) for value in wrong}
        assert verdicts == dict.fromkeys(verdicts, f"422 #/{name}")


@pytest.mark.promise("BODY-9")
def test_a_refused_value_is_not_converted_all_the_same(ann: User, task: dict[str, Any]) -> None:
    """A refused replacement with wrong types leaves the task unchanged."""
    path = f"{ann.tasks}/{task['id']}"

    assert verdict(ann.put(path, json={"name": "x", "completed": 1})) == "422 #/completed"
    assert verdict(ann.put(path, json={"name": 5})) == "422 #/name"
    assert ann.get(path).json() == task


@pytest.mark.promise("BODY-10")
def test_null_is_no_value(reader: Reader) -> None:
    """A null is a 422 on every member except due_date."""
    names = sorted(name for name in reader.members if name != "due_date")

    assert reader.judge(**dict.fromkeys(names)) == " #/".join(["422", *names])


@pytest.mark.promise("BODY-10")
def test_a_due_date_may_be_null(ann: User) -> None:
    """A null means that the task has no due date."""
    due = ann.create_task(due_date="2030-01-02T03:04:05Z")
    answer = ann.put(f"{ann.tasks}/{due['id']}", json=due | {"due_date": None})

    assert answer.json()["due_date"] is None


@pytest.mark.promise("BODY-11")
def test_read_only_members_are_never_judged(reader: Reader) -> None:
    """Read-only members may have any value; errors name only the other members."""
    for value in VALUES:
        members = dict.fromkeys(reader.read_only, value) | {"unheard_of": 1}
        assert reader.judge(**members) == "422 #/unheard_of"


@pytest.mark.promise("BODY-11")
def test_read_only_members_of_a_task_are_ignored(ann: User) -> None:
    """The server keeps its own id and creation_date, whatever the client sends."""
    claim: dict[str, Any] = {"id": 7, "creation_date": "1999-12-31T23:59:59.000000Z"}
    task = ann.create_task(**claim)
    answer = ann.put(f"{ann.tasks}/{task['id']}", json={"name": "Buy bread"} | claim)

    assert task["creation_date"] != claim["creation_date"]
    assert answer.json() == task | {"name": "Buy bread"}
    assert ann.create_task(**claim)["id"] != task["id"]


@pytest.mark.promise("BODY-11")
def test_an_id_in_the_body_leads_nowhere(ann: User, task: dict[str, Any]) -> None:
    """A replacement with the id of another own task replaces the task of the path."""
    other = ann.create_task()
    sent = {"name": "Buy bread", "id": other["id"]}
    assert ann.put(f"{ann.tasks}/{task['id']}", json=sent).json() == task | {"name": "Buy bread"}
    assert ann.get(f"{ann.tasks}/{other['id']}").json() == other


@pytest.mark.promise("BODY-11")
def test_read_only_members_of_an_account_are_ignored(ann: User) -> None:
    """An update changes neither the username nor date_joined."""
    before = ann.get(ann.path).json()
    claim = {"username": random_name(), "date_joined": "1999-12-31T23:59:59.000000Z"}

    assert ann.put(ann.path, json=before | claim).json() == before
    assert ann.get(ann.path).json() == before


@pytest.mark.promise("BODY-12")
def test_a_member_that_nobody_knows_is_refused(reader: Reader) -> None:
    """Errors name every unknown member, including members of other operations."""
    readers = [operation for operation in OPERATIONS.values() if operation.has_body]
    elsewhere = {name for operation in readers for name in operation.body["properties"]}
    known = reader.operation.body["properties"].keys()

    for name in elsewhere - known | set(UNHEARD_OF):
        assert reader.judge(**{name: "x"}) == f"422 #/{quote(name)}"


@pytest.mark.promise("BODY-13")
def test_a_required_member_is_required(reader: Reader) -> None:
    """Errors name each missing member, and all of them if the body is empty."""
    required = sorted(reader.operation.body["required"])

    for name in required:
        assert reader.judge_without(name) == f"422 #/{name}"
    assert verdict(reader.take(b"{}")) == " #/".join(["422", *required])
