"""Forms with wrong fields: they come back, marked and described, with what was typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from ..client import User
from ..conftest import leave
from ..helpers import NEW_PASSWORD, WRONG_PASSWORD, random_name
from ..server import Server
from .driver import heading
from .helpers import fill_in, post
from .http_driver import HttpDriver
from .names import FORMS, HEADINGS, STRANGERS
from .registrar import Registrar

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
    ("add_task", TASK, {"Name": "a" * 300, "Note": "a" * 20_000}),  # by far: FORM-5 has the limits
    ("edit_task", TASK | {"Done": True}, {"Name": " "}),
    ("edit_account", {"Time zone": "Europe/Berlin"}, {"E-mail": "ann@@example.org"}),
    ("change_password", CHANGE, {"Current password": WRONG_PASSWORD}),
    ("change_password", CHANGE, {"New password": "x", "Repeat password": "x"}),
    ("delete_account", {}, {"Current password": WRONG_PASSWORD}),
]
REPEATED = {"Repeat password"}


@dataclass(frozen=True)
class Refused:
    """A form that was sent: who sees the answer, what was typed, and what of it is wrong."""

    visitor: HttpDriver
    operation: str
    typed: Values
    wrong: set[str]

    @property
    def shown(self) -> str:
        """The operation whose form is shown."""
        return "add_task" if self.operation == "show_tasks" else self.operation


@pytest.fixture(scope="session")
def refused(server: Server) -> Iterator[list[Refused]]:
    """Each wrong form, and who sees what came back: they are sent once for all tests that look."""
    registrar = Registrar(server)
    page = registrar.member()
    user = registrar.user_of(page)
    task = user.create_task("Call Carol")
    found = []
    for operation, right, wrong in WRONG:
        visitor = page.nobody() if operation in STRANGERS else page.copy()
        words = {k: user.password if v is RIGHT_PASSWORD else v for k, v in right.items()}
        post(visitor, operation, words | wrong, task["id"])
        found.append(Refused(visitor, operation, words | wrong, {*wrong}))
    yield found
    leave(user)


@pytest.mark.promise("FORM-1")
def test_a_wrong_form_comes_back(refused: list[Refused]) -> None:
    """422, with the page of that form; the form on the list answers as /tasks/new."""
    for sent in refused:
        told = sent.visitor.statuses, heading(sent.visitor)
        assert told == ([422], HEADINGS[sent.shown]), f"{sent.operation} with wrong {sent.wrong}"
    user = refused[-1].visitor.copy()
    user.open("/tasks")
    assert user.tasks == ["Call Carol"]


@pytest.mark.promise("FORM-2")
def test_only_the_wrong_fields_are_marked(
    refused: list[Refused], toured: dict[str, HttpDriver]
) -> None:
    """A wrong field is aria-invalid, and its description tells more than before."""
    before = {
        (operation, label): seen.description(label)
        for operation, seen in toured.items()
        for label in FORMS[operation]["fields"]
    }
    for sent in refused:
        labels = FORMS[sent.shown]["fields"]
        invalid = {label for label in labels if sent.visitor.invalid(label)}
        # The repetition of a wrong password may be marked too.
        assert invalid - REPEATED == sent.wrong - REPEATED, f"{sent.operation}: {invalid}"
        told = {label: sent.visitor.description(label) for label in invalid}
        silent = [each for each in told if told[each] in {"", before[sent.shown, each]}]
        assert silent == [], f"no error describes {silent} of {sent.operation}"


@pytest.mark.promise("FORM-3")
def test_what_was_typed_is_kept(refused: list[Refused]) -> None:
    """Each field has what was typed, but no password is in the page."""
    for sent in refused:
        words = {label for label in sent.typed if "assword" in label}
        expected = {
            label: "" if label in words else "on" if value is True else value
            for label, value in sent.typed.items()
            if value != "tomorrow"  # a browser empties a date field that holds no date
        }
        assert {label: sent.visitor.value(label) for label in expected} == expected
        repeated = [sent.typed[label] in sent.visitor.document.html for label in words - sent.wrong]
        assert True not in repeated, f"a password is in the page of {sent.operation}"


@pytest.mark.promise("FORM-4")
def test_the_title_tells_of_errors(refused: list[Refused]) -> None:
    """The title begins with "Error"."""
    titles = {sent.operation: sent.visitor.title for sent in refused}
    assert [each for each in titles.values() if not each.startswith("Error")] == []


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
