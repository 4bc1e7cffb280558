"""The pages of one task: whose it is, what page and API write, changes made meanwhile."""

from typing import Any

import pytest

from ..client import User
from .driver import heading
from .helpers import fill_in, logged_in, post
from .http_driver import HttpDriver
from .journeys import JOURNEYS, Journey
from .names import ERRORS, FORMS, path_of

NO_IDS = ["0", "x", "01", "-1", "9" * 30, "1e1", "%00", "\u0663", "1.0", "1%0A"]


@pytest.mark.promise("SHOW-7")
def test_a_task_of_somebody_else_is_not_found(
    page: HttpDriver, ann: User, bob: User, task: dict[str, Any]
) -> None:
    """Each request for it answers as for a task that does not exist: the same 404."""
    theirs, gone = bob.create_task(), ann.create_task()
    ann.delete(f"{ann.tasks}/{gone['id']}")
    answers = {}
    for operation in ("edit_task", "delete_task", "complete_task"):
        own = path_of(operation, task["id"])
        page.open("/tasks" if operation == "complete_task" else own)
        button = "Done Buy milk" if operation == "complete_task" else FORMS[operation]["button"]
        form = page.submission(button)
        for number in (theirs["id"], gone["id"]):
            action = form.action.replace(own, path_of(operation, number))
            page.send(form.to(action))
            answers[operation, "POST", number] = page.status, heading(page), page.text
            if operation != "complete_task":
                page.open(path_of(operation, number))
                answers[operation, "GET", number] = page.status, heading(page), page.text
    assert {*answers.values()} == {(404, ERRORS[404], page.text)}
    assert bob.get(bob.tasks).json() == {"tasks": [theirs]}


@pytest.mark.promise("SHOW-7")
def test_what_is_no_id_is_not_found(reader: HttpDriver) -> None:
    """An id that no task can have is the same 404."""
    found = {}
    for number in NO_IDS:
        reader.open(path_of("edit_task", number))
        found[number] = reader.status, heading(reader)
    assert found == dict.fromkeys(NO_IDS, (404, ERRORS[404]))


@pytest.mark.promise("SHOW-8")
def test_the_api_reads_what_a_page_writes(page: HttpDriver, ann: User) -> None:
    """A task that is added, changed and deleted on pages is so in the API."""
    values: dict[str, Any] = {"Name": "Buy milk", "Note": "Two", "Due": "2030-01-02T09:00"}
    post(page, "add_task", values)
    (task,) = ann.get(ann.tasks).json()["tasks"]
    members = {"name": "Buy milk", "note": "Two", "completed": False}
    members |= {"due_date": "2030-01-02T09:00:00.000000Z"}
    assert members.items() <= task.items()
    post(page, "edit_task", {"Name": "Buy bread", "Due": "", "Done": True}, task["id"])
    changed = {"name": "Buy bread", "due_date": None, "completed": True}
    assert ann.get(f"{ann.tasks}/{task['id']}").json() == task | changed
    page.open("/tasks")
    fill_in(page, {"Name": "Buy butter"})
    page.press("Add")
    names = {each["name"] for each in ann.get(ann.tasks).json()["tasks"]}
    assert names == {*page.tasks} == {"Buy butter", "Buy bread"}
    post(page, "delete_task", {}, task["id"])
    assert [each["name"] for each in ann.get(ann.tasks).json()["tasks"]] == ["Buy butter"]
    post(page, "edit_account", {"E-mail": "ann@example.com"})
    assert ann.get(ann.path).json()["email"] == "ann@example.com"


@pytest.mark.promise("SHOW-8")
def test_a_page_shows_what_the_api_writes(page: HttpDriver, ann: User) -> None:
    """A task and an address of the API are in their forms, and gone when the API deletes."""
    task = ann.create_task("Buy milk", note="Two", due_date="2030-01-02T09:00:00Z", completed=True)
    page.open(path_of("edit_task", task["id"]))
    shown = {label: page.value(label) for label in FORMS["edit_task"]["fields"]}
    assert shown.pop("Done") != ""
    assert shown == {"Name": "Buy milk", "Note": "Two", "Due": "2030-01-02T09:00"}
    ann.put(ann.path, json={"email": "ann@example.net"})
    page.open(path_of("edit_account"))
    assert page.value("E-mail") == "ann@example.net"
    ann.delete(f"{ann.tasks}/{task['id']}")
    page.open("/tasks")
    assert page.tasks == []


@pytest.mark.promise("SHOW-8")
@pytest.mark.parametrize("journey", JOURNEYS)
def test_a_journey_leads_to_its_end(
    stranger: HttpDriver, register: Any, ann: User, journey: Journey
) -> None:
    """What people do on the pages, from the first to the last, shows what it should."""
    journey(stranger, ann, register)


@pytest.mark.promise("SHOW-11")
def test_a_save_does_not_overwrite_what_the_api_changed(page: HttpDriver, ann: User) -> None:
    """422 with an alert and what was typed; nothing is saved until that page is sent."""
    task = ann.create_task("Buy milk", note="One")
    path = f"{ann.tasks}/{task['id']}"
    page.open(path_of("edit_task", task["id"]))
    ann.put(path, json={"name": "Buy bread", "note": "Two"})
    fill_in(page, {"Note": "Three"})
    page.press("Save")
    assert page.statuses == [422]
    assert len(page.texts("alert")) == 1
    assert (page.value("Name"), page.value("Note")) == ("Buy milk", "Three")
    now = ann.get(path).json()
    assert (now["name"], now["note"]) == ("Buy bread", "Two")
    page.press("Save")
    assert page.statuses[0] in {302, 303}
    now = ann.get(path).json()
    assert (now["name"], now["note"]) == ("Buy milk", "Three")


@pytest.mark.promise("SHOW-11")
def test_a_save_does_not_overwrite_what_another_page_changed(
    page: HttpDriver, ann: User, task: dict[str, Any]
) -> None:
    """Of two pages that show a task, the second to be sent is told of the first."""
    other = page.copy()
    for visitor in (page, other):
        visitor.open(path_of("edit_task", task["id"]))
    fill_in(other, {"Name": "Buy bread", "Done": True})
    other.press("Save")
    fill_in(page, {"Name": "Buy butter"})
    page.press("Save")
    assert page.statuses == [422]
    assert page.value("Name") == "Buy butter"
    assert ann.get(f"{ann.tasks}/{task['id']}").json()["name"] == "Buy bread"


@pytest.mark.promise("SHOW-11")
def test_a_change_made_again_is_met_again(page: HttpDriver, ann: User) -> None:
    """The page that tells of a change is itself held to what it has shown."""
    task = ann.create_task("Buy milk")
    path = f"{ann.tasks}/{task['id']}"
    page.open(path_of("edit_task", task["id"]))
    for name in ("Buy bread", "Buy butter"):
        ann.put(path, json={"name": name})
        page.press("Save")
        assert page.statuses == [422]
        assert ann.get(path).json()["name"] == name


@pytest.mark.promise("SHOW-11", "SESSION-1")
def test_a_new_session_may_save_what_nobody_changed(page: HttpDriver, ann: User) -> None:
    """Only a change makes a conflict, not another session."""
    task = ann.create_task("Buy milk")
    again = logged_in(page.copy(), ann)
    post(again, "edit_task", {"Name": "Buy bread"}, task["id"])
    assert again.statuses[0] in {302, 303}
