"""Tasks in a world: add, find, change and delete."""

import copy
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from .bodies import read_object, sent_time
from .decimals import MAX_INTEGER, parse_id
from .faults import altered, chosen, fault
from .messages import Refusal, Request, fail
from .records import Task, User, now

MEMBERS = ("name", "note", "due_date", "completed")
BY_ID = {
    "others-task-read-by-id": ("GET", "HEAD"),
    "others-task-replaced-by-id": ("PUT",),
    "others-task-deleted-by-id": ("DELETE",),
}
BUSY: Mapping[str, Callable[[], Refusal | None]] = {
    "parallel-writers-500": lambda: Refusal(500, "The server failed."),
    "parallel-writers-503": lambda: Refusal(503, "Busy.", headers={"Retry-After": "1"}),
}
# How a faulty server changes the moment of creation, at the creation and at a replacement.
CREATED: Mapping[str, Callable[[datetime, Request], datetime]] = {
    "creation-date-of-the-start": lambda _, r: r.world.start - timedelta(days=1),
    "creation-date-in-local-time": lambda moment, _: moment + timedelta(hours=2),
    "creation-date-from-client": lambda moment, r: sent_time("creation_date", r, moment),
}
REPLACED: Mapping[str, Callable[[datetime, Request], datetime]] = {
    "creation-date-moves": lambda *_: now(),
    "creation-date-from-replacement": lambda moment, r: sent_time("creation_date", r, moment),
}


def add(id: int, data: dict[str, Any], request: Request) -> Task:
    """Add a task to the world and return it."""
    world, user = request.world, request.session.user
    created = altered(now(), CREATED, request)
    task = Task(id=id, **data, creation_date=created, owner=user, changed=time.monotonic())
    if fault("parallel-creations-lost"):
        known = set(world.tasks)
        world.give_way()
        for other in world.tasks_of(user):
            if other.id not in known:
                del world.tasks[other.id]
    world.tasks[task.id] = task
    return task


def next_id(request: Request, user: User) -> int:
    """Return an id that was never used before."""
    if fault("id-from-client"):
        sent = read_object(request).get("id")
        if type(sent) is int and 0 < sent <= MAX_INTEGER and sent not in request.world.tasks:
            return sent
    if user.reusable_ids:
        return user.reusable_ids.pop(0)
    return next(number for number in request.world.ids if number not in request.world.tasks)


def find_task(request: Request) -> Task:
    """Return the caller's task for the path; 404 if there is none."""
    task = request.world.tasks.get(parse_id(request.id))
    if task and (task.owner is request.session.user or request.method in chosen(BY_ID, ())):
        return task
    fail("others-task-403", task, 403)
    fail("deleted-task-410", was_deleted(request), 410)
    raise Refusal(404, "You have no task with this id.")


def find_task_to_replace(request: Request, data: dict[str, Any]) -> Task:
    """Return the caller's task, or the one that a faulty server would use."""
    world, number = request.world, parse_id(request.id)
    if fault("replacement-revives") and was_deleted(request):
        world.tasks[number] = world.deleted_tasks.pop(number)
    if fault("replacement-creates") and number not in world.tasks:
        return add(number, data, request)
    return find_task(request)


def was_deleted(request: Request) -> bool:
    """Return whether the path is that of a task that the caller has deleted."""
    task = request.world.deleted_tasks.get(parse_id(request.id))
    return task is not None and task.owner is request.session.user


def write(task: Task, data: dict[str, Any], request: Request) -> None:
    """Store the members of a task."""
    task.previous = copy.copy(task)
    task.previous.previous = None
    names = deque(name for name in MEMBERS if name in data)
    if fault("replacements-mixed"):  # the writers start with different members
        names.rotate(next(request.world.turns))
    for name in names:
        setattr(task, name, data[name])
        request.world.race("replacements-mixed")
    task.writes += 1
    task.changed = time.monotonic()
    task.creation_date = altered(task.creation_date, REPLACED, request)


def forget(task: Task, request: Request) -> None:
    """Remove a task from the world."""
    world = request.world
    if fault("ids-reused-after-the-last") and world.tasks_of(task.owner)[-1:] == [task]:
        task.owner.reusable_ids = [task.id]
    world.deleted_tasks[task.id] = world.tasks.pop(task.id, task)
