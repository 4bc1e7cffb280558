"""A task as clients see it, its ETag, and conditional requests."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from .faults import altered, fault
from .messages import Answer, Request, fail
from .records import Task
from .times import format_timestamp

Shown = dict[str, Any]
TAG = re.compile(r'(W/)?"([^"]*)"')
# How a faulty server shows a task.
VIEWS: Mapping[str, Callable[[Shown, Task], Shown]] = {
    "id-as-text": lambda shown, task: shown | {"id": str(task.id)},
    "html-escaped": lambda shown, task: shown | {"name": task.name.replace("<", "&lt;")},
    "task-names-its-owner": lambda shown, task: shown | {"owner": task.owner.username},
    "task-without-empty-members": lambda shown, _: {
        name: value for name, value in shown.items() if name != "due_date" or value
    },
}
# From what a faulty server makes the tag of a task.
TAGGED: Mapping[str, Callable[[Shown, Task], Shown]] = {
    "etag-ignores-completed": lambda shown, _: shown | {"completed": None},
    "etag-counts-writes": lambda shown, task: shown | {"writes": task.writes},
    "etag-of-the-moment": lambda *_: {"moment": time.monotonic_ns()},
    "etag-of-the-second": lambda _, task: {"id": task.id, "second": int(task.changed)},
}


def show(task: Task) -> Shown:
    """Return a task as its owner sees it."""
    shown = {
        "id": task.id,
        "name": task.name,
        "note": task.note,
        "creation_date": format_timestamp(task.creation_date),
        "due_date": format_timestamp(task.due_date) if task.due_date else None,
        "completed": task.completed,
    }
    return altered(shown, VIEWS, task)


def tag(task: Task) -> str:
    """Return the opaque, strong tag of a task without quotes (RFC 9110 §8.8.1)."""
    state = altered(show(task), TAGGED, task)
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:40]


def etag(task: Task) -> dict[str, str]:
    """Return the ETag header of a task."""
    return {"ETag": f'"{tag(task)}"'}


def answer(status: int, task: Task, headers: Mapping[str, str] | None = None) -> Answer:
    """Return an answer with one task."""
    return Answer(status, show(task), {**(headers or {}), **etag(task)})


# How a faulty server changes If-None-Match and If-Match; "" matches no tag.
IF_NONE_MATCH: Mapping[str, Callable[[str, str], str]] = {
    "if-none-match-ignored": lambda *_: "",
    "head-ignores-if-none-match": lambda tags, method: "" if method == "HEAD" else tags,
    "if-none-match-star-ignored": lambda tags, _: "" if tags == "*" else tags,
    "if-none-match-takes-no-list": lambda tags, _: "" if "," in tags else tags,
    "if-none-match-strong-only": lambda tags, _: re.sub(r'W/"[^"]*"', "", tags),
}
IF_MATCH: Mapping[str, Callable[[str, str], str]] = {
    "if-match-ignored-on-delete": lambda tags, method: "*" if method == "DELETE" else tags,
    "if-match-ignored-on-put": lambda tags, method: "*" if method == "PUT" else tags,
    "if-match-star-refused": lambda tags, _: "" if tags == "*" else tags,
    "if-match-takes-no-list": lambda tags, _: "" if "," in tags else tags,
    "if-match-list-needs-blanks": lambda tags, _: "" if re.search(r",\S", tags) else tags,
    "if-match-takes-weak": lambda tags, _: tags.replace("W/", ""),
}


def is_not_modified(task: Task, request: Request) -> bool:
    """Return whether If-None-Match has the current tag, compared weakly (RFC 9110 §13.1.2)."""
    tags = altered(combined(request, "If-None-Match") or "", IF_NONE_MATCH, request.method)
    if fault("if-none-match-takes-part") and tag(task) in tags:
        return True
    return tags == "*" or tag(task) in {opaque for _, opaque in TAG.findall(tags)}


def is_match(task: Task, request: Request) -> bool:
    """Return whether If-Match is absent or has the current tag, compared strongly."""
    tags = combined(request, "If-Match")
    if tags is None:
        return True
    tags = altered(tags, IF_MATCH, request.method)
    fail("odd-if-match-500", tags != "*" and not TAG.search(tags))
    return tags == "*" or tag(task) in {opaque for weak, opaque in TAG.findall(tags) if not weak}


def combined(request: Request, name: str) -> str | None:
    """Return the value of a list header, sent once or more; None if it is absent."""
    values = request.headers.get_all(name)
    return None if values is None else ", ".join(map(str, values)).strip()
