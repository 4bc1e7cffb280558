"""The caller's tasks; somebody else's cannot be told from those that do not exist."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Manager, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag

from . import wire
from .errors import Problem
from .forms import TaskForm
from .inputs import load_body, load_query
from .models import Task, User
from .views import ApiView, answer

MEMBERS = ["id", "name", "note", "creation_date", "due_date", "completed"]
# What the parameters of a list ask of the tasks.
LOOKUPS = {"after": "id__gt", "completed": "completed", "due_before": "due_date__lt"}


class TaskListView(ApiView):
    """All tasks of the caller."""

    operations = {"get": "list_tasks", "post": "create_task"}
    tasks = Task.objects.order_by("id").values(*MEMBERS)  # dicts, since none will be changed

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        """List the tasks, a page at a time."""
        page = load_query(request)
        limit = page.pop("limit")
        wanted = {LOOKUPS[name]: value for name, value in page.items() if value is not None}
        # One more than the page holds tells whether there is a next one.
        found = list(self.tasks.filter(user=request.user, **wanted)[: limit + 1])
        shown = found[:limit]
        headers = {"Link": link_to_next(request, shown[-1])} if len(found) > len(shown) else {}
        return answer({"tasks": [to_json(task) for task in shown]}, headers=headers)

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        """Create a task."""
        task = load_body(request, TaskForm, instance=Task(user=request.user)).save()
        location = reverse("task", kwargs={"username": username, "id": task.id})
        return answer_task(task, 201, Location=location)


def link_to_next(request: HttpRequest, last: Mapping[str, Any]) -> str:
    """Return the Link to the page after `last` (RFC 8288 §3), with the same limit and filters."""
    query = request.GET.copy()
    query["after"] = last["id"]
    return f'<{request.path}?{query.urlencode()}>; rel="next"'


class TaskView(ApiView):
    """One task of the caller."""

    operations = {"get": "read_task", "put": "replace_task", "delete": "delete_task"}

    def get(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Show one task."""
        task = find_task(request.user, id)
        response = answer_task(task)
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in known or response["ETag"] in (tag.removeprefix("W/") for tag in known):
            return HttpResponse(status=304, headers={"ETag": response["ETag"]})
        return response

    def put(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Replace a task."""
        data = load_body(request, TaskForm).cleaned_data
        with transaction.atomic():
            task = find_task_to_write(request, id)
            for name, value in data.items():
                setattr(task, name, value)
            task.save()
        return answer_task(task)

    def delete(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Delete a task."""
        with transaction.atomic():
            find_task_to_write(request, id).delete()
        return HttpResponse(status=204)


def find_task(user: User, id: str, tasks: Manager | QuerySet = Task.objects) -> Task:
    """Return the task of the user with that id; 404 if there is none."""
    try:
        return tasks.get(user=user, id=wire.parse_decimal(id))
    except (ValueError, Task.DoesNotExist) as error:
        raise Problem(404, "You have no such task.") from error


def find_task_to_write(request: HttpRequest, id: str) -> Task:
    """Return the task locked until the commit; 412 if If-Match names another state of it.

    The lock comes before the look, or two writers could both find the tag that they know.
    """
    task = find_task(request.user, id, Task.objects.select_for_update())
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if "If-Match" in request.headers and not {"*", etag(to_json(vars(task)))} & {*wanted}:
        raise Problem(412, "The task is no longer in the state that If-Match names.")
    return task


def answer_task(task: Task, status: int = 200, **headers: str) -> HttpResponse:
    """Answer with a task and its tag."""
    body = to_json(vars(task))
    return answer(body, status, {"ETag": etag(body)} | headers)


def etag(task: Mapping[str, Any]) -> str:
    """Return the strong tag of a task as it is sent, in its quotes."""
    return quote_etag(wire.tag(task))


def to_json(task: Mapping[str, Any]) -> dict[str, Any]:
    """Return a task as it is sent: a row, or what vars() knows of an object."""
    due_date = task["due_date"]
    return {name: task[name] for name in MEMBERS} | {
        "creation_date": wire.format_timestamp(task["creation_date"]),
        "due_date": due_date and wire.format_timestamp(due_date),
    }
