"""What people do on the pages, from one to the next; the same with and without a browser."""

from collections.abc import Callable
from typing import Any

from ..client import User
from ..helpers import NEW_PASSWORD, WRONG_PASSWORD, random_name
from .driver import Driver, heading
from .helpers import fill_in, logged_in, post
from .names import MESSAGES

Journey = Callable[[Driver, User, Any], None]


def a_new_user(page: Driver, ann: User, register: Any) -> None:
    """Register, add a task, do it, reopen it, log out."""
    name = random_name()
    register.expects(name, NEW_PASSWORD)
    values = {"Username": name, "E-mail": "ann@example.org", "Password": NEW_PASSWORD}
    page.open("/")
    page.follow("Register")
    fill_in(page, values | {"Repeat password": "something else"})
    page.press("Register")
    assert (page.status, page.invalid("Repeat password")) == (422, True)
    fill_in(page, values | {"Repeat password": NEW_PASSWORD})
    page.press("Register")
    assert (page.path, page.texts("status")) == ("/tasks", [MESSAGES["register"]])
    page.fill("Name", "Buy milk")
    page.press("Add")
    assert (page.tasks, page.texts("status")) == (["Buy milk"], [MESSAGES["add_task"]])
    page.press("Done Buy milk")
    page.press("Reopen Buy milk")
    assert "Done Buy milk" in page.buttons
    page.press("Log out")
    assert (page.path, page.texts("status")) == ("/login", [MESSAGES["log_out"]])


def a_task_with_everything(page: Driver, ann: User, register: Any) -> None:
    """Choose a zone, add a task with a note and a due date, change it, delete it."""
    logged_in(page, ann)
    page.follow("Account")
    page.choose("Time zone", "Europe/Berlin")
    page.press("Save")
    assert page.texts("status") == [MESSAGES["edit_account"]]
    page.follow("Tasks")
    page.follow("Add a task")
    values = {"Note": "\n Two\n\nbottles \n", "Due": "2030-01-02T09:00"}
    fill_in(page, values)
    page.press("Add")
    assert (page.status, page.invalid("Name"), page.invalid("Due")) == (422, True, False)
    assert {label: page.value(label) for label in values} == values
    page.fill("Name", "Buy milk")
    page.press("Add")
    assert "2 January 2030, 09:00 Europe/Berlin" in page.text
    page.follow("Buy milk")
    assert {label: page.value(label) for label in values} == values
    page.check("Done")
    page.press("Save")
    (task,) = ann.get(ann.tasks).json()["tasks"]
    assert (task["note"], task["completed"]) == (values["Note"], True)
    page.follow("Buy milk")
    page.follow("Delete")
    page.press("Delete")
    assert (page.tasks, page.texts("status")) == ([], [MESSAGES["delete_task"]])


def a_long_list(page: Driver, ann: User, register: Any) -> None:
    """Go through two pages, filter them, and do a task on the second."""
    for number in range(22):
        ann.create_task(f"Task {number}")
    logged_in(page, ann)
    page.follow("Open")
    page.follow("Next page")
    assert page.tasks == ["Task 1", "Task 0"]
    page.press("Done Task 0")
    assert page.tasks == ["Task 1"]
    page.follow("Done")
    assert page.tasks == ["Task 0"]
    page.follow("All")
    assert ("Next page" in page.links, "Previous page" in page.links) == (True, False)


def a_conflict(page: Driver, ann: User, register: Any) -> None:
    """Save what somebody else has changed meanwhile: be told, and replace it."""
    task = ann.create_task("Buy milk")
    logged_in(page, ann)
    page.follow("Buy milk")
    ann.put(f"{ann.tasks}/{task['id']}", json={"name": "Buy bread"})
    page.fill("Name", "Buy butter")
    page.press("Save")
    told = page.status, len(page.texts("alert"))
    assert told == (422, 1), f"SHOW-11: the status and the number of alerts are {told}"
    page.press("Save")
    assert page.tasks == ["Buy butter"], f"SHOW-11: the second save leaves {page.tasks}"


def the_end_of_an_account(page: Driver, ann: User, register: Any) -> None:
    """Come to a page as a stranger, log in, change the password, delete the account."""
    page.open("/account/password")
    assert heading(page) == "Log in"
    fill_in(page, {"Username": ann.username, "Password": WRONG_PASSWORD})
    page.press("Log in")
    assert (page.status, len(page.texts("alert"))) == (422, 1)
    assert (page.value("Username"), page.value("Password")) == (ann.username, "")
    page.fill("Password", ann.password)
    page.press("Log in")
    assert heading(page) == "Change password"
    values = {"Current password": ann.password, "New password": NEW_PASSWORD}
    fill_in(page, values | {"Repeat password": NEW_PASSWORD})
    page.press("Change password")
    assert page.texts("status") == [MESSAGES["change_password"]]
    page.follow("Account")
    page.follow("Delete account")
    page.fill("Current password", NEW_PASSWORD)
    page.press("Delete account")
    assert (page.path, page.texts("status")) == ("/login", [MESSAGES["delete_account"]])
    post(page, "log_in", {"Username": ann.username, "Password": NEW_PASSWORD})
    assert page.status == 422


JOURNEYS: list[Journey] = [
    a_new_user,
    a_task_with_everything,
    a_long_list,
    a_conflict,
    the_end_of_an_account,
]
