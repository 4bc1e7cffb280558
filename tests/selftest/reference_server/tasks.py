"""The caller's tasks, one at a time; another user's task answers 404."""

import time
from typing import Any

from .bodies import read_object
from .faults import fault
from .messages import Answer, Failure, Refusal, Request
from .records import Task
from .schemas import TASK, judge, load, refuse_if, with_defaults
from .states import answer, etag, is_match, is_not_modified, precondition_failed, show
from .store import add, find_task, find_task_to_replace, forget, next_id, was_deleted, write

LATE = 0.25  # seconds during which a faulty server does not see its own writes
READ_ONLY = ("id", "creation_date")


def create_task(request: Request) -> Answer:
    """Create a task."""
    data, user, wrong = load(TASK, request), request.session.user, request.wrong
    with request.world.writing():
        task = add(next_id(request, user), data, request)
    segments = [user.username, "tasks"]
    if not wrong("create-location-of-the-list"):
        segments.append(str(task.id))
    status = 200 if wrong("create-200") else 201
    created = answer(status, task, request, {"Location": request.location(*segments)})
    if wrong("etag-missing-on-creation"):
        del created.headers["ETag"]
    return created


def read_task(request: Request) -> Answer:
    """Show one task."""
    task, wrong = find_task(request), request.wrong
    if wrong("query-refused-on-task") and request.query:
        name = request.query.partition("=")[0]
        raise Refusal(422, "Bad query.", errors={name: "Is unknown."}, place="parameter")
    if time.monotonic() - task.changed < LATE:
        if wrong("new-task-hidden") and task.writes == 1:
            raise Refusal(404, "You have no task with this id.")
        if wrong("replacement-read-late"):
            task = task.previous or task
    if is_not_modified(task, request):
        body = show(task, request) if wrong("304-with-body") else None
        return Answer(304, body, {} if wrong("304-without-etag") else etag(task, request))
    return answer(200, task, request, {})


def replace_task(request: Request) -> Answer:
    """Replace a task."""
    body = read_object(request)
    misread(body, request)
    data, errors = judge(TASK, body, request.wrong)
    if errors and request.wrong("refused-replacement-half-done"):
        write(find_task(request), data, request)
    refuse_if(errors)
    if not request.wrong("replacement-merges"):
        data = with_defaults(TASK, data, request.wrong)
    if fault("falsy-members-not-replaced"):
        data = {name: value for name, value in data.items() if value}
    with request.world.writing():
        task = find_task_to_replace(request, data)
        match = is_match(task, request)
        if request.wrong("two-winners-of-a-tag"):
            request.world.give_way()
        if match or request.wrong("412-and-written"):
            write(task, data, request)
    if not match:
        raise precondition_failed()
    old = task.previous if request.wrong("replacement-answers-the-old-state") else None
    replaced = answer(200, old or task, request, {})
    if request.wrong("etag-missing-on-replacement"):
        del replaced.headers["ETag"]
    if fault("replacement-echoes-read-only-members"):
        replaced.content |= {name: body[name] for name in READ_ONLY if name in body}
    return replaced


def misread(body: dict[str, Any], request: Request) -> None:
    """With a fault, use the id in a body, or complete the body from the task."""
    own = {str(task.id): task for task in request.world.tasks_of(request.session.user)}
    sent = str(body.get("id"))
    if fault("other-id-refused-in-replacement") and "id" in body and sent != request.id:
        raise Refusal(400, "The id in the body is not that of the path.")
    if fault("replacement-follows-the-id-in-the-body") and sent in own:
        request.id = sent
    if fault("missing-name-keeps-the-old") and request.id in own:
        body.setdefault("name", own[request.id].name)


def merge_task(request: Request) -> Answer:
    """Change only the members that are sent: PATCH, which the contract excludes."""
    task = find_task(request)
    data, errors = judge(TASK, {"name": task.name, **read_object(request)}, request.wrong)
    refuse_if(errors)
    write(task, data, request)
    return answer(200, task, request, {})


def delete_task(request: Request) -> Answer:
    """Delete a task."""
    with request.world.writing():
        if request.wrong("second-deletion-204") and was_deleted(request):
            return Answer(204)
        task = find_task(request)
        if not is_match(task, request):
            if fault("412-and-deleted"):
                forget(task, request)
            raise precondition_failed()
        fail_if_gone(task, request)
        if request.wrong("two-winners-of-a-tag"):
            request.world.give_way()
        if not request.wrong("deletion-lost"):
            forget(task, request)
    return Answer(204, {} if request.wrong("deletion-204-with-body") else None)


def fail_if_gone(task: Task, request: Request) -> None:
    """With a fault, crash if another request deletes the task in the meantime."""
    if fault("parallel-deletions-500"):
        request.world.give_way()
        if task.id not in request.world.tasks:
            raise Failure
