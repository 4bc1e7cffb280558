"""Tasks in a world: add, find, change and delete."""

import copy
import time
from collections import deque
from datetime import datetime, timedelta
from typing import Any

from .bodies import read_object, sent_time
from .decimals import MAX_INTEGER, parse_id
from .faults import fault
from .messages import Refusal, Request
from .records import Task, User, now

MEMBERS = ("name", "note", "due_date", "completed")
BY_ID = {
    "GET": "others-task-read-by-id",
    "HEAD": "others-task-read-by-id",
    "PUT": "others-task-replaced-by-id",
    "DELETE": "others-task-deleted-by-id",
}


def add(id: int, data: dict[str, Any], request: Request) -> Task:
    """Add a task to the world and return it."""
    world, user = request.world, request.session.user
    task = Task(
        id=id,
        **data,
        creation_date=moment_of_creation(request),
        owner=user,
        changed=time.monotonic(),
    )
    if request.wrong("parallel-creations-lost"):
        known = set(world.tasks)
        world.give_way()
        for other in world.tasks_of(user):
            if other.id not in known:
                del world.tasks[other.id]
    world.tasks[task.id] = task
    return task


def next_id(request: Request, user: User) -> int:
    """Return an id that was never used before."""
    if request.wrong("id-from-client"):
        sent = read_object(request).get("id")
        if type(sent) is int and 0 < sent <= MAX_INTEGER and sent not in request.world.tasks:
            return sent
    if user.reusable_ids:
        return user.reusable_ids.pop(0)
    return next(number for number in request.world.ids if number not in request.world.tasks)


def moment_of_creation(request: Request) -> datetime:
    """Return the current time."""
    if request.wrong("creation-date-of-the-start"):
        return request.world.start - timedelta(days=1)
    if request.wrong("creation-date-in-local-time"):
        return now() + timedelta(hours=2)
    if request.wrong("creation-date-from-client"):
        return sent_time("creation_date", request) or now()
    return now()


def find_task(request: Request) -> Task:
    """Return the caller's task for the path; 404 if there is none."""
    wrong = request.wrong
    task = request.world.tasks.get(parse_id(request.id, wrong))
    by_id = request.method in BY_ID and wrong(BY_ID[request.method])
    if wrong("others-task-403") and task and task.owner is not request.session.user:
        raise Refusal(403, "This task is not yours.")
    if fault("deleted-task-410") and was_deleted(request):
        raise Refusal(410, "You have deleted this task.")
    if task is None or (task.owner is not request.session.user and not by_id):
        raise Refusal(404, "You have no task with this id.")
    return task


def find_task_to_replace(request: Request, data: dict[str, Any]) -> Task:
    """Return the caller's task, or the one that a faulty server would use."""
    world, number = request.world, parse_id(request.id, request.wrong)
    old = world.deleted_tasks.get(number)
    if request.wrong("replacement-revives") and old and old.owner is request.session.user:
        world.tasks[number] = world.deleted_tasks.pop(number)
    if request.wrong("replacement-creates") and number not in world.tasks:
        return add(number, data, request)
    return find_task(request)


def was_deleted(request: Request) -> bool:
    """Return whether the path is that of a task that the caller has deleted."""
    task = request.world.deleted_tasks.get(parse_id(request.id, request.wrong))
    return task is not None and task.owner is request.session.user


def write(task: Task, data: dict[str, Any], request: Request) -> None:
    """Store the members of a task."""
    task.previous = copy.copy(task)
    task.previous.previous = None
    names = deque(name for name in MEMBERS if name in data)
    mixed = request.wrong("replacements-mixed")
    if mixed:  # the writers start with different members, and do not wait for each other
        names.rotate(next(request.world.turns))
    for name in names:
        setattr(task, name, data[name])
        if mixed:
            request.world.give_way()
    task.writes += 1
    task.changed = time.monotonic()
    if request.wrong("creation-date-moves"):
        task.creation_date = now()
    if fault("creation-date-from-replacement"):
        task.creation_date = sent_time("creation_date", request) or task.creation_date


def forget(task: Task, request: Request) -> None:
    """Remove a task from the world."""
    world = request.world
    last = world.tasks_of(task.owner)[-1:]
    if request.wrong("ids-reused-after-the-last") and last and last[0] is task:
        task.owner.reusable_ids = [task.id]
    world.deleted_tasks[task.id] = world.tasks.pop(task.id, task)
