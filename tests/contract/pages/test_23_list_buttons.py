"""The buttons of the list set a state and lead back; reading and asking change nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from ..client import User
from .http_driver import HttpDriver
from .names import path_of


@pytest.mark.promise("SHOW-5")
def test_a_button_sets_a_state(page: HttpDriver, ann: User, task: dict[str, Any]) -> None:
    """Sent twice, Done leaves the task done, and Reopen leaves it open."""
    for button in ("Done", "Reopen"):
        page.open("/tasks")
        form = page.submission(f"{button} {task['name']}")
        for _ in range(2):
            page.send(form)
            assert (page.path, page.status) == ("/tasks", 200)
            now = ann.get(f"{ann.tasks}/{task['id']}").json()
            assert now == task | {"completed": button == "Done"}


@pytest.mark.promise("SHOW-5")
def test_a_button_leads_back_to_the_same_list(
    page: HttpDriver, create: Callable[..., list[str]]
) -> None:
    """The filter stays, and the page where it still exists."""
    names = create(22)
    page.open("/tasks?show=open&page=2")
    page.press(f"Done {names[20]}")
    assert page.tasks == names[21:]
    page.press(f"Done {names[21]}")
    assert page.tasks == names[:20]
    assert page.is_current("Open")
    page.open("/tasks?page=2")
    page.press(f"Reopen {names[21]}")
    assert (page.tasks, page.is_current("All")) == (names[20:], True)


@pytest.mark.promise("SHOW-6")
def test_reading_changes_nothing(page: HttpDriver, ann: User, task: dict[str, Any]) -> None:
    """GET and HEAD of each path leave task, account and session; two paths are only POST."""
    found = {}
    for operation in ("complete_task", "log_out"):
        page.open(path_of(operation, task["id"]))
        found[operation] = page.status
    for operation in ("delete_task", "edit_task", "delete_account", "change_password"):
        for method in ("GET", "HEAD"):
            page.request(method, f"{path_of(operation, task['id'])}?completed=true")
    page.open("/tasks")
    assert page.tasks == [task["name"]]
    assert ann.get(ann.tasks).json() == {"tasks": [task]}
    assert found == {"complete_task": 405, "log_out": 405}


@pytest.mark.promise("SHOW-6", "PAGE-2")
def test_deleting_asks_first(page: HttpDriver, ann: User, task: dict[str, Any]) -> None:
    """The page that asks names the task; only its button deletes."""
    page.open(path_of("delete_task", task["id"]))
    assert task["name"] in page.text
    assert len(ann.get(ann.tasks).json()["tasks"]) == 1
    page.press("Delete")
    assert (page.path, page.tasks) == ("/tasks", [])
    assert ann.get(ann.tasks).json()["tasks"] == []
