"""The caller's tasks, one at a time; another user's task answers 404."""

import time
from typing import Any

from .bodies import echoed, read_object
from .conditions import answer, etag, is_match, is_not_modified, show
from .faults import fault
from .messages import Answer, Refusal, Request, fail, refuse
from .schemas import TASK, judge, load, refuse_if, with_defaults
from .store import BUSY, add, find_task, find_task_to_replace, forget, next_id, was_deleted, write

CHANGED = "The task has changed: If-Match does not have its tag."
LATE = 0.25  # seconds during which a faulty server does not see its own writes


def create_task(request: Request) -> Answer:
    """Create a task."""
    data, user = load(TASK, request), request.session.user
    with request.world.alone(BUSY):
        task = add(next_id(request, user), data, request)
    return answer(201, task, {"Location": request.link(user.username, "tasks", task.id)})


def read_task(request: Request) -> Answer:
    """Show one task."""
    task = find_task(request)
    if fault("query-refused-on-task") and request.query:
        name = request.query.partition("=")[0]
        raise Refusal(422, "Bad query.", errors={name: "Is unknown."}, place="parameter")
    if time.monotonic() - task.changed < LATE:
        fail("new-task-hidden", task.writes == 1, 404)
        if fault("replacement-read-late"):
            task = task.previous or task
    if is_not_modified(task, request):
        return Answer(304, show(task) if fault("304-with-body") else None, etag(task))
    return answer(200, task)


def replace_task(request: Request) -> Answer:
    """Replace a task."""
    body = read_object(request)
    misread(body, request)
    data, errors = judge(TASK, body)
    if errors and fault("refused-replacement-half-done"):
        write(find_task(request), data, request)
    refuse_if(errors)
    if not fault("replacement-merges"):
        data = with_defaults(TASK, data)
    if fault("falsy-members-not-replaced"):
        data = {name: value for name, value in data.items() if value}
    with request.world.alone(BUSY):
        task = find_task_to_replace(request, data)
        match = is_match(task, request)
        request.world.race("two-winners-of-a-tag")
        if match or fault("412-and-written"):
            write(task, data, request)
    if not match:
        refuse(412, CHANGED)
    if fault("replacement-answers-the-old-state") and task.previous:
        task = task.previous
    echo = echoed("replacement-echoes-read-only-members", body, "id", "creation_date")
    replaced = answer(200, task)
    return replaced.but(content=replaced.content | echo)


def misread(body: dict[str, Any], request: Request) -> None:
    """With a fault, use the id in a body, or complete the body from the task."""
    own = {str(task.id): task for task in request.world.tasks_of(request.session.user)}
    sent = str(body.get("id", request.id))
    fail("other-id-refused-in-replacement", sent != request.id, 400)
    if fault("replacement-follows-the-id-in-the-body") and sent in own:
        request.id = sent
    if fault("missing-name-keeps-the-old") and request.id in own:
        body.setdefault("name", own[request.id].name)


def merge_task(request: Request) -> Answer:
    """Change only the members that are sent: PATCH, which the contract excludes."""
    task = find_task(request)
    data, errors = judge(TASK, {"name": task.name, **read_object(request)})
    refuse_if(errors)
    write(task, data, request)
    return answer(200, task)


def delete_task(request: Request) -> Answer:
    """Delete a task."""
    with request.world.alone(BUSY):
        if fault("second-deletion-204") and was_deleted(request):
            return Answer(204)
        task = find_task(request)
        match = is_match(task, request)
        request.world.race("two-winners-of-a-tag", match)
        request.world.race("parallel-deletions-500")
        fail("parallel-deletions-500", task.id not in request.world.tasks)
        if (match or fault("412-and-deleted")) and not fault("deletion-lost"):
            forget(task, request)
    if not match:
        refuse(412, CHANGED)
    return Answer(204)
