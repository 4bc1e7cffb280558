"""Forms of accounts: repeated passwords, taken names, a log-in that fails, reloading."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from ..client import User
from ..helpers import NEW_PASSWORD, WRONG_PASSWORD, at_once, log_in, random_name
from .helpers import fill_in, post
from .http_driver import HttpDriver
from .names import FORMS, MESSAGES

Register = Callable[..., HttpDriver]


def wrong_fields(page: HttpDriver, operation: str) -> list[str]:
    """Return the labels of the fields that are marked as wrong."""
    return [label for label in FORMS[operation]["fields"] if page.invalid(label)]


@pytest.mark.promise("FORM-6")
def test_a_repeated_password_that_differs_is_refused(
    page: HttpDriver, stranger: HttpDriver, ann: User
) -> None:
    """The field "Repeat password" is wrong, whoever registers or changes a password."""
    account = {"Username": random_name(), "E-mail": ann.email, "Password": NEW_PASSWORD}
    change = {"Current password": ann.password, "New password": NEW_PASSWORD}
    for repeated in ("", NEW_PASSWORD.upper(), f"{NEW_PASSWORD} "):
        post(stranger, "register", account | {"Repeat password": repeated})
        post(page, "change_password", change | {"Repeat password": repeated})
        assert [stranger.status, page.status] == [422, 422], repr(repeated)
        assert wrong_fields(stranger, "register") == ["Repeat password"]
        assert wrong_fields(page, "change_password") == ["Repeat password"]


@pytest.mark.promise("FORM-7")
def test_a_taken_username_is_refused(register: Register, ann: User) -> None:
    """The field "Username" is wrong, and no other."""
    page = register(username=ann.username)
    assert page.statuses == [422]
    assert wrong_fields(page, "register") == ["Username"]


@pytest.mark.promise("FORM-7")
def test_one_of_those_who_register_a_name_at_once_gets_it(
    register: Any,
) -> None:
    """Six register a username at the same moment: one succeeds, five are told at the field."""
    name = random_name()
    pages = [register.fill(name) for _ in range(6)]
    at_once(*[partial(page.press, "Register") for page in pages])
    found = sorted(tuple(page.statuses) for page in pages)
    refused = [page for page in pages if page.statuses == [422]]
    assert len(refused) == 5, f"they were answered {found}"
    assert [wrong_fields(page, "register") for page in refused] == [["Username"]] * 5


@pytest.mark.promise("PAGE-7", "FORM-12")
def test_who_registers_is_logged_in(register: Register) -> None:
    """A registration leads to the tasks, and says so once."""
    page = register(username=random_name())
    assert (page.path, page.texts("status")) == ("/tasks", [MESSAGES["register"]])


@pytest.mark.promise("FORM-8")
def test_a_failed_log_in_does_not_tell_whether_the_username_exists(
    stranger: HttpDriver, ann: User
) -> None:
    """An unknown username and a wrong password are told in the same words, at no field."""
    told = []
    for username in (ann.username, random_name()):
        post(stranger, "log_in", {"Username": username, "Password": WRONG_PASSWORD})
        text = stranger.document.html.replace(username, "NAME")
        told.append((stranger.statuses, stranger.texts("alert"), stranger.title, len(text)))
        assert wrong_fields(stranger, "log_in") == []
    assert told[0] == told[1]
    assert told[0][0] == [422]
    assert len(told[0][1]) == 1


@pytest.mark.promise("FORM-12")
def test_a_success_can_be_reloaded(page: HttpDriver, ann: User) -> None:
    """Each success answers 302 or 303; reloading what follows changes nothing."""
    task = ann.create_task("Call Carol")
    steps: list[tuple[str, dict[str, object]]] = [
        ("add_task", {"Name": "Buy milk"}),
        ("show_tasks", {"Name": "Buy bread"}),
        ("edit_task", {"Note": "soon"}),
        ("edit_account", {"E-mail": "ann@example.com"}),
        ("change_password", {"Current password": ann.password, "New password": ann.password}),
        ("delete_task", {}),
    ]
    first = {}
    for operation, values in steps:
        more = {"Repeat password": ann.password} if operation == "change_password" else {}
        post(page, operation, values | more, task["id"])
        first[operation] = page.statuses[0]
        page.open(page.target)
    page.press("Log out")
    first["log_out"] = page.statuses[0]
    assert [name for name, status in first.items() if status not in {302, 303}] == []
    ann.token = ann.log_in().token
    names = [task["name"] for task in ann.get(ann.tasks).json()["tasks"]]
    assert sorted(names) == ["Buy bread", "Buy milk"]


@pytest.mark.promise("FORM-12", "SESSION-3")
def test_a_changed_password_is_the_one_that_logs_in(page: HttpDriver, ann: User) -> None:
    """After the change only the new password logs in, on the page and in the API."""
    change = {"Current password": ann.password, "New password": NEW_PASSWORD}
    post(page, "change_password", change | {"Repeat password": NEW_PASSWORD})
    assert page.statuses[0] in {302, 303}
    told = [log_in(ann, ann.username, word).status_code for word in (NEW_PASSWORD, ann.password)]
    assert told == [200, 401]
    page.press("Log out")
    fill_in(page, {"Username": ann.username, "Password": NEW_PASSWORD})
    page.press("Log in")
    assert page.path == "/tasks"
    ann.password = NEW_PASSWORD
