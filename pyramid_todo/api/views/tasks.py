"""The caller's tasks. Another user's task answers 404."""

from typing import Any
from urllib.parse import urlencode

from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from ...models import Task
from ...resources import AccountContext, TaskContext
from ..parsing import etag_matches, json_payload, query_params
from ..renderers import task_etag
from ..schemas import PageSchema, TaskSchema


@view_defaults(route_name="api.tasks", renderer="json", permission="edit")
class TasksViews:
    """All tasks of the account."""

    def __init__(self, context: AccountContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(request_method="GET", permission="view")
    def list_tasks(self) -> dict[str, Any]:
        """List the tasks, a page at a time."""
        page = PageSchema().deserialize(query_params(self.request))
        query = self.context.account.tasks.select().where(Task.id > page["after"]).order_by(Task.id)
        if "completed" in page:
            query = query.where(Task.completed == (page["completed"] == "true"))
        if "due_before" in page:
            query = query.where(Task.due_date < page["due_before"])
        # One more than the page holds tells whether there is a next page.
        found = self.request.dbsession.scalars(query.limit(page["limit"] + 1)).all()
        tasks = found[: page["limit"]]
        if len(found) > len(tasks):
            self.request.response.headers["Link"] = self.link_to_next(tasks[-1])
        return {"tasks": tasks}

    def link_to_next(self, last: Task) -> str:
        """Return the Link to the page after `last` (RFC 8288 §3), same limit and filters."""
        query = urlencode(query_params(self.request) | {"after": last.id})
        return f'<{self.request.path}?{query}>; rel="next"'

    @view_config(request_method="POST")
    def create_task(self) -> Task:
        """Create a task."""
        task = Task(**TaskSchema().deserialize(json_payload(self.request)))
        self.context.add_task(task)
        path = self.request.route_path("api.task", **self.request.matchdict, id=task.id)
        self.request.response.status = 201
        self.request.response.location = path
        self.request.response.etag = task_etag(task, self.request)
        return task


@view_defaults(route_name="api.task", renderer="json", permission="edit")
class TaskViews:
    """One task of the account."""

    def __init__(self, context: TaskContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(request_method="GET", permission="view")
    def read_task(self) -> Task | Response:
        """Show one task."""
        etag = task_etag(self.context.task, self.request)
        if etag_matches(self.request.headers.get("If-None-Match", ""), etag, weak=True):
            return exc.HTTPNotModified(etag=etag)
        self.request.response.etag = etag
        return self.context.task

    @view_config(request_method="PUT")
    def replace_task(self) -> Task:
        """Replace a task."""
        data = TaskSchema().deserialize(json_payload(self.request))
        task = self.lock_task()
        for name, value in data.items():
            setattr(task, name, value)
        self.request.response.etag = task_etag(task, self.request)
        return task

    @view_config(request_method="DELETE")
    def delete_task(self) -> Response:
        """Delete a task."""
        self.request.dbsession.delete(self.lock_task())
        return exc.HTTPNoContent()

    def lock_task(self) -> Task:
        """Return the task, locked until the commit; raise 412 if If-Match names another state.

        Lock the row before checking If-Match; otherwise two writers could both pass.
        """
        task = self.context.lock_task()
        if_match = self.request.headers.get("If-Match")
        if if_match is not None and not etag_matches(if_match, task_etag(task, self.request)):
            raise exc.HTTPPreconditionFailed("The task is not in the state that If-Match names.")
        return task
