"""The user's tasks. Another user's task answers 404.

A verb talks HTTP, on the loop; the function named after the operation queries, in a thread.
"""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy.orm import Session

from ..models import Task, User
from ..tasks import add_task, find_task
from . import formats, schemas
from .auth import AuthenticatedHandler
from .problems import ProblemError


class TaskBaseHandler(AuthenticatedHandler):
    """What both handlers of tasks need."""

    def write_task(self, task: Task) -> None:
        """Write one task. Tornado sends its ETag with a GET, or compares it and answers 304."""
        self.etag = task_etag(task)
        self.write_json(schemas.Task.dump(task))


class TaskListHandler(TaskBaseHandler):
    """All tasks of the user."""

    path_template = "/api/v1/accounts/{username}/tasks"
    SUPPORTED_METHODS = ("GET", "HEAD", "POST", "OPTIONS")

    async def get(self, username: str) -> None:
        """List the tasks, a page at a time."""
        page = self.load_query(schemas.Page)
        found = await self.transact(list_tasks, self.current_user, page)
        tasks = [schemas.Task.dump(task) for task in found[: page.limit]]
        if len(found) > len(tasks):
            query = urlencode(dict(parse_qsl(self.request.query)) | {"after": tasks[-1]["id"]})
            self.set_header("Link", f'<{self.reverse_url("tasks", username)}?{query}>; rel="next"')
        self.write_json({"tasks": tasks})

    async def post(self, username: str) -> None:
        """Create a task."""
        data = self.load_body(schemas.TaskInput)
        task = await self.transact(create_task, self.current_user, data)
        self.set_status(201)
        self.set_header("Location", self.reverse_url("task", username, task.id))
        self.write_task(task)
        self.set_etag_header()


def list_tasks(session: Session, user: User, page: schemas.Page) -> list[Task]:
    """Return the tasks of a page, and one more if there is a next page."""
    query = user.tasks.select().where(Task.id > page.after)
    if page.completed:
        query = query.where(Task.completed == (page.completed == "true"))
    if page.due_before:
        query = query.where(Task.due_date < page.due_before)
    return list(session.scalars(query.order_by(Task.id).limit(page.limit + 1)))


def create_task(session: Session, user: User, data: schemas.TaskInput) -> Task:
    """Return the new task."""
    return add_task(session, user, Task(**data.model_dump()))


class TaskHandler(TaskBaseHandler):
    """A task of the user."""

    path_template = "/api/v1/accounts/{username}/tasks/{id}"
    SUPPORTED_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS")

    async def get(self, username: str, id: str) -> None:
        """Show one task."""
        self.write_task(await self.transact(find_task, self.current_user, id))

    async def put(self, username: str, id: str) -> None:
        """Replace a task."""
        data = self.load_body(schemas.TaskInput)
        if_match = self.request.headers.get("If-Match", "*")
        self.write_task(await self.transact(replace_task, self.current_user, id, if_match, data))
        self.set_etag_header()

    async def delete(self, username: str, id: str) -> None:
        """Delete a task."""
        if_match = self.request.headers.get("If-Match", "*")
        await self.transact(delete_task, self.current_user, id, if_match)
        self.set_status(204)


def replace_task(
    session: Session, user: User, id: str, if_match: str, data: schemas.TaskInput
) -> Task:
    """Return the task in its new state."""
    task = lock_task(session, user, id, if_match)
    for name, value in data.model_dump().items():
        setattr(task, name, value)
    return task


def delete_task(session: Session, user: User, id: str, if_match: str) -> None:
    """Delete a task of the user."""
    session.delete(lock_task(session, user, id, if_match))


def lock_task(session: Session, user: User, id: str, if_match: str) -> Task:
    """Return the task, locked until the commit; 412 if If-Match does not name its state.

    Lock the row before checking If-Match; otherwise two writers could both pass.
    """
    task = find_task(session, user, id, for_update=True)
    if not etag_matches(if_match, task):
        raise ProblemError(412, "The task is no longer in the state that If-Match names.")
    return task


def task_etag(task: Task) -> str:
    """Return the ETag of the task, which changes with everything that the API shows of it."""
    return f'"{formats.etag(schemas.Task.dump(task))}"'


def etag_matches(if_match: str, task: Task) -> bool:
    """Return whether If-Match allows the write (RFC 9110 §13.1.1); Tornado does not read it."""
    tags = [tag.strip() for tag in if_match.split(",")]
    return tags == ["*"] or task_etag(task) in tags
