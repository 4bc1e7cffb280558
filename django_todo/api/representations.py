"""Accounts and tasks as the API sends them."""

from typing import Any

from todo.models import Task, User

from . import formats


def account_to_json(user: User) -> dict[str, Any]:
    """Return an account as it is sent."""
    return {
        "username": user.username,
        "email": user.email,
        "date_joined": formats.format_timestamp(user.date_joined),
    }


def task_to_json(task: Task) -> dict[str, Any]:
    """Return a task as it is sent."""
    return {
        "id": task.id,
        "name": task.name,
        "note": task.note,
        "creation_date": formats.format_timestamp(task.creation_date),
        "due_date": task.due_date and formats.format_timestamp(task.due_date),
        "completed": task.completed,
    }


def task_etag(task: Task) -> str:
    """Return the entity tag of a task, by which API and pages notice a change (ETAG-6, SHOW-11)."""
    return formats.etag(task_to_json(task))
