"""Lists: the caller's tasks, page by page."""

from datetime import datetime
from urllib.parse import parse_qsl, quote, urlsplit

import pytest

from .client import User
from .helpers import names, pages, verdict

NOON = "2030-01-02T12:00:00.000000Z"


def create(user: User, *names: str) -> list[int]:
    """Create tasks with these names, and return their ids."""
    return [user.create_task(name=name)["id"] for name in names]


@pytest.mark.promise("LIST-1")
def test_a_list_holds_ones_own_tasks_in_order(ann: User, bob: User) -> None:
    """Tasks are sorted by id, not by last change, and bob's are not included."""
    for number in range(3):
        ann.create_task(name=f"ann's {number}")
        bob.create_task(name=f"bob's {number}")
    first = ann.get(ann.tasks).json()["tasks"][0]
    ann.put(f"{ann.tasks}/{first['id']}", json={"name": "ann's 0"})
    assert names(ann) == ["ann's 0", "ann's 1", "ann's 2"]
    assert names(bob) == ["bob's 0", "bob's 1", "bob's 2"]
    create(ann, *"abcdefgh")  # so that on a new server the list has 9 and 10
    ids = [task["id"] for task in ann.get(ann.tasks).json()["tasks"]]
    assert ids == sorted(ids)


@pytest.mark.promise("LIST-1", "LIST-4")
def test_a_list_may_be_empty(ann: User) -> None:
    """A user without tasks gets one empty page."""
    assert list(pages(ann)) == [[]]


@pytest.mark.promise("LIST-1", "LIST-4", "HTTP-4")
def test_head_of_a_list_has_its_link(ann: User) -> None:
    """HEAD returns the Link of the list."""
    create(ann, "one", "two")
    path = f"{ann.tasks}?limit=1"
    assert ann.head(path).headers["Link"] == ann.get(path).headers["Link"]


@pytest.mark.promise("LIST-2")
def test_a_page_has_50_tasks_where_nothing_is_said(ann: User) -> None:
    """A page has 50 of 101 tasks by default, or as many as the limit from 1 to 100."""
    ids = create(ann, *map(str, range(101)))
    sizes = {query: [len(page) for page in pages(ann, query)] for query in ("", "?limit=100")}
    assert sizes == {"": [50, 50, 1], "?limit=100": [100, 1]}
    assert [task["id"] for task in next(pages(ann, "?limit=1"))] == ids[:1]
    assert [task["id"] for task in next(pages(ann, "?limit=99"))] == ids[:99]
    for limit in (0, 101):
        assert verdict(ann.get(f"{ann.tasks}?limit={limit}")) == "422 limit"


@pytest.mark.promise("LIST-3")
def test_after_leaves_out_what_comes_before(ann: User) -> None:
    """The list starts after this id, whether or not a task has it."""
    first, second, third = create(ann, "one", "two", "three")
    assert names(ann, "?after=0") == ["one", "two", "three"]
    assert names(ann, f"?after={first - 1}") == ["one", "two", "three"]
    assert names(ann, f"?after={first}") == ["two", "three"]
    assert names(ann, f"?after={third}") == names(ann, f"?after={2**63 - 1}") == []
    ann.delete(f"{ann.tasks}/{second}")
    assert names(ann, f"?after={second}") == ["three"]


@pytest.mark.promise("LIST-3", "OWNER-2")
def test_after_takes_the_id_of_somebody_elses_task(ann: User, bob: User) -> None:
    """`after` may be any id, even that of another user's task."""
    create(ann, "one")
    place = bob.create_task()["id"]
    create(ann, "two")
    assert names(ann, f"?after={place}") == ["two"]


@pytest.mark.promise("LIST-4", "LIST-5")
def test_link_leads_from_page_to_page(ann: User) -> None:
    """Every task is on exactly one page, and the last page, even a full one, has no Link."""
    ids = create(ann, "one", "two", "three", "four")
    for limit, sizes in {1: [1, 1, 1, 1], 2: [2, 2], 3: [3, 1], 4: [4], 5: [4]}.items():
        visited = list(pages(ann, f"?limit={limit}"))
        assert [len(page) for page in visited] == sizes
        assert [task["id"] for page in visited for task in page] == ids


@pytest.mark.promise("LIST-4")
def test_link_keeps_limit_and_filters(ann: User) -> None:
    """The next page has the same parameters, and starts after the last task of this one."""
    query = {"limit": "2", "completed": "true", "due_before": "2030-01-02T12:00:00.5+05:30"}
    for number in range(5):
        ann.create_task(name=str(number), completed=True, due_date="2029-01-01T00:00:00Z")
        ann.create_task(name="open", due_date="2029-01-01T00:00:00Z")
        ann.create_task(name="late", completed=True, due_date=NOON)
    asked = "?" + "&".join(f"{name}={quote(value)}" for name, value in query.items())
    response = ann.get(ann.tasks + asked)
    link = urlsplit(ann.next_page(response) or "")
    last = response.json()["tasks"][-1]["id"]
    assert link.path == ann.tasks
    kept = dict(parse_qsl(link.query))
    moments = [datetime.fromisoformat(each.pop("due_before")) for each in (kept, query)]
    assert kept == query | {"after": str(last)}
    assert moments[0] == moments[1]  # the text of a moment may change
    visited = [[task["name"] for task in page] for page in pages(ann, asked)]
    assert visited == [["0", "1"], ["2", "3"], ["4"]]


@pytest.mark.promise("LIST-5", "LIST-4", "LIST-9")
def test_a_filtered_page_is_full(ann: User) -> None:
    """The filter comes before the limit, so hidden tasks do not shorten a page."""
    for number in range(4):
        ann.create_task(name=str(number), completed=number % 2 == 1)
    visited = [[task["name"] for task in page] for page in pages(ann, "?limit=2&completed=true")]
    assert visited == [["1", "3"]]


@pytest.mark.promise("LIST-5")
def test_changes_on_the_way_hide_no_task(ann: User) -> None:
    """Deleting read tasks and adding new ones neither skips nor repeats a task."""
    create(ann, *"abcdef")
    visited = []
    for page in pages(ann, "?limit=2"):
        visited += [task["name"] for task in page]
        for task in page:
            ann.delete(f"{ann.tasks}/{task['id']}")
        if len(visited) <= 4:
            create(ann, f"new {len(visited)}")
    assert visited == [*"abcdef", "new 2", "new 4"]
