"""Forms with wrong fields: they come back, marked and described, with what was typed."""

from typing import Any

import pytest

from ..client import User
from ..helpers import NEW_PASSWORD, WRONG_PASSWORD, random_name
from .driver import heading
from .helpers import fill_in, post
from .http_driver import HttpDriver
from .names import FORMS, HEADINGS, STRANGERS, path_of

Values = dict[str, Any]

RIGHT_PASSWORD = object()  # stands for that of the user
TASK = {"Name": "Buy milk", "Note": " Two\n\nbottles ", "Due": "2030-01-02T09:00"}
ACCOUNT = {"Username": "ann", "E-mail": "ann@example.org"}
ACCOUNT |= {"Password": NEW_PASSWORD, "Repeat password": NEW_PASSWORD}
CHANGE = {"Current password": RIGHT_PASSWORD, "New password": NEW_PASSWORD}
CHANGE |= {"Repeat password": NEW_PASSWORD}
WRONG: list[tuple[str, Values, Values]] = [  # an operation, its right values, and the wrong ones
    ("register", ACCOUNT, {"Username": "Ann!"}),
    ("register", ACCOUNT, {"E-mail": "ann"}),
    ("register", ACCOUNT, {"Username": "", "E-mail": "@", "Password": "x"}),
    ("show_tasks", {}, {"Name": " "}),
    ("add_task", TASK, {"Name": ""}),
    ("add_task", TASK, {"Due": "tomorrow"}),
    ("add_task", TASK, {"Name": "a" * 201, "Note": "a" * 10_001}),
    ("edit_task", TASK | {"Done": True}, {"Name": " "}),
    ("edit_account", {"Time zone": "Europe/Berlin"}, {"E-mail": "ann@@example.org"}),
    ("change_password", CHANGE, {"Current password": WRONG_PASSWORD}),
    ("change_password", CHANGE, {"New password": "x", "Repeat password": "x"}),
    ("delete_account", {}, {"Current password": WRONG_PASSWORD}),
]
each_wrong_form = pytest.mark.parametrize(("operation", "right", "wrong"), WRONG)


@pytest.fixture
def visitor(page: HttpDriver, stranger: HttpDriver, operation: str) -> HttpDriver:
    """Whoever may see the form."""
    return stranger if operation in STRANGERS else page


def answers(values: Values, user: User) -> Values:
    """Return the values with the user's own password where it is meant."""
    return {k: user.password if v is RIGHT_PASSWORD else v for k, v in values.items()}


@pytest.mark.promise("FORM-1")
@each_wrong_form
def test_a_wrong_form_comes_back(
    visitor: HttpDriver, ann: User, task: Values, operation: str, right: Values, wrong: Values
) -> None:
    """422, with the page of that form; the form on the list answers as /tasks/new."""
    post(visitor, operation, answers(right, ann) | wrong, task["id"])
    expected = HEADINGS["add_task" if operation == "show_tasks" else operation]
    assert (visitor.statuses, heading(visitor)) == ([422], expected)
    assert ann.get(ann.tasks).json()["tasks"] == [task], "FORM-1: a wrong form changed the tasks"


@pytest.mark.promise("FORM-2")
@each_wrong_form
def test_only_the_wrong_fields_are_marked(
    visitor: HttpDriver, ann: User, task: Values, operation: str, right: Values, wrong: Values
) -> None:
    """A wrong field is aria-invalid, and its description tells more than before."""
    shown = "add_task" if operation == "show_tasks" else operation
    visitor.open(path_of(shown, task["id"]))
    before = {label: visitor.description(label) for label in FORMS[shown]["fields"]}
    post(visitor, operation, answers(right, ann) | wrong, task["id"])
    invalid = {label for label in FORMS[shown]["fields"] if visitor.invalid(label)}
    # What is a repetition of a wrong password may be marked too.
    assert invalid - {"Repeat password"} == {*wrong} - {"Repeat password"}
    silent = [label for label in invalid if visitor.description(label) in {"", before[label]}]
    assert silent == []


@pytest.mark.promise("FORM-3")
@each_wrong_form
def test_what_was_typed_is_kept(
    visitor: HttpDriver, ann: User, task: Values, operation: str, right: Values, wrong: Values
) -> None:
    """Each field has what was typed, but no password is in the page."""
    typed = answers(right, ann) | wrong
    post(visitor, operation, typed, task["id"])
    expected = {
        label: "" if "assword" in label else "on" if value is True else value
        for label, value in typed.items()
        if value != "tomorrow"  # a browser empties a date field that holds no date
    }
    assert {label: visitor.value(label) for label in expected} == expected
    secrets = [value for label, value in typed.items() if "assword" in label and len(value) > 1]
    assert [each for each in secrets if each in visitor.document.html] == []


@pytest.mark.promise("FORM-4")
@each_wrong_form
def test_the_title_tells_of_errors(
    visitor: HttpDriver, ann: User, task: Values, operation: str, right: Values, wrong: Values
) -> None:
    """The title begins with "Error"."""
    post(visitor, operation, answers(right, ann) | wrong, task["id"])
    assert visitor.title.startswith("Error")


@pytest.mark.promise("FORM-4", "FORM-1")
def test_the_title_tells_of_a_wrong_log_in(stranger: HttpDriver) -> None:
    """A log-in that fails is an error of the form too."""
    post(stranger, "log_in", {"Username": random_name(), "Password": WRONG_PASSWORD})
    assert stranger.statuses == [422], "FORM-1: a wrong log-in is answered " + str(stranger.status)
    assert stranger.title.startswith("Error")


@pytest.mark.promise("FORM-3")
def test_a_form_that_is_mended_is_taken(page: HttpDriver, ann: User) -> None:
    """The form that came back can be sent again, with all that was kept."""
    post(page, "add_task", TASK | {"Name": ""})
    fill_in(page, {"Name": TASK["Name"]})
    page.press("Add")
    (task,) = ann.get(ann.tasks).json()["tasks"]
    assert (task["name"], task["note"]) == (TASK["Name"], TASK["Note"])
    assert task["due_date"] == "2030-01-02T09:00:00.000000Z"
