"""The caller's tasks. Another user's task answers 404."""

from typing import Any

from flask import Blueprint, Response, abort, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from flask_todo.database import db
from flask_todo.models import Task
from flask_todo.tasks import add_task, find_task

from . import formats
from .parsing import load_body, load_query
from .schemas import PageSchema, TaskSchema

bp = Blueprint("tasks", __name__, url_prefix="/accounts/<username>/tasks")

task_schema = TaskSchema()
page_schema = PageSchema()


@bp.get("")
def list_tasks() -> tuple[dict[str, Any], int, dict[str, str]]:
    """List the tasks, a page at a time."""
    page = load_query(page_schema)
    query = g.user.tasks.select().where(Task.id > page["after"]).order_by(Task.id)
    if "completed" in page:
        query = query.where(Task.completed == page["completed"])
    if "due_before" in page:
        query = query.where(Task.due_date < page["due_before"])
    # Query one task more than the page holds: if it is there, so is a next page.
    found = db.session.scalars(query.limit(page["limit"] + 1)).all()
    tasks = found[: page["limit"]]
    headers = {"Link": link_to_next(tasks[-1])} if len(found) > len(tasks) else {}
    return {"tasks": task_schema.dump(tasks, many=True)}, 200, headers


def link_to_next(last: Task) -> str:
    """Return the Link to the page after `last` (RFC 8288 §3), with the same limit and filters."""
    query: dict[str, Any] = request.args.to_dict() | {"after": last.id}
    return f'<{url_for(".list_tasks", username=g.username, **query)}>; rel="next"'


@bp.post("")
def create_task() -> tuple[Response, int]:
    """Create a task."""
    task = Task(**load_body(task_schema))
    add_task(g.user, task)
    db.session.commit()
    response = task_response(task)
    response.location = url_for(".read_task", username=g.username, id=task.id)
    return response, 201


@bp.get("/<id>")
def read_task(id: str) -> ResponseReturnValue:
    """Show one task."""
    return task_response(get_task(id)).make_conditional(request)


@bp.put("/<id>")
def replace_task(id: str) -> Response:
    """Replace a task."""
    data = load_body(task_schema)
    task = lock_task(id)
    for name, value in data.items():
        setattr(task, name, value)
    db.session.commit()
    return task_response(task)


@bp.delete("/<id>")
def delete_task(id: str) -> tuple[str, int]:
    """Delete a task."""
    db.session.delete(lock_task(id))
    db.session.commit()
    return "", 204


def task_response(task: Task) -> Response:
    """Return the task as JSON, with its ETag."""
    body = task_schema.dump(task)
    response = jsonify(body)
    response.set_etag(formats.etag(body))
    return response


def task_etag(task: Task) -> str:
    """Return the ETag of the task, which changes with everything that the API shows of it."""
    return formats.etag(task_schema.dump(task))


def get_task(id: str, *, for_update: bool = False) -> Task:
    """Return the caller's task of that id; answer 404 if there is none."""
    task = find_task(g.user, id, for_update=for_update)
    return task or abort(404, "You have no such task.")


def lock_task(id: str) -> Task:
    """Return the task, locked until the commit; answer 412 if If-Match does not name its state.

    Lock the row before checking If-Match; otherwise two writers could both pass.
    """
    task = get_task(id, for_update=True)
    if "If-Match" in request.headers and task_etag(task) not in request.if_match:
        abort(412, "The task is no longer in the state that If-Match names.")
    return task
