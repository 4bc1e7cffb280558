"""The list of the caller's tasks, one page at a time."""

import time
from datetime import MAXYEAR, datetime
from typing import Any
from urllib.parse import urlencode

from .decimals import MAX_INTEGER
from .faults import fault
from .messages import Answer, Failure, Request
from .queries import read_query
from .records import Task
from .states import show
from .times import Wrong

LATE = 0.25  # seconds during which a faulty server does not list a new task
OFFSETS = 2**62  # for a fault that uses offsets instead of ids: larger than any id


def list_tasks(request: Request) -> Answer:
    """List the tasks, a page at a time."""
    wrong = request.wrong
    texts, query = read_query(request)
    size = query.get("limit", 100 if wrong("limit-of-100-by-default") else 50)
    after = query.get("after", 0)
    rest = remaining(after, request)
    if not wrong("filter-after-the-page"):
        rest = [task for task in rest if passes(task, query, wrong)]
    if wrong("pages-by-offset") and after >= OFFSETS:
        rest = rest[after - OFFSETS :]
    page = [task for task in rest[:size] if passes(task, query, wrong)]
    more = len(rest) > size > 0 and len(page) == size
    if wrong("link-on-the-last-page"):
        more = len(page) == size
    headers = {"Link": link(next_after(rest, size, after, wrong), texts, request)} if more else {}
    return Answer(200, {"tasks": [show(task, request) for task in order(page, wrong)]}, headers)


def remaining(after: int, request: Request) -> list[Task]:
    """Return the caller's tasks with larger ids, sorted by id."""
    world, wrong = request.world, request.wrong
    tasks = world.tasks_of(request.session.user)
    if wrong("huge-after-500") and after == MAX_INTEGER:
        raise Failure
    if wrong("date-fills-the-calendar-500") and any(ends_the_calendar(task) for task in tasks):
        raise Failure
    if wrong("after-must-exist") and after and after not in {task.id for task in tasks}:
        return []
    if wrong("list-of-everybody"):
        tasks = sorted(world.tasks.values(), key=lambda task: task.id)
    if wrong("pages-by-offset") and after >= OFFSETS:
        return tasks
    if fault("list-read-late"):
        tasks = [task for task in tasks if time.monotonic() - task.changed > LATE]
    first = after if wrong("after-inclusive") else after + 1
    return [task for task in tasks if task.id >= first]


def passes(task: Task, query: dict[str, Any], wrong: Wrong) -> bool:
    """Return whether a task passes all filters in the query."""
    verdicts = []
    for name in query:
        ignored = fault("completed-false-ignored") and not query[name]
        if name == "completed" and not ignored:
            verdicts.append(task.completed == query["completed"])
        if name == "due_before":
            verdicts.append(is_due_before(task.due_date, query["due_before"], wrong))
    if wrong("last-filter-wins"):
        verdicts = verdicts[-1:]
    return any(verdicts or [True]) if wrong("filters-by-or") else all(verdicts)


def ends_the_calendar(task: Task) -> bool:
    """Return whether a task is due in the year 9999."""
    return task.due_date is not None and task.due_date.year == MAXYEAR


def is_due_before(due_date: datetime | None, moment: datetime, wrong: Wrong) -> bool:
    """Return whether a task is due before a time."""
    if due_date is None:
        return wrong("due-before-shows-undated")
    if fault("due-before-by-the-day"):
        return due_date.date() < moment.date()
    return due_date < moment or (wrong("due-before-inclusive") and due_date == moment)


def order(page: list[Task], wrong: Wrong) -> list[Task]:
    """Sort the tasks of a page by id."""
    if wrong("list-newest-first"):
        return page[::-1]
    if fault("list-ordered-as-text"):
        return sorted(page, key=lambda task: str(task.id))
    if wrong("list-edited-last"):
        return sorted(page, key=lambda task: task.changed if task.writes > 1 else 0)
    return page


def next_after(rest: list[Task], size: int, after: int, wrong: Wrong) -> int:
    """Return the id after which the next page starts."""
    last = rest[:size][-1].id
    if wrong("pages-by-offset"):
        return size + (after if after >= OFFSETS else OFFSETS)
    if wrong("pages-skip-a-task") and len(rest) > size:
        return rest[size].id
    return last + wrong("after-inclusive")


def link(after: int, texts: dict[str, str], request: Request) -> str:
    """Return the Link to the next page (RFC 8288 §3), with the same limit and filters."""
    kept = dict(texts)
    if request.wrong("link-forgets-limit"):
        kept.pop("limit", None)
    if request.wrong("link-forgets-filters"):
        kept = {name: text for name, text in texts.items() if name == "limit"}
    safe = "+:" if request.wrong("link-without-escapes") else ""
    query = urlencode(kept | {"after": str(after)}, safe=safe)
    path = request.link(request.username, "tasks")
    if request.wrong("link-absolute"):
        path = f"http://{request.headers.get('Host')}{path}"
    if fault("link-relative"):
        path = "tasks"
    first = f'<{path}>; rel="first", ' if fault("link-names-the-first-page-too") else ""
    return f'{first}<{path}?{query}>; rel="next"'
