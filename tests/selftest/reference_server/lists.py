"""The list of the caller's tasks, one page at a time."""

import operator
import time
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, UTC, datetime
from typing import Any
from urllib.parse import urlencode

from .conditions import show
from .decimals import MAX_INTEGER
from .faults import altered, chosen, fault
from .messages import Answer, Request, fail
from .queries import read_query
from .records import Task

LATE = 0.25  # seconds during which a faulty server does not list a new task
OFFSETS = 2**62  # for a fault that uses offsets instead of ids: larger than any id
# How a faulty server orders the tasks of a page.
ORDERS: Mapping[str, Callable[[list[Task]], list[Task]]] = {
    "list-newest-first": lambda page: page[::-1],
    "list-ordered-as-text": lambda page: sorted(page, key=lambda task: str(task.id)),
    "list-edited-last": lambda page: sorted(
        page, key=lambda task: task.changed * (task.writes > 1)
    ),
}
# How a faulty server compares a due_date with due_before.
COMPARISONS: Mapping[str, Callable[[datetime, datetime], bool]] = {
    "due-before-inclusive": lambda due, moment: due <= moment,
    "due-before-by-the-day": lambda due, moment: due.date() < moment.date(),
}
# The parameters that a faulty server keeps in Link.
KEPT: Mapping[str, tuple[str, ...]] = {
    "link-forgets-limit": ("completed", "due_before"),
    "link-forgets-filters": ("limit",),
}


def list_tasks(request: Request) -> Answer:
    """List the tasks, a page at a time."""
    texts, query = read_query(request)
    size = query.get("limit", chosen({"limit-of-100-by-default": 100}, 50))
    after = query.get("after", 0)
    rest = remaining(after, request)
    if not fault("filter-after-the-page"):
        rest = [task for task in rest if passes(task, query)]
    if fault("pages-by-offset") and after >= OFFSETS:
        rest = rest[after - OFFSETS :]
    page = [task for task in rest[:size] if passes(task, query)]
    more = len(rest) > size > 0 and len(page) == size
    if fault("link-on-the-last-page"):
        more = len(page) == size
    headers = {"Link": link(next_after(rest, size, after), texts, request)} if more else {}
    return Answer(200, {"tasks": [show(task) for task in altered(page, ORDERS)]}, headers)


def remaining(after: int, request: Request) -> list[Task]:
    """Return the caller's tasks with larger ids, sorted by id."""
    world = request.world
    tasks = world.tasks_of(request.session.user)
    fail("huge-after-500", after == MAX_INTEGER)
    fail(
        "date-fills-the-calendar-500",
        any(task.due_date and task.due_date.year == MAXYEAR for task in tasks),
    )
    if fault("after-must-exist") and after and after not in {task.id for task in tasks}:
        return []
    if fault("list-of-everybody"):
        tasks = sorted(world.tasks.values(), key=lambda task: task.id)
    if fault("pages-by-offset") and after >= OFFSETS:
        return tasks
    if fault("list-read-late"):
        tasks = [task for task in tasks if time.monotonic() - task.changed > LATE]
    first = after + (not fault("after-inclusive"))
    return [task for task in tasks if task.id >= first]


def passes(task: Task, query: dict[str, Any]) -> bool:
    """Return whether a task passes all filters in the query."""
    verdicts = []
    undated = chosen({"due-before-shows-undated": datetime.min}, datetime.max).replace(tzinfo=UTC)
    for name, value in query.items():
        if name == "completed" and not (fault("completed-false-ignored") and not value):
            verdicts.append(task.completed == value)
        if name == "due_before":
            verdicts.append(chosen(COMPARISONS, operator.lt)(task.due_date or undated, value))
    if fault("last-filter-wins"):
        verdicts = verdicts[-1:]
    return any(verdicts or [True]) if fault("filters-by-or") else all(verdicts)


def next_after(rest: list[Task], size: int, after: int) -> int:
    """Return the id after which the next page starts."""
    if fault("pages-by-offset"):
        return size + (after if after >= OFFSETS else OFFSETS)
    if fault("pages-skip-a-task") and len(rest) > size:
        return rest[size].id
    return rest[:size][-1].id + fault("after-inclusive")


def link(after: int, texts: dict[str, str], request: Request) -> str:
    """Return the Link to the next page (RFC 8288 §3), with the same limit and filters."""
    names = chosen(KEPT, tuple(texts))
    kept = {name: text for name, text in texts.items() if name in names}
    query = urlencode(kept | {"after": str(after)}, safe=chosen({"link-without-escapes": "+:"}, ""))
    path = request.link(request.username, "tasks")
    first = f'<{path}>; rel="first", ' if fault("link-names-the-first-page-too") else ""
    return f'{first}<{path}?{query}>; rel="next"'
