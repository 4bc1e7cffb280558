"""The list of tasks: its pages, its filter, its buttons."""

from collections.abc import Callable

import pytest

from ..client import User
from .driver import heading
from .http_driver import HttpDriver
from .names import ERRORS

NO_PAGES = ["0", "-1", "01", "x", "", "1e3", "1.0", "+1", "%201", "\u0663", "1_0", "0x1"]
NO_FILTERS = ["", "All", "everything", "open%00", "%FF", "done,open"]
FILTERS = {"show=all": "All", "show=open": "Open", "show=done": "Done", "": "All"}
EMPTY = "There are no tasks here."


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
def test_a_page_that_is_no_number_is_not_found(reader: HttpDriver) -> None:
    """A page that is no canonical positive integer is 404, and so is an unknown filter."""
    queries = [f"page={each}" for each in NO_PAGES] + [f"show={each}" for each in NO_FILTERS]
    found = {}
    for query in queries:
        reader.open(f"/tasks?{query}")
        found[query] = reader.status, heading(reader)
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
def test_the_filter_in_force_is_marked(reader: HttpDriver) -> None:
    """Of the three links only that of the filter in force is aria-current."""
    found = {}
    for query in FILTERS:
        reader.open(f"/tasks?{query}")
        found[query] = [name for name in ("All", "Open", "Done") if reader.is_current(name)]
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
