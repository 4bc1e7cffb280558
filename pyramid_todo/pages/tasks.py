"""The tasks of whoever is logged in. Another user's task answers 404."""

from collections.abc import Sequence
from hashlib import sha256
from math import ceil
from typing import Any

from colander import Invalid
from pyramid import httpexceptions as exc
from pyramid.request import Request
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.view import view_config, view_defaults
from sqlalchemy import func, select

from ..api.parsing import query_params
from ..api.renderers import task_etag
from ..models import Task
from ..resources import OwnAccountContext, OwnTaskContext
from .forms import Form
from .responses import Page, lead_to
from .schemas import FILTERS, EditTaskSchema, ListSchema, TaskSchema
from .zones import format_moment

PER_PAGE = 20
CHANGED = "This task was changed in the meantime. Save again to replace it."


def list_query(request: Request) -> dict[str, str]:
    """Return filter and page of the list; raise 404 where there is none such."""
    try:
        return ListSchema().deserialize(query_params(request))
    except Invalid as error:
        raise exc.HTTPNotFound from error


def list_tag(show: str, page: int, pages: int, time_zone: str, tasks: Sequence[Task]) -> str:
    """Return an entity tag of all that the list shows."""
    shown = [(task.id, task.name, task.completed, task.due_date, task.is_overdue) for task in tasks]
    return sha256(repr((show, page, pages, time_zone, shown)).encode()).hexdigest()


@view_defaults(request_method=("GET", "POST"), permission="edit")
class TasksViews:
    """All tasks of the user."""

    def __init__(self, context: OwnAccountContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(route_name="pages.home", request_method="GET", permission=NO_PERMISSION_REQUIRED)
    def home(self) -> Response:
        """Lead to the tasks."""
        is_known = self.request.is_authenticated
        return lead_to(self.request, "show_tasks" if is_known else "log_in")

    @view_config(route_name="pages.show_tasks", request_method="GET", renderer="show_tasks.pt")
    def show_tasks(self) -> dict[str, Any]:
        """Show the tasks, a page at a time."""
        return self.shown_tasks() | {"filters": FILTERS}

    @view_config(route_name="pages.list_tasks", request_method="GET", renderer="list.pt")
    def list_tasks(self) -> Page:
        """Show the list alone, for the script of the page; 304 if it is as the script knows it."""
        shown = self.shown_tasks()
        if shown["tag"] in self.request.if_none_match:
            return exc.HTTPNotModified(etag=shown["tag"])
        self.request.response.etag = shown["tag"]
        return shown

    def shown_tasks(self) -> dict[str, Any]:
        """Return what the list shows, by its names in the templates, and a tag of that data.

        A tag of the HTML would also change with the token in its forms, at each log-in.
        """
        user, dbsession = self.context.account, self.request.dbsession
        asked, query = list_query(self.request), user.tasks.select()
        if asked["show"] != "all":
            query = query.where(Task.completed == (asked["show"] == "done"))
        number = dbsession.scalar(select(func.count()).select_from(query.subquery()))
        pages = max(1, ceil(number / PER_PAGE))
        page = min(pages, int(asked["page"][:9]))  # nobody has so many tasks, and int() has a limit
        query = query.order_by(Task.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
        tasks = dbsession.scalars(query).all()
        return {
            "tasks": tasks,
            "show": asked["show"],
            "page": page,
            "pages": pages,
            "tag": list_tag(asked["show"], page, pages, user.time_zone, tasks),
            "in_zone": lambda moment: format_moment(moment, user.time_zone),
        }

    @view_config(route_name="pages.add_task", renderer="add_task.pt")
    def add_task(self) -> Page:
        """Add a task."""
        form = Form(TaskSchema(), self.request)
        if data := form.validate():
            self.context.add_task(Task(completed=False, **data))
            return lead_to(self.request, "show_tasks", "The task is added.")
        return form.page()


@view_defaults(request_method=("GET", "POST"), permission="edit")
class TaskViews:
    """One task of the user."""

    def __init__(self, context: OwnTaskContext, request: Request) -> None:
        self.context, self.request = context, request

    @view_config(route_name="pages.edit_task", renderer="edit_task.pt")
    def edit_task(self) -> Page:
        """Change a task."""
        is_post = self.request.method == "POST"
        task = self.context.lock_task() if is_post else self.context.task
        form, state = Form(EditTaskSchema(), self.request, task), task_etag(task, self.request)
        data = form.validate()
        if is_post and self.request.POST.get("state") != state:
            form.alert = CHANGED
        elif data:
            for name, value in data.items():
                setattr(task, name, value)
            return lead_to(self.request, "show_tasks", "The task is saved.")
        return form.page(task=task, state=state)

    @view_config(route_name="pages.complete_task", request_method="POST")
    def complete_task(self) -> Response:
        """Mark a task as done, or as open again."""
        completed = self.request.POST.get("completed")
        if completed not in ("true", "false"):
            raise exc.HTTPBadRequest
        task = self.context.lock_task()
        task.completed = completed == "true"
        message = "The task is done." if task.completed else "The task is open again."
        return lead_to(self.request, "show_tasks", message, list_query(self.request))

    @view_config(route_name="pages.delete_task", renderer="delete_task.pt")
    def delete_task(self) -> Page:
        """Delete a task, after asking."""
        if self.request.method != "POST":
            return {"task": self.context.task}
        self.request.dbsession.delete(self.context.lock_task())
        return lead_to(self.request, "show_tasks", "The task is deleted.")
