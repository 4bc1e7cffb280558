"""A task as clients see it, its ETag, and conditional requests."""

import hashlib
import json
import re
import time
from typing import Any

from .faults import fault
from .messages import Answer, Failure, Refusal, Request
from .records import Task
from .times import format_timestamp

TAG = re.compile(r'(W/)?"([^"]*)"')


def show(task: Task, request: Request) -> dict[str, Any]:
    """Return a task as its owner sees it."""
    wrong = request.wrong
    shown = {
        "id": str(task.id) if wrong("id-as-text") else task.id,
        "name": task.name.replace("<", "&lt;") if wrong("html-escaped") else task.name,
        "note": task.note,
        "creation_date": format_timestamp(task.creation_date, wrong),
        "due_date": format_timestamp(task.due_date, wrong) if task.due_date else None,
        "completed": task.completed,
    }
    if wrong("task-names-its-owner"):
        shown["owner"] = task.owner.username
    if wrong("task-without-empty-members") and not task.due_date:
        del shown["due_date"]
    return shown


def tag(task: Task, request: Request) -> str:
    """Return the opaque, strong tag of a task without quotes (RFC 9110 §8.8.1)."""
    if fault("etag-of-the-second"):
        return f"{task.id}-{int(task.changed)}"
    state = show(task, request)
    if request.wrong("etag-ignores-completed"):
        del state["completed"]
    if request.wrong("etag-counts-writes"):
        state["writes"] = task.writes
    if request.wrong("etag-of-the-moment"):
        state["moment"] = time.monotonic_ns()
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:40]


def etag(task: Task, request: Request) -> dict[str, str]:
    """Return the ETag header of a task."""
    weak = "W/" if request.wrong("etag-weak") else ""
    return {"ETag": f'{weak}"{tag(task, request)}"'}


def answer(status: int, task: Task, request: Request, headers: dict[str, str]) -> Answer:
    """Return an answer with one task."""
    return Answer(status, show(task, request), headers | etag(task, request))


def is_not_modified(task: Task, request: Request) -> bool:
    """Return whether If-None-Match has the current tag, compared weakly (RFC 9110 §13.1.2)."""
    condition = combined(request, "If-None-Match")
    if condition is None or request.wrong("if-none-match-ignored"):
        return False
    if fault("head-ignores-if-none-match") and request.method == "HEAD":
        return False
    if fault("if-none-match-takes-part"):
        return tag(task, request) in condition
    if condition == "*":
        return not request.wrong("if-none-match-star-ignored")
    if request.wrong("if-none-match-takes-no-list") and "," in condition:
        return False
    strong_only = request.wrong("if-none-match-strong-only")
    tags = {opaque for weak, opaque in TAG.findall(condition) if not (weak and strong_only)}
    return tag(task, request) in tags


def is_match(task: Task, request: Request) -> bool:
    """Return whether If-Match is absent or has the current tag, compared strongly."""
    condition = combined(request, "If-Match")
    if condition is None or ignores_if_match(request):
        return True
    if condition == "*":
        return not request.wrong("if-match-star-refused")
    if request.wrong("odd-if-match-500") and not TAG.search(condition):
        raise Failure
    if request.wrong("if-match-takes-no-list") and "," in condition:
        return False
    if fault("if-match-list-needs-blanks"):
        return f'"{tag(task, request)}"' in condition.split(", ")
    takes_weak = request.wrong("if-match-takes-weak")
    tags = {opaque for weak, opaque in TAG.findall(condition) if takes_weak or not weak}
    return tag(task, request) in tags


def ignores_if_match(request: Request) -> bool:
    """Return whether the method ignores If-Match."""
    if request.method == "DELETE":
        return request.wrong("if-match-ignored-on-delete")
    return request.wrong("if-match-ignored-on-put")


def combined(request: Request, name: str) -> str | None:
    """Return the value of a list header, sent once or more; None if it is absent."""
    values = request.headers.get_all(name)
    return None if values is None else ", ".join(map(str, values)).strip()


def precondition_failed() -> Refusal:
    """Return the 412 answer."""
    return Refusal(412, "The task has changed: If-Match does not have its tag.")
