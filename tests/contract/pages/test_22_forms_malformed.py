"""Forms as no browser sends them: fields missing, doubled, as a file, no text, no form at all."""

from typing import Any

import pytest

from ..client import User
from ..helpers import WRONG_PASSWORD, random_name
from .helpers import fill_in
from .http_driver import HttpDriver
from .malformed import mutations
from .names import FORMS, STRANGERS, path_of

GROUPS = [["register", "log_in"], ["show_tasks", "add_task", "edit_task", "delete_task"]]
GROUPS += [["complete_task", "edit_account", "change_password", "delete_account"]]
BUTTONS = {operation: form["button"] for operation, form in FORMS.items()}
BUTTONS["complete_task"] = "Done Call Carol"


@pytest.mark.promise("FORM-9")
@pytest.mark.parametrize("operations", GROUPS, ids=" ".join)
def test_no_form_makes_the_server_fail(
    page: HttpDriver, stranger: HttpDriver, ann: User, register: Any, operations: list[str]
) -> None:
    """Whatever is wrong with the fields or with the body, the answer is below 500."""
    account = {"Username": random_name(), "E-mail": ann.email, "Password": ann.password}
    values = account | {"Repeat password": ann.password, "Name": "Buy milk", "Note": "Two"}
    values |= {"Due": "2030-01-02T09:00", "Current password": WRONG_PASSWORD}
    values |= {"New password": ann.password}
    register.expects(account["Username"], ann.password)
    failed = {}
    for operation in operations:
        visitor = stranger if operation in STRANGERS else page
        task = ann.create_task("Call Carol")
        visitor.open("/tasks" if operation == "complete_task" else path_of(operation, task["id"]))
        labels = FORMS[operation]["fields"] if operation in FORMS else []
        fill_in(visitor, {label: values[label] for label in labels if label in values})
        for what, form, body, media_type in mutations(visitor.submission(BUTTONS[operation])):
            sender = visitor.copy()
            sender.send(form, {"Content-Type": media_type} if body is not None else None, body)
            if max(sender.statuses) >= 500:
                failed[operation, what] = sender.statuses
    assert failed == {}
    stranger.open("/login")
    assert stranger.status == 200
