"""The user's own tasks; another user's task answers 404."""

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags, quote_etag

from todo.exceptions import TokenRevokedError
from todo.models import Task

from ..formats import parse_integer
from ..forms import TaskForm
from ..mixins import BearerRequiredMixin
from ..parsing import load_body, load_query
from ..problems import Problem
from ..representations import task_etag, task_to_json
from ..responses import json_response
from .base import ApiView

# The lookups that the parameters of a list stand for.
LOOKUPS = {"after": "id__gt", "completed": "completed", "due_before": "due_date__lt"}


class TaskListView(BearerRequiredMixin, ApiView):
    """All tasks of the user."""

    operations = {"get": "list_tasks", "post": "create_task"}

    def get(self, request: HttpRequest, username: str) -> HttpResponse:
        """List the tasks, a page at a time."""
        query = load_query(request)
        limit = query.pop("limit")
        wanted = {LOOKUPS[name]: value for name, value in query.items() if value is not None}
        tasks = request.user.tasks.filter(**wanted).order_by("id")
        # One more than the page holds tells whether there is a next page.
        found = list(tasks[: limit + 1])
        shown = found[:limit]
        headers = {"Link": link_to_next(request, shown[-1])} if len(found) > limit else {}
        return json_response({"tasks": [task_to_json(task) for task in shown]}, headers=headers)

    def post(self, request: HttpRequest, username: str) -> HttpResponse:
        """Create a task."""
        form = load_body(request, TaskForm, instance=Task(user=request.user))
        try:
            task = form.save()
        except IntegrityError as error:  # the foreign key: the user was deleted meanwhile
            raise TokenRevokedError from error
        location = reverse("api:task", kwargs={"username": username, "id": task.id})
        return task_response(task, 201, Location=location)


def link_to_next(request: HttpRequest, last: Task) -> str:
    """Return the Link to the page after `last` (RFC 8288 §3), with the same limit and filters."""
    query = request.GET.copy()
    query["after"] = last.id
    return f'<{request.path}?{query.urlencode()}>; rel="next"'


class TaskView(BearerRequiredMixin, ApiView):
    """One task of the user."""

    operations = {"get": "read_task", "put": "replace_task", "delete": "delete_task"}

    def get(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Show one task."""
        response = task_response(find_task(request.user.tasks, id))
        response = get_conditional_response(request, etag=response["ETag"], response=response)
        if response.status_code == 412:
            raise precondition_failed()  # Django's own is no problem (PROBLEM-1)
        return response

    def put(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Replace a task."""
        data = load_body(request, TaskForm).data  # what is wrong with it comes before 404 and 412
        with transaction.atomic():
            task = TaskForm(data, instance=lock_task(request, id)).save()
        return task_response(task)

    def delete(self, request: HttpRequest, username: str, id: str) -> HttpResponse:
        """Delete a task."""
        with transaction.atomic():
            lock_task(request, id).delete()
        return HttpResponse(status=204)


def find_task(tasks: QuerySet, id: str) -> Task:
    """Return the one of the user's tasks with that id; raises Problem: 404."""
    try:
        return tasks.get(id=parse_integer(id))
    except (ValueError, Task.DoesNotExist) as error:
        raise Problem(404, "You have no such task.") from error


def lock_task(request: HttpRequest, id: str) -> Task:
    """Return the task locked until the commit; raises Problem: 412 if If-Match names another state.

    Lock the row before checking If-Match; otherwise two writers could both pass (ETAG-6).
    """
    task = find_task(request.user.tasks.select_for_update(), id)
    if "If-Match" in request.headers and not etag_matches(request.headers["If-Match"], task):
        raise precondition_failed()
    return task


def etag_matches(header: str, task: Task) -> bool:
    """Say whether If-Match names the task's state.

    By hand: Django ignores a header that it cannot parse, and the write would go ahead (ETAG-4).
    """
    return bool({"*", quote_etag(task_etag(task))} & {*parse_etags(header)})


def precondition_failed() -> Problem:
    """Return the 412 to a request that is about another state of the task."""
    return Problem(412, "The task is no longer in the state that If-Match names.")


def task_response(task: Task, status: int = 200, **headers: str) -> HttpResponse:
    """Return the response that carries a task, with its ETag."""
    headers["ETag"] = quote_etag(task_etag(task))
    return json_response(task_to_json(task), status=status, headers=headers)
