"""The caller's tasks; somebody else's cannot be told from those that do not exist."""

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, g, request, url_for
from sqlalchemy import Row, bindparam, select
from werkzeug.http import quote_etag

from . import wire
from .database import db, lock_writes
from .inputs import load_body, load_query, names_tag
from .models import Task
from .schemas import PageSchema, TaskSchema

bp = Blueprint("tasks", __name__, url_prefix="/api/v1/accounts/<username>/tasks")

task_schema = TaskSchema()
tasks_schema = TaskSchema(many=True)
page_schema = PageSchema()

own = Task.user_id == bindparam("user_id")
ONE = select(Task).where(own, Task.id == bindparam("id"))
PAGE = (
    select(*Task.__table__.columns)
    .where(own, Task.id > bindparam("after"))
    .order_by(Task.id)
    .limit(bindparam("limit"))
)


@bp.get("")
def list_tasks() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List the tasks, a page at a time."""
    page = load_query(page_schema)
    query = PAGE
    if "completed" in page:
        query = query.where(Task.completed == (page["completed"] == "true"))
    if "due_before" in page:
        query = query.where(Task.due_date < page["due_before"])
    # One more than the page holds tells whether there is a next one.
    values = {"user_id": g.user.id, "after": page["after"], "limit": page["limit"] + 1}
    found = db.session.connection().execute(query, values).all()
    tasks = found[: page["limit"]]
    headers = {"Link": link_to_next(tasks[-1])} if len(found) > len(tasks) else {}
    return {"tasks": tasks_schema.dump(tasks)}, 200, headers


def link_to_next(last: Row[Any]) -> str:
    """Return the Link to the page after `last` (RFC 8288 §3), with the same limit and filters."""
    query = urlencode(request.args.to_dict() | {"after": last.id})
    return f'<{url_for(".list_tasks", username=g.username)}?{query}>; rel="next"'


@bp.post("")
def create_task() -> tuple[dict[str, Any], int, dict[str, str]]:
    """Create a task."""
    task = Task(**load_body(task_schema), user_id=g.user.id)
    db.session.add(task)
    db.session.commit()
    location = url_for(".read_task", username=g.username, id=task.id)
    body = task_schema.dump(task)
    return body, 201, {"Location": location, "ETag": quote_etag(wire.tag(body))}


@bp.get("/<id>")
def read_task(id: str) -> tuple[dict[str, Any] | str, int, dict[str, str]]:
    """Show one task."""
    body = task_schema.dump(find_task(id))
    headers = {"ETag": quote_etag(wire.tag(body))}
    if names_tag("If-None-Match", wire.tag(body), weakly=True):
        return "", 304, headers
    return body, 200, headers


@bp.put("/<id>")
def replace_task(id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Replace a task."""
    data = load_body(task_schema)
    task = find_task_to_write(id)
    for name, value in data.items():
        setattr(task, name, value)
    db.session.commit()
    body = task_schema.dump(task)
    return body, 200, {"ETag": quote_etag(wire.tag(body))}


@bp.delete("/<id>")
def delete_task(id: str) -> tuple[str, int]:
    """Delete a task."""
    db.session.delete(find_task_to_write(id))
    db.session.commit()
    return "", 204


def find_task(id: str, *, for_update: bool = False) -> Task:
    """Return the caller's task of that id; 404 if there is none."""
    query = ONE.with_for_update() if for_update else ONE
    task = db.session.scalar(query, {"user_id": g.user.id, "id": parse_id(id)})
    return task or abort(404, "You have no such task.")


def parse_id(id: str) -> int:
    """Return the number of a task; 404 for a text that names none."""
    try:
        return wire.parse_decimal(id)
    except ValueError:
        abort(404, "No task has such an id.")


def find_task_to_write(id: str) -> Task:
    """Return the task locked until the commit; 412 if If-Match names another state of it.

    The lock comes before the look, or two writers could both find the tag that they know.
    """
    lock_writes()
    task = find_task(id, for_update=True)
    current = wire.tag(task_schema.dump(task))
    if "If-Match" in request.headers and not names_tag("If-Match", current):
        abort(412, "The task is no longer in the state that If-Match names.")
    return task
