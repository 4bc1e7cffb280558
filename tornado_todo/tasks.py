"""The caller's tasks; somebody else's cannot be told from those that do not exist."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from sqlalchemy import Select, bindparam, insert, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from . import schemas, wire
from .auth import AuthenticatedHandler
from .conditional import check_if_match, entity_tag
from .database import lock_writes
from .errors import ProblemError
from .models import Task

OWN = select(Task).where(Task.user_id == bindparam("user_id"))
ONE = OWN.where(Task.id == bindparam("id"))
PAGE = OWN.where(Task.id > bindparam("after")).order_by(Task.id).limit(bindparam("limit"))
NEW = insert(Task).returning(Task)


class TaskListHandler(AuthenticatedHandler):
    """All tasks of the caller."""

    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "OPTIONS")

    async def get(self, username: str) -> None:
        """List the tasks, a page at a time."""
        page = self.load_query(schemas.Page)
        found = await self.transact(list_tasks, self.current_user.user_id, page)
        tasks = found[: page.limit]
        if len(found) > len(tasks):
            query = urlencode(dict(parse_qsl(self.request.query)) | {"after": tasks[-1]["id"]})
            self.set_header("Link", f'<{self.reverse_url("tasks", username)}?{query}>; rel="next"')
        self.write_json({"tasks": tasks})

    async def post(self, username: str) -> None:
        """Create a task."""
        data = self.load_body(schemas.TaskInput)
        task = await self.transact(create_task, self.current_user.user_id, data)
        self.set_status(201)
        self.set_header("Location", self.reverse_url("task", username, task["id"]))
        self.set_header("ETag", entity_tag(task))
        self.write_json(task)


def list_tasks(session: Session, user_id: int, page: schemas.Page) -> list[dict[str, Any]]:
    """Return the tasks of a page, and one more if there is a next page."""
    query = PAGE
    if page.completed:
        query = query.where(Task.completed == (page.completed == "true"))
    if page.due_before:
        query = query.where(Task.due_date < page.due_before)
    values = {"user_id": user_id, "after": page.after, "limit": page.limit + 1}
    return [schemas.Task.dump(row) for row in session.connection().execute(query, values)]


def create_task(session: Session, user_id: int, data: schemas.TaskInput) -> dict[str, Any]:
    """Return the new task."""
    values = data.model_dump() | {"user_id": user_id}
    return schemas.Task.dump(session.connection().execute(NEW, values).one())


class TaskHandler(AuthenticatedHandler):
    """A task of the caller."""

    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")

    async def get(self, username: str, id: str) -> None:
        """Show one task."""
        task = await self.transact(read_task, self.current_user.user_id, id)
        self.tag = entity_tag(task)
        self.write_json(task)

    async def put(self, username: str, id: str) -> None:
        """Replace a task."""
        data = self.load_body(schemas.TaskInput)
        if_match = self.request.headers.get("If-Match")
        task = await self.transact(replace_task, self.current_user.user_id, id, data, if_match)
        self.set_header("ETag", entity_tag(task))
        self.write_json(task)

    async def delete(self, username: str, id: str) -> None:
        """Delete a task."""
        if_match = self.request.headers.get("If-Match")
        await self.transact(delete_task, self.current_user.user_id, id, if_match)
        self.set_status(204)


def read_task(session: Session, user_id: int, id: str) -> dict[str, Any]:
    """Return a task of the user."""
    return schemas.Task.dump(find_task(session, user_id, id))


def replace_task(
    session: Session, user_id: int, id: str, data: schemas.TaskInput, if_match: str | None
) -> dict[str, Any]:
    """Return the task as it is now."""
    task = find_task_to_write(session, user_id, id, if_match)
    for name, value in data.model_dump().items():
        setattr(task, name, value)
    return schemas.Task.dump(task)


def delete_task(session: Session, user_id: int, id: str, if_match: str | None) -> None:
    """Delete a task of the user."""
    session.delete(find_task_to_write(session, user_id, id, if_match))


def find_task(session: Session, user_id: int, id: str, query: Select[Task] = ONE) -> Task:
    """Return the user's task of that id; 404 if there is none, or if the id is no number."""
    try:
        return session.scalars(query, {"user_id": user_id, "id": wire.parse_decimal(id)}).one()
    except (NoResultFound, ValueError):
        raise ProblemError(404, "You have no such task.") from None


def find_task_to_write(session: Session, user_id: int, id: str, if_match: str | None) -> Task:
    """Return the task locked until the commit; 412 if If-Match names another state of it."""
    lock_writes(session)  # before the look, or two writers could both find the tag that they know
    task = find_task(session, user_id, id, ONE.with_for_update())
    check_if_match(if_match, schemas.Task.dump(task))
    return task
