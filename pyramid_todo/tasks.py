"""The caller's tasks; somebody else's cannot be told from those that do not exist."""

from typing import Any
from urllib.parse import urlencode

from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults
from sqlalchemy import bindparam, select

from . import wire
from .database import lock_writes
from .inputs import names_tag
from .models import Task
from .renderers import tag
from .schemas import PageSchema, TaskSchema

task_schema = TaskSchema()
page_schema = PageSchema()

OWN_TASKS = select(Task).where(Task.user_id == bindparam("user_id"))
ONE = OWN_TASKS.where(Task.id == bindparam("id"))
PAGE = OWN_TASKS.where(Task.id > bindparam("after")).order_by(Task.id).limit(bindparam("limit"))


@view_defaults(route_name="tasks", renderer="json")
class TasksViews:
    """All tasks of the caller."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def list_tasks(self) -> dict[str, Any]:
        """List the tasks, a page at a time."""
        page = page_schema.deserialize(self.request.query)
        query = PAGE
        if "completed" in page:
            query = query.where(Task.completed == (page["completed"] == "true"))
        if "due_before" in page:
            query = query.where(Task.due_date < page["due_before"])
        values = {"user_id": self.request.identity.user_id, "after": page["after"]}
        # One more than the page holds tells whether there is a next one.
        found = self.request.dbsession.scalars(query, values | {"limit": page["limit"] + 1}).all()
        tasks = found[: page["limit"]]
        if len(found) > len(tasks):
            self.request.response.headers["Link"] = self.link_to_next(tasks[-1])
        return {"tasks": tasks}

    def link_to_next(self, last: Task) -> str:
        """Return the Link to the page after `last` (RFC 8288 §3), same limit and filters."""
        query = urlencode(self.request.query | {"after": last.id})
        return f'<{self.request.path}?{query}>; rel="next"'

    @view_config(request_method="POST")
    def create_task(self) -> Task:
        """Create a task."""
        data = task_schema.deserialize(self.request.json_body)
        task = Task(**data, user_id=self.request.identity.user_id)
        self.request.dbsession.add(task)
        self.request.dbsession.flush()  # numbers the task
        self.request.response.status = 201
        self.request.response.etag = tag(task, self.request)
        location = self.request.route_path("task", **self.request.matchdict, id=task.id)
        self.request.response.location = location
        return task


@view_defaults(route_name="task", renderer="json")
class TaskViews:
    """One task of the caller, looked up here: a context's 404 would come before 401 and 403."""

    def __init__(self, request: Request) -> None:
        self.request = request

    @view_config(request_method="GET")
    def read_task(self) -> Task | Response:
        """Show one task."""
        task = self.find_task()
        current = tag(task, self.request)
        if names_tag(self.request.headers.get("If-None-Match", ""), current, weakly=True):
            return exc.HTTPNotModified(etag=current)
        self.request.response.etag = current
        return task

    @view_config(request_method="PUT")
    def replace_task(self) -> Task:
        """Replace a task."""
        data = task_schema.deserialize(self.request.json_body)
        task = self.find_task_to_write()
        for name, value in data.items():
            setattr(task, name, value)
        self.request.response.etag = tag(task, self.request)
        return task

    @view_config(request_method="DELETE")
    def delete_task(self) -> Response:
        """Delete a task."""
        self.request.dbsession.delete(self.find_task_to_write())
        return exc.HTTPNoContent()

    def find_task(self, *, for_update: bool = False) -> Task:
        """Return the caller's task that the path names; 404 if there is none."""
        try:
            number = wire.parse_decimal(self.request.matchdict["id"])
        except ValueError as error:
            raise exc.HTTPNotFound("No task has such an id.") from error
        values = {"user_id": self.request.identity.user_id, "id": number}
        task = self.request.dbsession.scalar(ONE.with_for_update() if for_update else ONE, values)
        if task is None:
            raise exc.HTTPNotFound("You have no such task.")
        return task

    def find_task_to_write(self) -> Task:
        """Return the task locked until the commit; 412 if If-Match names another state of it.

        The lock comes before the look, or two writers could both find the tag that they know.
        """
        lock_writes(self.request.dbsession)
        task = self.find_task(for_update=True)
        if_match = self.request.headers.get("If-Match")
        if if_match is not None and not names_tag(if_match, tag(task, self.request)):
            raise exc.HTTPPreconditionFailed("The task is not in the state that If-Match names.")
        return task
