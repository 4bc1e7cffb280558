"""The list of tasks: its pages, its filter, its buttons."""

from collections.abc import Callable
from typing import Any

import pytest

from ..client import User
from .driver import heading
from .http_driver import HttpDriver
from .names import ERRORS, path_of

NO_PAGES = ["0", "-1", "01", "x", "", "1e3", "1.0", "+1", "%201", "\u0663", "1_0", "0x1"]
NO_FILTERS = ["", "All", "everything", "open%00", "%FF", "done,open"]
FILTERS = {"show=all": "All", "show=open": "Open", "show=done": "Done", "": "All"}
EMPTY = "There are no tasks here."


@pytest.fixture
def create(ann: User) -> Callable[..., list[str]]:
    """A function that creates so many tasks of ann, and returns their names, newest first."""

    def create(count: int, name: str = "Task", **members: Any) -> list[str]:
        made = [ann.create_task(f"{name} {number}", **members) for number in range(count)]
        return [task["name"] for task in reversed(made)]

    return create


def ways(page: HttpDriver) -> list[str]:
    """Return the links to other pages of the list."""
    return [name for name in page.links if name.endswith(" page")]


@pytest.mark.promise("SHOW-1")
def test_a_list_has_pages_of_twenty(page: HttpDriver, create: Callable[..., list[str]]) -> None:
    """The newest come first; "Next page" and "Previous page" lead through all of them."""
    names = create(41)
    page.open("/tasks")
    assert (page.tasks, ways(page)) == (names[:20], ["Next page"])
    page.follow("Next page")
    assert (page.tasks, sorted(ways(page))) == (names[20:40], ["Next page", "Previous page"])
    page.follow("Next page")
    assert (page.tasks, ways(page)) == (names[40:], ["Previous page"])
    page.follow("Previous page")
    assert page.tasks == names[20:40]


@pytest.mark.promise("SHOW-1")
def test_pages_keep_the_filter(page: HttpDriver, create: Callable[..., list[str]]) -> None:
    """With a filter the links lead to pages of the same filter; exactly 20 tasks are one page."""
    done = create(20, "Done", completed=True)
    names = create(21, "Open")
    page.open("/tasks?show=open")
    page.follow("Next page")
    assert (page.tasks, ways(page)) == (names[20:], ["Previous page"])
    page.follow("Previous page")
    assert page.tasks == names[:20]
    page.open("/tasks?show=done")
    assert (page.tasks, ways(page)) == (done, [])


@pytest.mark.promise("SHOW-2")
def test_a_page_that_is_no_number_is_not_found(page: HttpDriver) -> None:
    """A page that is no canonical positive integer is 404, and so is an unknown filter."""
    queries = [f"page={each}" for each in NO_PAGES] + [f"show={each}" for each in NO_FILTERS]
    found = {}
    for query in queries:
        page.open(f"/tasks?{query}")
        found[query] = page.status, heading(page)
    assert found == dict.fromkeys(queries, (404, ERRORS[404]))


@pytest.mark.promise("SHOW-2")
def test_a_page_past_the_end_shows_the_last_one(
    page: HttpDriver, create: Callable[..., list[str]]
) -> None:
    """However large the number, the last page is shown; an empty list has one page."""
    page.open("/tasks?page=2")
    assert (page.status, page.tasks) == (200, [])
    names = create(21)
    for number in ("3", "9223372036854775808", "1" + "0" * 24):
        page.open(f"/tasks?page={number}")
        assert (page.status, page.tasks, ways(page)) == (200, names[20:], ["Previous page"])


@pytest.mark.promise("SHOW-3")
def test_the_filter_in_force_is_marked(page: HttpDriver, ann: User) -> None:
    """Of the three links only that of the filter in force is aria-current."""
    found = {}
    for query in FILTERS:
        page.open(f"/tasks?{query}")
        found[query] = [name for name in ("All", "Open", "Done") if page.is_current(name)]
    assert found == {query: [name] for query, name in FILTERS.items()}


@pytest.mark.promise("SHOW-3", "SHOW-1")
def test_the_filter_chooses(page: HttpDriver, ann: User) -> None:
    """All, Open and Done show what they say."""
    ann.create_task("Buy milk")
    ann.create_task("Call Carol", completed=True)
    page.open("/tasks")
    shown = {}
    for name in ("Open", "Done", "All"):
        page.follow(name)
        shown[name] = sorted(page.tasks)
    both = ["Buy milk", "Call Carol"]
    assert shown == {"Open": ["Buy milk"], "Done": ["Call Carol"], "All": both}


@pytest.mark.promise("SHOW-4")
def test_an_empty_list_says_so(page: HttpDriver, ann: User) -> None:
    """Nothing at all, or nothing under this filter; a list with a task does not say it."""
    page.open("/tasks")
    assert EMPTY in page.text
    ann.create_task()
    found = {}
    for query in FILTERS:
        page.open(f"/tasks?{query}")
        found[query] = EMPTY in page.text
    assert found == {query: query == "show=done" for query in FILTERS}


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
