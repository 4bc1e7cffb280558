"""The caller's tasks; somebody else's cannot be told from those that do not exist."""

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag

from . import wire
from .errors import Problem
from .forms import TaskForm
from .inputs import load_body, load_query
from .models import Task
from .views import ApiView, answer


class TaskListView(ApiView):
    """All tasks of the caller."""

    operations = {"get": "list_tasks", "post": "create_task"}

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        """List the tasks, a page at a time."""
        page = load_query(request)
        tasks = request.user.tasks.filter(id__gt=page["after"]).order_by("id")
        if page["completed"] is not None:
            tasks = tasks.filter(completed=page["completed"])
        if page["due_before"] is not None:
            tasks = tasks.filter(due_date__lt=page["due_before"])
        # One more than the page holds tells whether there is a next one.
        found = list(tasks[: page["limit"] + 1])
        shown = found[: page["limit"]]
        headers = {"Link": link_to_next(request, shown[-1])} if len(found) > len(shown) else {}
        return answer({"tasks": [task.to_json() for task in shown]}, headers=headers)

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        """Create a task."""
        task = load_body(request, TaskForm, instance=Task(user=request.user)).save()
        location = reverse("task", kwargs={"username": username, "id": task.id})
        return answer(task.to_json(), 201, {"Location": location, "ETag": etag(task)})


def link_to_next(request: HttpRequest, last: Task) -> str:
    """Return the Link to the page after `last` (RFC 8288 §3), with the same limit and filters."""
    query = request.GET.copy()
    query["after"] = last.id
    return f'<{request.path}?{query.urlencode()}>; rel="next"'


class TaskView(ApiView):
    """One task of the caller."""

    operations = {"get": "read_task", "put": "replace_task", "delete": "delete_task"}

    def get(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Show one task."""
        task = find_task(request.user.tasks, id)
        known = parse_etags(request.headers.get("If-None-Match", ""))
        if "*" in known or etag(task) in (tag.removeprefix("W/") for tag in known):
            return HttpResponse(status=304, headers={"ETag": etag(task)})
        return answer(task.to_json(), headers={"ETag": etag(task)})

    def put(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Replace a task."""
        data = load_body(request, TaskForm).cleaned_data
        with transaction.atomic():
            task = find_task_to_write(request, id)
            for name, value in data.items():
                setattr(task, name, value)
            task.save()
        return answer(task.to_json(), headers={"ETag": etag(task)})

    def delete(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Delete a task."""
        with transaction.atomic():
            find_task_to_write(request, id).delete()
        return HttpResponse(status=204)


def find_task(tasks: QuerySet, id: str) -> Task:
    """Return the one of these tasks with that id; 404 if there is none."""
    try:
        return tasks.get(id=wire.parse_decimal(id))
    except (ValueError, Task.DoesNotExist) as error:
        raise Problem(404, "You have no such task.") from error


def find_task_to_write(request: HttpRequest, id: str) -> Task:
    """Return the task locked until the commit; 412 if If-Match names another state of it.

    The lock comes before the look, or two writers could both find the tag that they know.
    """
    task = find_task(request.user.tasks.select_for_update(), id)
    wanted = parse_etags(request.headers.get("If-Match", ""))
    if "If-Match" in request.headers and not {"*", etag(task)} & {*wanted}:
        raise Problem(412, "The task is no longer in the state that If-Match names.")
    return task


def etag(task: Task) -> str:
    """Return the strong tag of the task, in its quotes."""
    return quote_etag(wire.tag(task.to_json()))
